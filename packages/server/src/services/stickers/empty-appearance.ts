import type { api } from '@chappe/tl-codec/api'
import type { Methods } from '../../rpc/handlers.ts'
import { noPeers } from '../../views/named-peers.ts'

/** Of an empty list, as clients compute it; with it they ask for the whole. */
const hash = 0n

/** Looks and sounds that consist of files, of which this server has none. */
export function createEmptyAppearance(): Methods {
  const emptyThemes = async (): Promise<api.account.themes> => ({ _: 'account.themes', hash, themes: [] })
  const emptyStatuses = async (): Promise<api.account.emojiStatuses> => ({
    _: 'account.emojiStatuses',
    hash,
    statuses: [],
  })
  return {
    'account.getThemes': emptyThemes,
    'account.getChatThemes': emptyThemes,
    async 'account.getUniqueGiftChatThemes'() {
      return { _: 'account.chatThemes', hash, themes: [], ...noPeers() }
    },
    async 'account.getWallPapers'() {
      return { _: 'account.wallPapers', hash, wallpapers: [] }
    },
    'account.getCollectibleEmojiStatuses': emptyStatuses,
  }
}
