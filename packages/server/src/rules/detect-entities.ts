import type { api } from '@chappe/tl-codec/api'

type Found = Extract<
  api.MessageEntity,
  {
    readonly _:
      | 'messageEntityUrl'
      | 'messageEntityEmail'
      | 'messageEntityMention'
      | 'messageEntityHashtag'
      | 'messageEntityCashtag'
      | 'messageEntityBotCommand'
  }
>

/** No text without one of these holds anything to find: most messages end here. */
const mayHoldAny = /[@#$/.]/

/** A site is taken for a link without `http://` only under one of these; any other pair of words with a dot is not. */
const topLevels =
  'com|org|net|edu|gov|info|biz|io|me|dev|app|co|ru|de|uk|fr|it|es|nl|pl|br|in|cn|jp|ua|us|eu|ch|at|se|no|fi|cz|tv|xyz|online|site|tech|ai|gg|cc|to|ly|be|ca|au'

/**
 * What stands in a text by itself ("Styled text with message entities"): each pattern takes what precedes it into account,
 * so that `user@example.com` is no mention, and none looks back further than one character, so that all take linear time.
 */
const patterns: readonly (readonly [Found['_'], RegExp])[] = [
  ['messageEntityUrl', /(?<![\p{L}\p{N}_@.])(?:https?|ftp|tg|ton):\/\/[^\s<>"«»“”‘’`]{1,2048}/giu],
  [
    'messageEntityEmail',
    /(?<![\p{L}\p{N}_.%+-])[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9][a-z0-9.-]{0,253}\.[a-z]{2,24}(?![\p{L}\p{N}_])/giu,
  ],
  [
    'messageEntityUrl',
    new RegExp(
      `(?<![\\p{L}\\p{N}_@./-])(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})\\.){1,8}(?:${topLevels})(?![\\p{L}\\p{N}_@-])(?::[0-9]{1,5})?(?:[/?#][^\\s<>"«»“”‘’\`]{0,2048})?`,
      'giu',
    ),
  ],
  ['messageEntityMention', /(?<![\p{L}\p{N}_@/])@[a-z][a-z0-9_]{1,31}(?![\p{L}\p{N}_])/giu],
  ['messageEntityHashtag', /(?<![\p{L}\p{N}_#&/])#(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]{1,256}(?![\p{L}\p{N}_#])/gu],
  ['messageEntityCashtag', /(?<![\p{L}\p{N}_$])\$[A-Z]{3,8}(?![\p{L}\p{N}_$])/gu],
  [
    'messageEntityBotCommand',
    /(?<![\p{L}\p{N}_/<>.:])\/[a-z0-9_]{1,64}(?:@[a-z][a-z0-9_]{2,31})?(?![\p{L}\p{N}_/])/giu,
  ],
]

/** Links, addresses, mentions, hashtags, cashtags and commands that are not yet covered by such an entity or by code. */
export function detectEntities(text: string, given: readonly api.MessageEntity[]): Found[] {
  if (!mayHoldAny.test(text)) return []
  const taken: { readonly offset: number; readonly length: number }[] = given.filter((entity) => holds(entity))
  const found: Found[] = []
  for (const [kind, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const offset = match.index
      const length = kind === 'messageEntityUrl' ? linkLength(match[0]) : match[0].length
      if (
        length === 0 ||
        taken.some((other) => offset < other.offset + other.length && other.offset < offset + length)
      ) {
        continue
      }
      const entity: Found = { _: kind, offset, length }
      taken.push(entity)
      found.push(entity)
    }
  }
  return found
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

/** A link does not end in the punctuation of the sentence around it, nor in a bracket that it did not open. */
function linkLength(link: string): number {
  let length = link.length
  for (; length > 0; length--) {
    const last = link.charAt(length - 1)
    if ('.,;:!?\'"…'.includes(last)) continue
    if (last === ')' && !link.slice(0, length).includes('(')) continue
    if (last === ']' && !link.slice(0, length).includes('[')) continue
    break
  }
  return length
}
