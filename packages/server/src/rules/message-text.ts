import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../rpc/rpc-error.ts'

/** In UTF-16 code units, as offsets of entities are ("Styled text with message entities"). */
export const maxMessageLength = 4096
export const maxEntities = 100

export interface MessageText {
  readonly text: string
  readonly entities: api.MessageEntity[]
}

/**
 * A text as it is stored: without white space around it, its entities moved along, cut to the text and in the order of
 * their offsets. Throws `MESSAGE_EMPTY`, `MESSAGE_TOO_LONG`, `ENTITIES_TOO_LONG` or `ENTITY_BOUNDS_INVALID`.
 */
export function normalizeText(input: string, given: readonly api.MessageEntity[]): MessageText {
  if (given.length > maxEntities) throw badRequest('ENTITIES_TOO_LONG')
  for (const { offset, length } of given) {
    if (offset < 0 || length < 0 || offset + length > input.length) throw badRequest('ENTITY_BOUNDS_INVALID')
  }
  const leading = input.length - input.trimStart().length
  const text = input.trim()
  if (text === '') throw badRequest('MESSAGE_EMPTY')
  if (text.length > maxMessageLength) throw badRequest('MESSAGE_TOO_LONG')
  const entities = given.flatMap((entity) => {
    const start = Math.max(0, entity.offset - leading)
    const end = Math.min(text.length, entity.offset + entity.length - leading)
    return end > start ? [{ ...entity, offset: start, length: end - start }] : []
  })
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}
