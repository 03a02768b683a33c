import type { Methods } from '../../rpc/handlers.ts'
import { emptyHash } from './empty-hash.ts'

/** Of what bots have elsewhere, what there is none of here. */
export function createBotsNotHere(): Methods {
  return {
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
