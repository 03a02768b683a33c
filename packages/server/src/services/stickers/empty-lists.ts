import type { api } from '@chappe/tl-codec/api'
import type { Methods } from '../../rpc/handlers.ts'

/**
 * The lists of what this server has none of, as clients ask for them when they start: featured sets, effects, groups of emoji.
 * What clients hash themselves has the hash 0 when it is empty, and they ask with 0 for the whole, so
 * it is always given; other lists have a hash by which a client is told that nothing has come since.
 */
const hash = 0n
const shortHash = 1

interface WithHash {
  readonly hash: number
}

export function createEmptyStickerLists(): Methods {
  const emptyFeatured = async (): Promise<api.messages.featuredStickers> => ({
    _: 'messages.featuredStickers',
    hash,
    count: 0,
    sets: [],
    unread: [],
  })
  const emptyGroups = async (_context: unknown, request: WithHash): Promise<api.messages.EmojiGroups> =>
    request.hash === shortHash
      ? { _: 'messages.emojiGroupsNotModified' }
      : { _: 'messages.emojiGroups', hash: shortHash, groups: [] }
  return {
    'messages.getFeaturedStickers': emptyFeatured,
    'messages.getFeaturedEmojiStickers': emptyFeatured,
    'messages.getOldFeaturedStickers': emptyFeatured,
    async 'messages.readFeaturedStickers'() {
      return true
    },
    async 'messages.getAvailableEffects'(_context, request) {
      if (request.hash === shortHash) return { _: 'messages.availableEffectsNotModified' }
      return { _: 'messages.availableEffects', hash: shortHash, effects: [], documents: [] }
    },
    'messages.getEmojiGroups': emptyGroups,
    'messages.getEmojiStatusGroups': emptyGroups,
    'messages.getEmojiProfilePhotoGroups': emptyGroups,
    'messages.getEmojiStickerGroups': emptyGroups,
    async 'messages.getEmojiKeywords'(_context, { langCode }) {
      return { _: 'emojiKeywordsDifference', langCode, fromVersion: 0, version: 1, keywords: [] }
    },
    async 'messages.getEmojiKeywordsDifference'(_context, { langCode, fromVersion }) {
      return { _: 'emojiKeywordsDifference', langCode, fromVersion, version: 1, keywords: [] }
    },
    async 'messages.getEmojiKeywordsLanguages'() {
      return [{ _: 'emojiLanguage', langCode: 'en' }]
    },
  }
}
