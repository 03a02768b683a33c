import type { Methods } from '../../rpc/handlers.ts'
import { emptyHash } from './empty-hash.ts'

/** There are no bots yet. */
export function createBotsNotHere(): Methods {
  return {
    async 'bots.getAdminedBots'() {
      return []
    },
    async 'bots.getPopularAppBots'() {
      return { _: 'bots.popularAppBots', users: [] }
    },
    async 'messages.getAttachMenuBots'() {
      return { _: 'attachMenuBots', hash: emptyHash, bots: [], users: [] }
    },
    async 'messages.getEmojiGameInfo'() {
      return { _: 'messages.emojiGameUnavailable' }
    },
  }
}
