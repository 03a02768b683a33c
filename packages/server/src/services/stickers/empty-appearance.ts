import type { api } from '@chappe/tl-codec/api'
import type { UserHandlers } from '../../rpc/handlers.ts'

const hash = 1n

interface WithHash {
  readonly hash: bigint
}

type EmptyAppearance = Pick<
  UserHandlers,
  | 'account.getThemes'
  | 'account.getChatThemes'
  | 'account.getUniqueGiftChatThemes'
  | 'account.getWallPapers'
  | 'account.getSavedRingtones'
  | 'account.getDefaultEmojiStatuses'
  | 'account.getRecentEmojiStatuses'
  | 'account.getChannelDefaultEmojiStatuses'
  | 'account.getCollectibleEmojiStatuses'
  | 'account.getDefaultProfilePhotoEmojis'
  | 'account.getDefaultGroupPhotoEmojis'
  | 'account.getDefaultBackgroundEmojis'
>

/** Looks and sounds that consist of files, of which this server has none. */
export function createEmptyAppearance(): EmptyAppearance {
  const emptyThemes = async (_context: unknown, request: WithHash): Promise<api.account.Themes> =>
    request.hash === hash ? { _: 'account.themesNotModified' } : { _: 'account.themes', hash, themes: [] }
  const emptyStatuses = async (_context: unknown, request: WithHash): Promise<api.account.EmojiStatuses> =>
    request.hash === hash
      ? { _: 'account.emojiStatusesNotModified' }
      : { _: 'account.emojiStatuses', hash, statuses: [] }
  const emptyEmoji = async (_context: unknown, request: WithHash): Promise<api.EmojiList> =>
    request.hash === hash ? { _: 'emojiListNotModified' } : { _: 'emojiList', hash, documentId: [] }
  return {
    'account.getThemes': emptyThemes,
    'account.getChatThemes': emptyThemes,
    async 'account.getUniqueGiftChatThemes'(_context, request) {
      if (request.hash === hash) return { _: 'account.chatThemesNotModified' }
      return { _: 'account.chatThemes', hash, themes: [], chats: [], users: [] }
    },
    async 'account.getWallPapers'(_context, request) {
      if (request.hash === hash) return { _: 'account.wallPapersNotModified' }
      return { _: 'account.wallPapers', hash, wallpapers: [] }
    },
    async 'account.getSavedRingtones'(_context, request) {
      if (request.hash === hash) return { _: 'account.savedRingtonesNotModified' }
      return { _: 'account.savedRingtones', hash, ringtones: [] }
    },
    'account.getDefaultEmojiStatuses': emptyStatuses,
    'account.getRecentEmojiStatuses': emptyStatuses,
    'account.getChannelDefaultEmojiStatuses': emptyStatuses,
    'account.getCollectibleEmojiStatuses': emptyStatuses,
    'account.getDefaultProfilePhotoEmojis': emptyEmoji,
    'account.getDefaultGroupPhotoEmojis': emptyEmoji,
    'account.getDefaultBackgroundEmojis': emptyEmoji,
  }
}
