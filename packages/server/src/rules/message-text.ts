import type { api } from '@chappe/tl-codec/api'
import { cleanControls } from './clean-text.ts'
import { detectEntities } from './detect/detect-entities.ts'
import { checkEntities, maxEntities, withOpenableLinks } from './entities.ts'
import { nestEntities } from './nest-entities.ts'
import { invalid } from './refusal.ts'
import { isLonger } from './text-length.ts'

/** In characters of Unicode, as the public server counts ("message_length_max", "caption_length_max"). */
export const maxMessageLength = 4096
export const maxCaptionLength = 1024

/**
 * In code units, with all that is left out before the length is measured: white space around the text and carriage
 * returns. Nothing is looked at in a text that is longer.
 */
export const maxRawLength: number = 4 * maxMessageLength

export interface MessageText {
  readonly text: string
  readonly entities: api.MessageEntity[]
}

export interface TextLimits {
  /** In characters. Default: 4096. */
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
  if (input.length > maxRawLength) throw invalid('MESSAGE_TOO_LONG')
  checkEntities(input, given)
  const cleaned = cleanControls(input, given)
  const leading = cleaned.text.length - cleaned.text.trimStart().length
  const text = cleaned.text.trim()
  if (text === '' && limits.mayBeEmpty !== true) throw invalid('MESSAGE_EMPTY')
  if (isLonger(text, limits.maxLength ?? maxMessageLength)) throw invalid('MESSAGE_TOO_LONG')
  const moved = cleaned.entities.length === 0 ? [] : moveEntities(text, cleaned.entities, leading)
  // What is left out by nesting covers nothing: what stands there in the text may be found after all.
  const kept = moved.length === 0 ? [] : nestEntities(withOpenableLinks(text, moved))
  const found = limits.detect === false ? [] : detectEntities(text, kept)
  if (kept.length + found.length === 0) return { text, entities: [] }
  const nested = nestEntities([...kept, ...found]).filter((entity) => covers(text, entity))
  return { text, entities: nested.slice(0, maxEntities) }
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
