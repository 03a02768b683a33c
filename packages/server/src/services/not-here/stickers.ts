import type { api } from '@chappe/tl-codec/api'
import type { Methods } from '../../rpc/handlers.ts'
import { emptyHash } from './empty-hash.ts'

/** Searches among stickers, of which there are none yet. */
export function createStickersNotHere(): Methods {
  const noSets = async (): Promise<api.messages.foundStickerSets> => {
    return { _: 'messages.foundStickerSets', hash: emptyHash, sets: [] }
  }
  return {
    async 'messages.getMyStickers'() {
      return { _: 'messages.myStickers', count: 0, sets: [] }
    },
    async 'messages.searchCustomEmoji'() {
      return { _: 'emojiList', hash: emptyHash, documentId: [] }
    },
    'messages.searchEmojiStickerSets': noSets,
    async 'messages.searchStickers'() {
      return { _: 'messages.foundStickers', hash: emptyHash, stickers: [] }
    },
    'messages.searchStickerSets': noSets,
  }
}
