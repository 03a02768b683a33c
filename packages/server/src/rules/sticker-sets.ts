import type { StickerKind } from '../store/domain/files/sticker-sets.ts'
import { graphemesOf } from './graphemes.ts'
import { invalid } from './refusal.ts'
import { isLonger } from './text-length.ts'

/** How many sets somebody may have installed, of each kind; of more, the oldest are archived ("Stickers"). */
export const maxInstalledSets = 200
/** How many may be archived, of each kind; of more, the oldest go. */
export const maxArchivedSets = 200
/** How many stickers or masks, and how many custom emoji, a set may have ("Stickers"). */
const maxStickersOfSet = 120
const maxEmojiOfSet = 200
/** How many sets somebody may have made. */
export const maxSetsOfOwner = 200
/** As clients are told ("stickers_recent_limit", "stickers_faved_limit_default"). */
export const maxRecentStickers = 200
export const maxFavedStickers = 5
export const maxRecentStatuses = 50

const maxTitleLength = 64
const maxEmojiOfSticker = 20
const maxKeywords = 20
const maxKeywordsLength = 64
/** In code units: of a longer text nothing is looked at. */
const maxRawLength = 1024

export function maxStickersOf(kind: StickerKind): number {
  return kind === 'emoji' ? maxEmojiOfSet : maxStickersOfSet
}

/** Throws `PACK_TITLE_INVALID`. */
export function parseSetTitle(input: string): string {
  const title = input.length > maxRawLength ? '' : input.replaceAll(/\p{Cc}/gu, ' ').trim()
  if (title === '' || isLonger(title, maxTitleLength)) throw invalid('PACK_TITLE_INVALID')
  return title
}

/** Letters, digits and single underscores, as in links to the set; a letter at the beginning, no underscore at the end. */
export function isShortName(name: string): boolean {
  return name.length <= 64 && /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(name)
}

/** What a set of this title may be called, if nobody else has the name. */
export function nameFromTitle(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const words = plain.slice(0, maxRawLength).match(/[A-Za-z0-9]+/g) ?? []
  const name = words.join('_').replace(/^[0-9_]+/, '')
  return name.slice(0, 48).replace(/_$/, '') || 'stickers'
}

const emojiPattern = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}.*|[0-9#*]\u20e3)$/v

/** The emoji by which a sticker is found, without selectors of their look. Throws `STICKER_EMOJI_INVALID`. */
export function parseStickerEmoji(input: string): string[] {
  if (input.length > maxRawLength) throw invalid('STICKER_EMOJI_INVALID')
  const emoji = new Set<string>()
  for (const segment of graphemesOf(input.replaceAll('\ufe0f', ''))) {
    if (/^[\s,]$/.test(segment)) continue
    if (!emojiPattern.test(segment)) throw invalid('STICKER_EMOJI_INVALID')
    emoji.add(segment)
  }
  if (emoji.size === 0 || emoji.size > maxEmojiOfSticker) throw invalid('STICKER_EMOJI_INVALID')
  return [...emoji]
}

/** Words for which a sticker is found, in small letters; what is too much is left out. */
export function parseKeywords(input: string | undefined): string[] {
  const words: string[] = []
  let length = 0
  for (const raw of (input ?? '').slice(0, maxRawLength).split(',')) {
    const word = raw
      .replaceAll(/\p{Cc}/gu, '')
      .trim()
      .toLowerCase()
    if (word === '' || words.includes(word)) continue
    length += word.length
    if (words.length === maxKeywords || length > maxKeywordsLength) break
    words.push(word)
  }
  return words
}
