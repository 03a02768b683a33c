import { hashtagCharacters, wordCharacters } from './characters.ts'
import type { Found, Span } from './found.ts'

const mention = new RegExp(`(?<![${wordCharacters}])@[a-z0-9_]{2,32}(?![${wordCharacters}])`, 'giu')
/** The only names below four characters that are anybody's: bots of the public server, to find pictures by. */
const shortNames: ReadonlySet<string> = new Set(['@gif', '@vid', '@pic'])

export function findMentions(text: string): Span[] {
  return spans(text, mention).filter(
    ({ offset, length }) => length > 4 || shortNames.has(text.slice(offset, offset + length).toLowerCase()),
  )
}

const hashtag = new RegExp(`(?<![${hashtagCharacters}])#[${hashtagCharacters}]+(?![${hashtagCharacters}#])`, 'gu')
/** With its sign; what is longer is marked up to here. */
const longestHashtag = new RegExp(`^#[${hashtagCharacters}]{1,256}`, 'u')

/** A hashtag needs a letter: `#1` is a number. */
export function findHashtags(text: string): Span[] {
  return spans(text, hashtag).flatMap(({ offset, length }): Span[] => {
    const [tag = ''] = longestHashtag.exec(text.slice(offset, offset + length)) ?? []
    return /\p{L}/u.test(tag) ? [{ offset, length: tag.length }] : []
  })
}

const cashtag = new RegExp(`(?<![${hashtagCharacters}$])\\$(?:1INCH|[A-Z]{1,8})(?![${hashtagCharacters}$])`, 'gu')

export function findCashtags(text: string): Span[] {
  return spans(text, cashtag)
}

const command = new RegExp(
  `(?<![${wordCharacters}/<>])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32}(?![${wordCharacters}/<>])|(?![${wordCharacters}/<>@]))`,
  'giu',
)

export function findCommands(text: string): Span[] {
  return spans(text, command)
}

function spans(text: string, pattern: RegExp): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ offset: match.index, length: match[0].length }))
}

/** What each of them is marked as. */
export const tagFinders: readonly (readonly [Found['_'], (text: string) => Span[]])[] = [
  ['messageEntityMention', findMentions],
  ['messageEntityHashtag', findHashtags],
  ['messageEntityCashtag', findCashtags],
  ['messageEntityBotCommand', findCommands],
]
