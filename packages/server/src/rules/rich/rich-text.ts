import type { api } from '@chappe/tl-codec/api'

export function plain(text: string): api.RichText {
  return text === '' ? { _: 'textEmpty' } : { _: 'textPlain', text }
}

/** Several texts as one; those that say nothing are left out. */
export function joined(texts: readonly api.RichText[]): api.RichText {
  const kept = texts.filter(({ _ }) => _ !== 'textEmpty')
  const [first = plain(''), ...more] = kept
  return more.length === 0 ? first : { _: 'textConcat', texts: kept }
}

/** A text without the white space around it. */
export function trimmed(text: api.RichText): api.RichText {
  return trimmedAt(trimmedAt(text, 'start'), 'end')
}

function trimmedAt(text: api.RichText, side: 'start' | 'end'): api.RichText {
  switch (text._) {
    case 'textPlain':
      return plain(side === 'start' ? text.text.trimStart() : text.text.trimEnd())
    case 'textConcat': {
      const at = side === 'start' ? 0 : text.texts.length - 1
      const outer = text.texts[at]
      if (outer === undefined) return plain('')
      const cut = trimmedAt(outer, side)
      const rest = joined(text.texts.map((one, index) => (index === at ? cut : one)))
      // White space may stand in several of them.
      return cut._ === 'textEmpty' && rest._ !== 'textEmpty' ? trimmedAt(rest, side) : rest
    }
    default:
      return text
  }
}

/** What a text says without its styles. */
export function plainOf(text: api.RichText): string {
  switch (text._) {
    case 'textEmpty':
    case 'textImage':
      return ''
    case 'textPlain':
      return text.text
    case 'textConcat':
      return text.texts.map(plainOf).join('')
    case 'textCustomEmoji':
      return text.alt
    case 'textMath':
      return text.source
    default:
      return plainOf(text.text)
  }
}
