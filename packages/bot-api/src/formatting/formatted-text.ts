/** A text and what stands out in it; offsets and lengths in UTF-16 code units, as the Bot API counts. */
export interface FormattedText {
  readonly text: string
  readonly entities: readonly TextEntity[]
}

/** What stands out, in the words of the Bot API ("MessageEntity"); who is mentioned is named by id alone. */
export type TextEntity = { readonly offset: number; readonly length: number } & EntityKind

export type EntityKind =
  | { readonly type: PlainEntityType }
  | { readonly type: 'pre'; readonly language?: string | undefined }
  | { readonly type: 'text_link'; readonly url: string }
  | { readonly type: 'text_mention'; readonly userId: number }
  | { readonly type: 'custom_emoji'; readonly customEmojiId: string }
  | { readonly type: 'date_time'; readonly unixTime: number; readonly format: string }

export type PlainEntityType =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'blockquote'
  | 'expandable_blockquote'
  | 'code'

/** What is wrong with a marked-up text, in the words that libraries match on, without what stands before them. */
export class MarkupError extends Error {
  override readonly name = 'MarkupError'
  readonly code = 'MARKUP_INVALID'
}

/** Which of two that cover the same stands first: what contains others before what is contained. */
const ranks: Readonly<Record<EntityKind['type'], number>> = {
  blockquote: 0,
  expandable_blockquote: 0,
  pre: 11,
  code: 20,
  text_link: 49,
  text_mention: 49,
  bold: 90,
  italic: 91,
  underline: 92,
  strikethrough: 93,
  spoiler: 94,
  date_time: 98,
  custom_emoji: 99,
}

/** By their beginning, the longer first. */
export function sortEntities(entities: TextEntity[]): TextEntity[] {
  return entities.sort((a, b) => a.offset - b.offset || b.length - a.length || ranks[a.type] - ranks[b.type])
}

/** Places are told in bytes of UTF-8. */
export function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index))
}

/** What the public server takes for a space. */
export function isSpace(character: string | undefined): boolean {
  return character !== undefined && character !== '' && ' \t\r\n\0\v'.includes(character)
}
