import type { api } from '@chappe/tl-codec/api'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/**
 * The lists of what this server has none of, as clients ask for them when they start: stickers, animations, effects,
 * custom emoji, themes. What clients hash themselves has the hash 0 when it is empty, and they ask with 0 for the whole, so
 * it is always given; other lists have a hash by which a client is told that nothing has come since.
 */
const hash = 0n
const shortHash = 1

interface WithHash {
  readonly hash: number
}

export function createEmptyStickerLists(): Methods {
  const emptySets = async (): Promise<api.messages.allStickers> => ({ _: 'messages.allStickers', hash, sets: [] })
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
    'messages.getAllStickers': emptySets,
    'messages.getMaskStickers': emptySets,
    'messages.getEmojiStickers': emptySets,
    'messages.getFeaturedStickers': emptyFeatured,
    'messages.getFeaturedEmojiStickers': emptyFeatured,
    'messages.getOldFeaturedStickers': emptyFeatured,
    async 'messages.getRecentStickers'() {
      return { _: 'messages.recentStickers', hash, packs: [], stickers: [], dates: [] }
    },
    async 'messages.getFavedStickers'() {
      return { _: 'messages.favedStickers', hash, packs: [], stickers: [] }
    },
    async 'messages.getStickers'(_context, request) {
      if (request.emoticon === '') throw badRequest('EMOTICON_EMPTY')
      return { _: 'messages.stickers', hash, stickers: [] }
    },
    async 'messages.getArchivedStickers'() {
      return { _: 'messages.archivedStickers', count: 0, sets: [] }
    },
    async 'messages.getCustomEmojiDocuments'() {
      return []
    },
    async 'messages.getAvailableEffects'(_context, request) {
      if (request.hash === shortHash) return { _: 'messages.availableEffectsNotModified' }
      return { _: 'messages.availableEffects', hash: shortHash, effects: [], documents: [] }
    },
    // Each available reaction consists of animations; without any, clients draw the emoji of their own system.
    async 'messages.getAvailableReactions'(_context, request) {
      if (request.hash === shortHash) return { _: 'messages.availableReactionsNotModified' }
      return { _: 'messages.availableReactions', hash: shortHash, reactions: [] }
    },
    async 'messages.getDefaultTagReactions'() {
      return { _: 'messages.reactions', hash, reactions: [] }
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
