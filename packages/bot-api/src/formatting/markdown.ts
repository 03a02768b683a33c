import { blockBeginning } from './code-block.ts'
import {
  byteOffset,
  type EntityKind,
  type FormattedText,
  MarkupError,
  sortEntities,
  type TextEntity,
} from './formatted-text.ts'
import { linkEntity } from './links.ts'

/** The older markup ("Markdown style"), in which nothing contains anything. Throws a `MarkupError` for what never ends. */
export function parseMarkdown(source: string): FormattedText {
  let text = ''
  const entities: TextEntity[] = []
  let at = 0
  while (at < source.length) {
    const sign = source.charAt(at)
    if (sign === '\\' && '_*`['.includes(source[at + 1] ?? '-')) {
      text += source.charAt(at + 1)
      at += 2
      continue
    }
    if (!'_*`['.includes(sign)) {
      text += sign
      at++
      continue
    }
    const begin = at
    const isBlock = source.startsWith('```', at)
    const block = isBlock ? blockBeginning(source, at + 3) : undefined
    const inside = block?.end ?? at + 1
    const end = source.indexOf(isBlock ? '```' : sign === '[' ? ']' : sign, inside)
    if (end === -1) {
      throw new MarkupError(`Can't find end of the entity starting at byte offset ${byteOffset(source, begin)}`)
    }
    const marked = source.slice(inside, end)
    at = end + (isBlock ? 3 : 1)
    let url = marked
    if (sign === '[' && source[at] === '(') {
      const urlEnd = source.indexOf(')', at)
      url = source.slice(at + 1, urlEnd === -1 ? source.length : urlEnd)
      at = urlEnd === -1 ? source.length : urlEnd + 1
    }
    const kind = marked === '' ? undefined : kindOf(sign, block?.language, url)
    if (kind !== undefined) entities.push({ offset: text.length, length: marked.length, ...kind })
    text += marked
  }
  return { text, entities: sortEntities(entities) }
}

function kindOf(sign: string, language: string | undefined, url: string): EntityKind | undefined {
  if (sign === '_') return { type: 'italic' }
  if (sign === '*') return { type: 'bold' }
  if (sign === '[') return linkEntity(url)
  if (language === undefined) return { type: 'code' }
  return language === '' ? { type: 'pre' } : { type: 'pre', language }
}
