import type { UserHandlers } from '../../rpc/handlers.ts'
import { emptyHash } from './empty-hash.ts'

type Handlers = Pick<
  UserHandlers,
  'bots.getAdminedBots' | 'bots.getPopularAppBots' | 'messages.getAttachMenuBots' | 'messages.getEmojiGameInfo'
>

/** There are no bots yet. */
export function createBotsNotHere(): Handlers {
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
