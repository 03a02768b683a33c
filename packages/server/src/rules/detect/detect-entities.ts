import type { api } from '@chappe/tl-codec/api'
import { maxEntities } from '../entities.ts'
import type { Found, Span } from './found.ts'
import { findLinks, findOwnAddresses } from './links.ts'
import { findBankCards, findPhones } from './numbers.ts'
import { tagFinders } from './tags.ts'

/** No text without one of these holds anything to find: most messages end here. */
const mayHoldAny = /[@#$/.+]|[0-9](?:[ -]?[0-9]){12}/
const cardLike = /[0-9](?:[ -]?[0-9]){12}/

/**
 * What stands in a text by itself ("Styled text with message entities"), beside what the sender marked: the first hundred,
 * in the order of the text. Each finder looks at each character a bounded number of times.
 */
export function detectEntities(text: string, given: readonly api.MessageEntity[]): Found[] {
  if (!mayHoldAny.test(text)) return []
  const taken = coverage(text.length, given)
  const found: Found[] = []
  const add = (kind: Found['_'], spans: readonly Span[]): void => {
    for (const { offset, length } of spans) {
      if (taken.subarray(offset, offset + length).includes(1)) continue
      taken.fill(1, offset, offset + length)
      found.push({ _: kind, offset, length })
    }
  }
  const has = (sign: string): boolean => text.includes(sign)
  if (has('://')) add('messageEntityUrl', findOwnAddresses(text))
  if (has('.'))
    for (const link of findLinks(text)) add(link.isEmail ? 'messageEntityEmail' : 'messageEntityUrl', [link])
  for (const [kind, find] of tagFinders) add(kind, find(text))
  if (cardLike.test(text)) add('messageEntityBankCard', findBankCards(text))
  if (has('+')) add('messageEntityPhone', findPhones(text))
  return found.sort((a, b) => a.offset - b.offset).slice(0, maxEntities)
}

/** 1 for each code unit within an entity of the sender's in which nothing is to be found. */
function coverage(length: number, given: readonly api.MessageEntity[]): Uint8Array {
  const taken = new Uint8Array(length)
  let reached = 0
  const holding = given.filter((entity) => holds(entity)).sort((a, b) => a.offset - b.offset)
  for (const { offset, length: covered } of holding) {
    taken.fill(1, Math.max(offset, reached), Math.max(offset + covered, reached))
    reached = Math.max(reached, offset + covered)
  }
  return taken
}

/** Whether nothing is to be found within an entity that the sender gave. */
function holds({ _: kind }: api.MessageEntity): boolean {
  switch (kind) {
    case 'messageEntityBold':
    case 'messageEntityItalic':
    case 'messageEntityUnderline':
    case 'messageEntityStrike':
    case 'messageEntitySpoiler':
    case 'messageEntityBlockquote':
      return false
    default:
      return true
  }
}
