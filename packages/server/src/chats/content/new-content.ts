import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../../rpc/rpc-error.ts'
import { albumKind, isCaption, isFile } from '../../rules/message-content.ts'
import { maxCaptionLength, maxMessageLength } from '../../rules/message-text.ts'
import { isLonger } from '../../rules/text-length.ts'
import { withTodoList } from '../../rules/todo-list.ts'

/** What of the content is to be another; what is missing stays. */
export interface NewContent {
  readonly text?: { readonly text: string; readonly entities: api.MessageEntity[] } | undefined
  readonly media?: api.MessageMedia | undefined
  /** Where the owner of a live location is now, or that it stops (`changeContent`). */
  readonly live?: api.inputMediaGeoLive | undefined
  /** Blocks in the place of whatever it said. */
  readonly richMessage?: api.richMessage | undefined
  /** The link in the text whose page is to be shown below it. */
  readonly link?: string | undefined
  /** The page of that link, if it is to be shown at once. */
  readonly page?: api.messageMediaWebPage | undefined
  /** No page is wanted below it. */
  readonly withoutPage?: boolean | undefined
  /** The keyboard below it: of a bot's message it is another, or none. */
  readonly replyMarkup?: api.ReplyMarkup | undefined
  /** Media, or the page, stands above the text. */
  readonly invertMedia?: boolean | undefined
}

/** Throws `MESSAGE_EMPTY`, `MESSAGE_TOO_LONG`, `MEDIA_PREV_INVALID` or `MEDIA_GROUPED_INVALID`. */
export function withContent(before: api.message, change: NewContent): api.message {
  const { text, media, richMessage } = change
  if (media !== undefined) checkReplacing(before, media)
  // What has a file keeps one.
  if (richMessage !== undefined && isCaption(before.media)) throw badRequest('MEDIA_PREV_INVALID')
  const after: api.message = {
    ...before,
    media: media === undefined ? keptMedia(before, change) : newMedia(before, media),
    // Whoever says something else says it in words, or as blocks.
    richMessage: richMessage ?? (text === undefined && media === undefined ? before.richMessage : undefined),
    message: text?.text ?? before.message,
    entities: text === undefined ? before.entities : text.entities.length === 0 ? undefined : text.entities,
    invertMedia: change.invertMedia === true || undefined,
    replyMarkup: change.replyMarkup,
  }
  if (after.message === '' && after.richMessage === undefined && !isCaption(after.media))
    throw badRequest('MESSAGE_EMPTY')
  if (isLonger(after.message, isCaption(after.media) ? maxCaptionLength : maxMessageLength)) {
    throw badRequest('MESSAGE_TOO_LONG')
  }
  return after
}

/**
 * A text can become media, and a file another one; other media stays what it is. What is part of an album stays of its kind
 * ("Albums").
 */
function checkReplacing({ media: before, groupedId }: api.message, media: api.MessageMedia): void {
  if (!isCaption(before) || before === undefined) return
  const areFiles = isFile(before) && isFile(media)
  if (!areFiles && before._ !== media._) throw badRequest('MEDIA_PREV_INVALID')
  if (groupedId !== undefined && albumKind(before) !== albumKind(media)) throw badRequest('MEDIA_GROUPED_INVALID')
}

function keptMedia(before: api.message, change: NewContent): api.MessageMedia | undefined {
  return losesPage(before, change) ? change.page : (before.media ?? change.page)
}

/** What was done of a list stays done. */
function newMedia({ media: before }: api.message, media: api.MessageMedia): api.MessageMedia {
  const isSameList = before?._ === 'messageMediaToDo' && media._ === 'messageMediaToDo'
  return isSameList ? withTodoList(before, media.todo) : media
}

/** A page is shown as long as the text links to it; one that the sender chose, until none is wanted. */
function losesPage({ media }: api.message, { text, link, withoutPage }: NewContent): boolean {
  if (media?._ !== 'messageMediaWebPage' || text === undefined) return false
  return withoutPage === true || (media.manual !== true && media.webpage._ === 'webPage' && media.webpage.url !== link)
}

export function sameContent(a: api.message, b: api.message): boolean {
  const content = ({ message, entities, media, richMessage, invertMedia, replyMarkup }: api.message): string =>
    JSON.stringify(
      [message, entities, media, richMessage, media !== undefined && invertMedia === true, replyMarkup],
      (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
    )
  return content(a) === content(b)
}
