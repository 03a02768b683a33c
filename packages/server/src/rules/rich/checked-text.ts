import type { api } from '@chappe/tl-codec/api'
import { detectEntities } from '../detect/detect-entities.ts'
import type { Found } from '../detect/found.ts'
import { openableLink } from '../openable-link.ts'
import { invalid } from '../refusal.ts'
import { lengthOf } from '../text-length.ts'
import { richLimits } from './rich-limits.ts'
import { joined, plain } from './rich-text.ts'

/** What a rich message may name, and how it is read. */
export interface RichRules {
  readonly photos: ReadonlySet<bigint>
  readonly documents: ReadonlyMap<bigint, 'video' | 'audio' | 'other'>
  /** Whom its sender may mention. */
  readonly people: ReadonlySet<bigint>
  readonly emoji: ReadonlySet<bigint>
  /** Whether links, tags and the like in its texts are marked. */
  readonly detects: boolean
  /** It is what a bot has written so far, which may say that it thinks. */
  readonly mayThink: boolean
  geo(point: api.InputGeoPoint): api.GeoPoint
}

/** Throws where a message comes to more than it may have. */
export interface Counts {
  addText(text: string): void
  addBlock(): void
  addMedia(): void
}

export function createCounts(): Counts {
  const left = { text: richLimits.text, blocks: richLimits.blocks, media: richLimits.media }
  return {
    addText(text) {
      left.text -= lengthOf(text)
      if (left.text < 0) throw invalid('RICH_MESSAGE_TOO_LONG')
    },
    addBlock() {
      if (--left.blocks < 0) throw invalid('RICH_MESSAGE_BLOCKS_TOO_MUCH')
    },
    addMedia() {
      if (--left.media < 0) throw invalid('RICH_MESSAGE_MEDIA_TOO_MUCH')
    },
  }
}

const maxName = 64
const maxAddress = 256

export function checkDepth(depth: number): void {
  if (depth > richLimits.depth) throw invalid('RICH_MESSAGE_DEPTH_INVALID')
}

/**
 * A text as it is stored: whom or what it names is there, and what stands in it by itself is marked. What is of instant views alone
 * is refused, as by the public server.
 *
 * @param isBare nothing is marked within links, code and the like
 */
export function checkText(
  text: api.RichText,
  depth: number,
  rules: RichRules,
  counts: Counts,
  isBare = false,
): api.RichText {
  checkDepth(depth)
  const inner = (one: api.RichText, bare = isBare): api.RichText => checkText(one, depth + 1, rules, counts, bare)
  switch (text._) {
    case 'textEmpty':
      return text
    case 'textPlain':
      counts.addText(text.text)
      return rules.detects && !isBare ? marked(text.text) : plain(text.text)
    case 'textConcat':
      return joined(
        text.texts.map((one) => checkText(one, one._ === 'textConcat' ? depth + 1 : depth, rules, counts, isBare)),
      )
    case 'textFixed':
      return { _: text._, text: inner(text.text, true) }
    case 'textBold':
    case 'textItalic':
    case 'textUnderline':
    case 'textStrike':
    case 'textSubscript':
    case 'textSuperscript':
    case 'textMarked':
    case 'textSpoiler':
      return { _: text._, text: inner(text.text) }
    case 'textUrl':
      return { _: text._, text: inner(text.text, true), url: checkUrl(text.url), webpageId: 0n }
    case 'textEmail':
      if (text.email.length > maxAddress || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.email)) {
        throw invalid('RICH_MESSAGE_EMAIL_INVALID')
      }
      return { _: text._, text: inner(text.text, true), email: text.email }
    case 'textPhone':
      if (!/^\+?[\d ()-]{3,32}$/.test(text.phone)) throw invalid('RICH_MESSAGE_PHONE_INVALID')
      return { _: text._, text: inner(text.text, true), phone: text.phone }
    case 'textAnchor':
      return { _: text._, text: inner(text.text), name: checkName(text.name) }
    case 'textMath':
      counts.addText(text.source)
      return text
    case 'textCustomEmoji':
      counts.addText(text.alt)
      return rules.emoji.has(text.documentId) ? text : plain(text.alt)
    case 'textMentionName':
      return rules.people.has(text.userId) ? { ...text, text: inner(text.text, true) } : inner(text.text)
    case 'textDate':
      if (text.date < 0) throw invalid('RICH_MESSAGE_DATE_INVALID')
      return { ...text, text: inner(text.text, true) }
    // What stands in a text by itself is found anew.
    case 'textMention':
    case 'textHashtag':
    case 'textCashtag':
    case 'textBotCommand':
    case 'textBankCard':
    case 'textAutoUrl':
    case 'textAutoEmail':
    case 'textAutoPhone':
      return inner(text.text)
    case 'textImage':
    case 'textDiff':
      throw invalid('RICH_VALIDATE_CTOR_NOT_ALLOWED')
  }
}

/** Empty, it leads back to the top. */
export function checkName(name: string): string {
  if (name.length > maxName) throw invalid('RICH_MESSAGE_ANCHOR_INVALID')
  return name
}

/** What begins with a hash leads to an anchor of the message. */
function checkUrl(url: string): string {
  if (url.startsWith('#')) return `#${checkName(url.slice(1))}`
  const openable = openableLink(url)
  if (openable === undefined) throw invalid('RICH_MESSAGE_URL_INVALID')
  return openable
}

const kinds = {
  messageEntityMention: 'textMention',
  messageEntityHashtag: 'textHashtag',
  messageEntityCashtag: 'textCashtag',
  messageEntityBotCommand: 'textBotCommand',
  messageEntityBankCard: 'textBankCard',
  messageEntityUrl: 'textAutoUrl',
  messageEntityEmail: 'textAutoEmail',
  messageEntityPhone: 'textAutoPhone',
} as const satisfies Readonly<Record<Found['_'], api.RichText['_']>>

function marked(text: string): api.RichText {
  const pieces: api.RichText[] = []
  let reached = 0
  for (const { _: kind, offset, length } of detectEntities(text, [])) {
    pieces.push(plain(text.slice(reached, offset)))
    pieces.push({ _: kinds[kind], text: plain(text.slice(offset, offset + length)) })
    reached = offset + length
  }
  return joined([...pieces, plain(text.slice(reached))])
}
