import { maxEntities, maxLanguageLength } from './entities.ts'
import { maxRawLength } from './message-text.ts'
import { maxLinkLength } from './openable-link.ts'
import { maxMarkup } from './rich/rich-limits.ts'

/** Strings count in code units, byte strings in bytes, lists in items. */
export interface Bound {
  readonly max: number
  /** What the client is told. */
  readonly error: string
}

/** A request as a whole, in bytes, without its wrappers and unpacked. File parts, the largest, are 512 KiB. */
export const maxRequestBytes: number = 1024 * 1024

/** For every string, byte string and list of a request that has no bound of its own below. */
export const defaultBounds: { readonly [Kind in 'string' | 'bytes' | 'vector']: Bound } = {
  string: { max: 4096, error: 'INPUT_TEXT_TOO_LONG' },
  bytes: { max: 4096, error: 'DATA_TOO_LONG' },
  vector: { max: 1000, error: 'LIMIT_INVALID' },
}

const text: Bound = { max: maxRawLength, error: 'MESSAGE_TOO_LONG' }
const entities: Bound = { max: maxEntities, error: 'ENTITIES_TOO_LONG' }
const entityString = (max: number): Bound => ({ max, error: 'ENTITIES_TOO_LONG' })
const markup: Bound = { max: maxMarkup, error: 'RICH_MESSAGE_TOO_LONG' }
const filePart: Bound = { max: 512 * 1024, error: 'FILE_PART_TOO_BIG' }
const secretData: Bound = { max: 512 * 1024, error: 'DATA_TOO_LONG' }

/**
 * By definition and field, where the public server has another bound or another error than the default. What a service
 * measures more finely (a caption, a name) it does after this.
 */
export const bounds: Readonly<Record<string, Bound>> = {
  'messages.sendMessage.message': text,
  'messages.sendMessage.entities': entities,
  'messages.sendMedia.message': text,
  'messages.sendMedia.entities': entities,
  'inputSingleMedia.message': text,
  'inputSingleMedia.entities': entities,
  'messages.editMessage.message': text,
  'messages.editMessage.entities': entities,
  'messages.saveDraft.message': text,
  'messages.saveDraft.entities': entities,
  'messages.getWebPagePreview.message': text,
  'messages.getWebPagePreview.entities': entities,
  'textWithEntities.text': text,
  'textWithEntities.entities': entities,
  'inputRichMessageHTML.html': markup,
  'inputRichMessageMarkdown.markdown': markup,
  'textPlain.text': markup,
  'textMath.source': markup,
  'pageBlockMath.source': markup,
  'inputReplyToMessage.quoteText': { max: maxRawLength, error: 'QUOTE_TEXT_INVALID' },
  'inputReplyToMessage.quoteEntities': entities,
  'inputMediaPoll.solution': { max: maxRawLength, error: 'POLL_SOLUTION_INVALID' },
  'inputMediaPoll.solutionEntities': entities,
  'messageEntityTextUrl.url': entityString(maxLinkLength),
  'messageEntityPre.language': entityString(maxLanguageLength),
  'inputMediaWebPage.url': { max: maxLinkLength, error: 'MEDIA_INVALID' },
  'sendMessageEmojiInteraction.emoticon': { max: 64, error: 'EMOTICON_INVALID' },
  'inputMediaDice.emoticon': { max: 64, error: 'EMOTICON_INVALID' },
  'reactionEmoji.emoticon': { max: 64, error: 'REACTION_INVALID' },
  'messages.search.q': { max: 4096, error: 'SEARCH_QUERY_INVALID' },
  'messages.searchGlobal.q': { max: 4096, error: 'SEARCH_QUERY_INVALID' },
  'account.updateProfile.firstName': { max: 1024, error: 'FIRSTNAME_INVALID' },
  'account.updateProfile.lastName': { max: 1024, error: 'LASTNAME_INVALID' },
  'account.updateProfile.about': { max: 1024, error: 'ABOUT_TOO_LONG' },
  'auth.signUp.firstName': { max: 1024, error: 'FIRSTNAME_INVALID' },
  'auth.signUp.lastName': { max: 1024, error: 'LASTNAME_INVALID' },
  'account.registerDevice.token': { max: 4096, error: 'TOKEN_INVALID' },
  'account.unregisterDevice.token': { max: 4096, error: 'TOKEN_INVALID' },
  'account.setPrivacy.rules': { max: 1000, error: 'PRIVACY_TOO_LONG' },
  'inputPrivacyValueAllowUsers.users': { max: 1000, error: 'PRIVACY_TOO_LONG' },
  'inputPrivacyValueDisallowUsers.users': { max: 1000, error: 'PRIVACY_TOO_LONG' },
  'inputPrivacyValueAllowChatParticipants.chats': { max: 1000, error: 'PRIVACY_TOO_LONG' },
  'inputPrivacyValueDisallowChatParticipants.chats': { max: 1000, error: 'PRIVACY_TOO_LONG' },
  'upload.saveFilePart.bytes': filePart,
  'upload.saveBigFilePart.bytes': filePart,
  'messages.sendEncrypted.data': secretData,
  'messages.sendEncryptedFile.data': secretData,
  'messages.sendEncryptedService.data': secretData,
}
