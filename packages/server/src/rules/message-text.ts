import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../rpc/rpc-error.ts'
import { detectEntities } from './detect-entities.ts'
import { nestEntities } from './nest-entities.ts'

/** In UTF-16 code units, as offsets of entities are ("Styled text with message entities"). */
export const maxMessageLength = 4096
export const maxCaptionLength = 1024
export const maxEntities = 100

export interface MessageText {
  readonly text: string
  readonly entities: api.MessageEntity[]
}

export interface TextLimits {
  /** Default: 4096. */
  readonly maxLength?: number | undefined
  /** Whether nothing at all may be said, as beside media. Default: no. */
  readonly mayBeEmpty?: boolean | undefined
  /** Whether links, mentions and the like are found and marked. Default: yes. */
  readonly detect?: boolean | undefined
}

/**
 * A text as it is stored: without control characters and without white space around it, its entities moved along, cut to
 * the text, properly nested, and joined by those that stand in the text itself (links, mentions, hashtags, …). Throws
 * `MESSAGE_EMPTY`, `MESSAGE_TOO_LONG`, `ENTITIES_TOO_LONG` or `ENTITY_BOUNDS_INVALID`.
 */
export function normalizeText(
  input: string,
  given: readonly api.MessageEntity[],
  limits: TextLimits = {},
): MessageText {
  checkEntities(input, given)
  const cleaned = hasControls.test(input) ? cleanControls(input, given) : { text: input, entities: given }
  const leading = cleaned.text.length - cleaned.text.trimStart().length
  const text = cleaned.text.trim()
  if (text === '' && limits.mayBeEmpty !== true) throw badRequest('MESSAGE_EMPTY')
  if (text.length > (limits.maxLength ?? maxMessageLength)) throw badRequest('MESSAGE_TOO_LONG')
  const moved = cleaned.entities.length === 0 ? [] : moveEntities(text, cleaned.entities, leading)
  // What is left out by nesting covers nothing: what stands there in the text may be found after all.
  const kept = moved.length === 0 ? [] : nestEntities(moved)
  const found = limits.detect === false ? [] : detectEntities(text, kept)
  if (kept.length + found.length === 0) return { text, entities: [] }
  const nested = nestEntities([...kept, ...found]).filter((entity) => covers(text, entity))
  return { text, entities: nested.slice(0, maxEntities) }
}

/** Throws `ENTITIES_TOO_LONG`, or `ENTITY_BOUNDS_INVALID` for a part that is not within the text. */
export function checkEntities(text: string, entities: readonly api.MessageEntity[]): void {
  if (entities.length > maxEntities) throw badRequest('ENTITIES_TOO_LONG')
  for (const { offset, length } of entities) {
    if (offset < 0 || length < 0 || offset + length > text.length) throw badRequest('ENTITY_BOUNDS_INVALID')
    if (splitsCharacter(text, offset) || splitsCharacter(text, offset + length)) {
      throw badRequest('ENTITY_BOUNDS_INVALID')
    }
  }
}

/** The beginning of a text, without half a character at its end. */
export function cutText(text: string, length: number): string {
  return text.slice(0, splitsCharacter(text, length) ? length - 1 : length)
}

/** Between the two halves of a surrogate pair. */
function splitsCharacter(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false
  const before = text.charCodeAt(index - 1)
  const after = text.charCodeAt(index)
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = /[\u0000-\u0009\u000b-\u001f]/

/** Carriage returns go, other control characters become spaces; entities follow the characters that they stand on. */
function cleanControls(text: string, entities: readonly api.MessageEntity[]): MessageText {
  const returns: number[] = []
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) returns.push(at)
  const moved = (index: number): number => index - returns.filter((at) => at < index).length
  return {
    text: text
      .replaceAll('\r', '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
      .replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, ' '),
    entities: entities.map((entity) => {
      const offset = moved(entity.offset)
      return { ...entity, offset, length: moved(entity.offset + entity.length) - offset }
    }),
  }
}

/** Cut to the trimmed text; what then covers white space alone says nothing, and is left out. */
function moveEntities(text: string, entities: readonly api.MessageEntity[], leading: number): api.MessageEntity[] {
  return entities.flatMap((entity) => {
    const start = Math.max(0, entity.offset - leading)
    const end = Math.min(text.length, entity.offset + entity.length - leading)
    const cut = { ...entity, offset: start, length: end - start }
    return end > start && covers(text, cut) ? [cut] : []
  })
}

/** More than white space. */
function covers(text: string, { offset, length }: api.MessageEntity): boolean {
  return text.slice(offset, offset + length).trim() !== ''
}
