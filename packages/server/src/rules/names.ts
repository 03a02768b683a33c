import { foldText } from './fold-text.ts'
import { invalid } from './refusal.ts'
import { cutText, isLonger } from './text-length.ts'

/** In characters, as the public server counts. */
const maxNameLength = 64
const maxAboutLength = 70
/** In code units: of a longer text with white space around it, nothing is looked at. */
const maxRawLength = 1024

export function parseFirstName(input: string): string {
  const name = trimmed(input, maxNameLength)
  if (name === undefined || name === '') throw invalid('FIRSTNAME_INVALID')
  return name
}

export function parseLastName(input: string): string {
  const name = trimmed(input, maxNameLength)
  if (name === undefined) throw invalid('LASTNAME_INVALID')
  return name
}

/** A name that its owner did not choose is cut rather than refused. */
export function cutName(input: string): string {
  return cutText(input.slice(0, maxRawLength).trim(), maxNameLength)
}

export function parseAbout(input: string): string {
  const about = trimmed(input, maxAboutLength)
  if (about === undefined) throw invalid('ABOUT_TOO_LONG')
  return about
}

/** In characters: what a group or channel is called, and what is said of it. */
const maxTitleLength = 128
const maxChatAboutLength = 255

/** What a group or channel is called. Throws `CHAT_TITLE_EMPTY`. */
export function parseTitle(input: string): string {
  const title = cutText(input.slice(0, maxRawLength).trim(), maxTitleLength)
  if (title === '') throw invalid('CHAT_TITLE_EMPTY')
  return title
}

/** What is said of a group or channel. Throws `CHAT_ABOUT_TOO_LONG`. */
export function parseChatAbout(input: string): string {
  const about = trimmed(input, maxChatAboutLength)
  if (about === undefined) throw invalid('CHAT_ABOUT_TOO_LONG')
  return about
}

/** Undefined for what is longer than it may be. */
function trimmed(input: string, maxLength: number): string | undefined {
  if (input.length > maxRawLength) return undefined
  const text = input.trim()
  return isLonger(text, maxLength) ? undefined : text
}

/** 5 to 32 letters, digits and underscores, beginning with a letter, no underscore at the end or twice in a row. */
export function isUsername(name: string): boolean {
  return name.length >= 5 && name.length <= 32 && /^[a-z](?:_?[a-z0-9])*$/i.test(name)
}

/** A username that says by its end that a bot has it ("Bots", "Creating a bot"). */
export function isBotUsername(name: string): boolean {
  return isUsername(name) && /bot$/i.test(name)
}

const maxRankLength = 16

/**
 * The title of somebody in a group; undefined for an empty one ("Rank"). Throws `ADMIN_RANK_INVALID`,
 * `ADMIN_RANK_EMOJI_NOT_ALLOWED`.
 */
export function parseRank(input: string): string | undefined {
  const rank = trimmed(input, maxRankLength)
  if (rank === undefined) throw invalid('ADMIN_RANK_INVALID')
  if (/\p{Extended_Pictographic}/u.test(rank)) throw invalid('ADMIN_RANK_EMOJI_NOT_ALLOWED')
  return rank === '' ? undefined : rank
}

/** A name has so many words that it is found by, each so long. */
const maxNameWords = 32
const maxWordLength = 64

/** The words by which somebody or something is found that is called so, folded, each once. */
export function wordsOfName(name: string): string[] {
  const words = foldText(name)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
  return [...new Set(words)].slice(0, maxNameWords).map((word) => word.slice(0, maxWordLength))
}
