import {
  byteOffset,
  type EntityKind,
  type FormattedText,
  isSpace,
  MarkupError,
  sortEntities,
  type TextEntity,
} from './formatted-text.ts'
import { characterReference } from './html-characters.ts'
import { readStartTag, type StartTag } from './html-tags.ts'
import { customEmoji, dateEntity, linkEntity } from './links.ts'

interface Open extends StartTag {
  /** Where its text begins in the result. */
  readonly offset: number
}

/** A `code` keeps the language that its class names, in case a `pre` is around it. */
type Found = TextEntity & { codeLanguage?: string | undefined }

/** Text with tags ("HTML style"). Throws a `MarkupError` for what is none. */
export function parseHtml(source: string): FormattedText {
  let text = ''
  const entities: Found[] = []
  const open: Open[] = []
  let at = 0
  while (at < source.length) {
    const character = source.charAt(at)
    const reference = character === '&' ? characterReference(source, at) : undefined
    if (reference !== undefined) {
      text += reference.character
      at = reference.end
    } else if (character !== '<') {
      text += character
      at++
    } else if (source[at + 1] === '/') {
      const tag = open.at(-1)
      if (tag === undefined) throw new MarkupError(`Unexpected end tag at byte offset ${byteOffset(source, at)}`)
      at = readEndTag(source, at, tag.name)
      if (text.length > tag.offset) close(tag, text, entities)
      open.pop()
    } else {
      const { tag, end } = readStartTag(source, at)
      open.push({ ...tag, offset: text.length })
      at = end
    }
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined) {
    throw new MarkupError(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
  }
  if (!text.isWellFormed()) {
    throw new MarkupError(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    )
  }
  const sorted = sortEntities(entities.map(({ codeLanguage: _, ...entity }: Found) => entity))
  return { text, entities: sorted }
}

/** Returns where the text goes on. */
function readEndTag(source: string, from: number, expected: string): number {
  let at = from + 2
  while (at < source.length && !isSpace(source[at]) && source[at] !== '>') at++
  const name = source.slice(from + 2, at).toLowerCase()
  while (isSpace(source[at])) at++
  if (source[at] !== '>') throw new MarkupError(`Unclosed end tag at byte offset ${byteOffset(source, from)}`)
  if (name !== '' && name !== expected) {
    const place = byteOffset(source, from)
    throw new MarkupError(`Unmatched end tag at byte offset ${place}, expected "</${expected}>", found "</${name}>"`)
  }
  return at + 1
}

const plain: Readonly<Record<string, EntityKind>> = {
  b: { type: 'bold' },
  strong: { type: 'bold' },
  i: { type: 'italic' },
  em: { type: 'italic' },
  u: { type: 'underline' },
  ins: { type: 'underline' },
  s: { type: 'strikethrough' },
  strike: { type: 'strikethrough' },
  del: { type: 'strikethrough' },
  span: { type: 'spoiler' },
  'tg-spoiler': { type: 'spoiler' },
}

function close({ name, argument, format, offset }: Open, text: string, entities: Found[]): void {
  const range = { offset, length: text.length - offset }
  const last = entities.at(-1)
  // A block and the code in it that names its language are one, whichever is around the other.
  const isSame = last !== undefined && last.offset === offset && last.length === range.length
  if (name === 'pre' && isSame && last.type === 'code' && last.codeLanguage !== undefined) {
    entities[entities.length - 1] = { ...range, type: 'pre', language: last.codeLanguage }
  } else if (name === 'code' && isSame && last.type === 'pre' && argument !== '') {
    entities[entities.length - 1] = { ...range, type: 'pre', language: argument }
  } else if (name === 'code') {
    entities.push({ ...range, type: 'code', codeLanguage: argument === '' ? undefined : argument })
  } else {
    const kind = kindOf(name, argument, format, text.slice(offset))
    if (kind !== undefined) entities.push({ ...range, ...kind })
  }
}

function kindOf(name: string, argument: string, format: string, inside: string): EntityKind | undefined {
  switch (name) {
    case 'a':
      return linkEntity(argument === '' ? inside : argument)
    case 'pre':
      return { type: 'pre' }
    case 'blockquote':
      return { type: argument === 'expandable' ? 'expandable_blockquote' : 'blockquote' }
    case 'tg-emoji':
      return customEmoji(argument)
    case 'tg-time':
      return dateEntity(argument, format)
    default:
      return plain[name]
  }
}
