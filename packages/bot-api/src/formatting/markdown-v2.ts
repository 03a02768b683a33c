import { blockBeginning } from './code-block.ts'
import {
  byteOffset,
  type EntityKind,
  type FormattedText,
  MarkupError,
  sortEntities,
  type TextEntity,
} from './formatted-text.ts'
import { customEmojiOrDate, linkEntity } from './links.ts'

type Kind = 'Bold' | 'Italic' | 'Underline' | 'Strikethrough' | 'Spoiler' | 'Code' | 'Pre' | 'PreCode' | 'TextUrl'
type OpenKind = Kind | 'CustomEmoji' | 'BlockQuote'

interface Open {
  readonly kind: OpenKind
  readonly language: string
  /** Where its text begins in the result. */
  readonly offset: number
  /** Where its sign stands in the source. */
  readonly sign: number
}

/** What ends each; a quotation ends with its last line. */
const ends: Readonly<Record<Exclude<OpenKind, 'BlockQuote'>, string>> = {
  Bold: '*',
  Italic: '_',
  Underline: '__',
  Strikethrough: '~',
  Spoiler: '||',
  Code: '`',
  Pre: '```',
  PreCode: '```',
  TextUrl: ']',
  CustomEmoji: ']',
}

const plain: Readonly<Partial<Record<OpenKind, EntityKind>>> = {
  Bold: { type: 'bold' },
  Italic: { type: 'italic' },
  Underline: { type: 'underline' },
  Strikethrough: { type: 'strikethrough' },
  Spoiler: { type: 'spoiler' },
  Code: { type: 'code' },
  Pre: { type: 'pre' },
}

const reserved = '_*[]()~`>#+-=|{}.!\n'

/** "MarkdownV2 style", in which what stands out may contain more of it. Throws a `MarkupError` for what is none. */
export function parseMarkdownV2(source: string): FormattedText {
  return new Parser(source).parse()
}

class Parser {
  readonly #source: string
  readonly #entities: TextEntity[] = []
  readonly #open: Open[] = []
  #text = ''
  #at = 0
  #inQuotation = false
  /** Nothing but the beginning of a line was seen. */
  #atLineStart = true

  constructor(source: string) {
    this.#source = source
  }

  parse(): FormattedText {
    while (this.#at < this.#source.length) this.#step()
    if (this.#inQuotation) this.#endQuotationWithText()
    const unclosed = this.#open.at(-1)
    if (unclosed !== undefined) throw this.#noEnd(unclosed)
    return { text: this.#text, entities: sortEntities(this.#entities) }
  }

  #step(): void {
    const character = this.#source.charAt(this.#at)
    const next = this.#source.charCodeAt(this.#at + 1)
    if (character === '\\' && next > 0 && next <= 126) {
      const escaped = this.#source.charAt(this.#at + 1)
      this.#text += escaped
      if (escaped !== '\r') this.#atLineStart = escaped === '\n'
      this.#at += 2
      return
    }
    const innermost = this.#open.at(-1)
    const isCode = innermost?.kind === 'Code' || innermost?.kind === 'Pre' || innermost?.kind === 'PreCode'
    if (!(isCode ? '`' : reserved).includes(character)) {
      this.#text += character
      if (character !== '\r') this.#atLineStart = false
      this.#at++
      return
    }
    if (innermost !== undefined && this.#endsQuotation(character)) this.#endQuotationLine(innermost)
    else if (innermost !== undefined && this.#ends(innermost)) this.#close(innermost)
    else this.#begin(character)
  }

  /** The last line of a quotation is over. */
  #endsQuotation(character: string): boolean {
    const next = this.#source[this.#at + 1]
    return this.#inQuotation && character === '\n' && next !== '>'
  }

  #ends({ kind }: Open): boolean {
    if (kind === 'BlockQuote' || !this.#source.startsWith(ends[kind], this.#at)) return false
    return kind !== 'Italic' || this.#source[this.#at + 1] !== '_'
  }

  #begin(character: string): void {
    const sign = this.#at
    const follows = (rest: string): boolean => this.#source.startsWith(rest, sign + 1)
    if (character === '\n') {
      this.#text += '\n'
      this.#atLineStart = true
      this.#at++
    } else if (character === '>') {
      if (!this.#atLineStart) throw this.#isReserved(character)
      if (!this.#inQuotation) this.#push('BlockQuote', 1)
      else this.#at++
      this.#inQuotation = true
    } else if (character === '_') {
      if (follows('_')) this.#push('Underline', 2)
      else this.#push('Italic', 1)
    } else if (character === '*') {
      this.#push('Bold', 1)
    } else if (character === '~') {
      this.#push('Strikethrough', 1)
    } else if (character === '|' && follows('|')) {
      this.#push('Spoiler', 2)
    } else if (character === '[') {
      this.#push('TextUrl', 1)
    } else if (character === '!' && follows('[')) {
      this.#push('CustomEmoji', 2)
    } else if (character === '`' && follows('``')) {
      const { language, end } = blockBeginning(this.#source, sign + 3)
      this.#push(language === '' ? 'Pre' : 'PreCode', end - sign, language)
    } else if (character === '`') {
      this.#push('Code', 1)
    } else {
      throw this.#isReserved(character)
    }
  }

  #push(kind: OpenKind, length: number, language = ''): void {
    this.#open.push({ kind, language, offset: this.#text.length, sign: this.#at })
    this.#at += length
  }

  #close(open: Open): void {
    const { kind, language, offset } = open
    let entity = plain[kind]
    if (kind === 'PreCode') entity = { type: 'pre', language }
    if (kind === 'TextUrl') {
      const url = this.#source[this.#at + 1] === '(' ? this.#readUrl('a URL') : this.#text.slice(offset)
      entity = linkEntity(url)
    } else if (kind === 'CustomEmoji') {
      if (this.#source[this.#at + 1] !== '(') throw new MarkupError('Custom emoji entity must contain a tg://emoji URL')
      entity = customEmojiOrDate(this.#readUrl('a custom emoji URL'))
    }
    this.#at += kind === 'BlockQuote' ? 1 : ends[kind].length
    const length = this.#text.length - offset
    if (entity !== undefined && length > 0) this.#entities.push({ offset, length, ...entity })
    this.#open.pop()
  }

  /** Leaves the place at the bracket that ends it. */
  #readUrl(what: string): string {
    const begin = this.#at + 2
    let at = begin
    let url = ''
    while (at < this.#source.length && this.#source[at] !== ')') {
      const next = this.#source.charCodeAt(at + 1)
      if (this.#source[at] === '\\' && next > 0 && next <= 126) at++
      url += this.#source.charAt(at++)
    }
    if (at >= this.#source.length) {
      throw new MarkupError(`Can't find end of ${what} at byte offset ${byteOffset(this.#source, begin)}`)
    }
    this.#at = at
    return url
  }

  #endQuotationLine(innermost: Open): void {
    const type = this.#quotationOf(innermost, this.#text.endsWith('\r') ? [2, 3] : [2])
    const quotation = this.#open.pop()
    if (quotation?.kind !== 'BlockQuote') throw this.#noEnd(quotation ?? innermost)
    this.#text += '\n'
    this.#atLineStart = true
    this.#inQuotation = false
    this.#at++
    this.#entities.push({ offset: quotation.offset, length: this.#text.length - quotation.offset, type })
  }

  #endQuotationWithText(): void {
    const innermost = this.#open.at(-1)
    if (innermost === undefined) return
    const isMarked = innermost.kind === 'Spoiler' && innermost.sign === this.#source.length - 2
    if (isMarked) this.#open.pop()
    const quotation = this.#open.at(-1)
    if (quotation?.kind !== 'BlockQuote') return
    const length = this.#text.length - quotation.offset
    const type = isMarked ? 'expandable_blockquote' : 'blockquote'
    if (length > 0) this.#entities.push({ offset: quotation.offset, length, type })
    this.#open.pop()
  }

  /** Two lines at the very end of the last line make it one that is folded. Takes them away. */
  #quotationOf(innermost: Open, distances: readonly number[]): 'blockquote' | 'expandable_blockquote' {
    if (innermost.kind === 'BlockQuote') return 'blockquote'
    if (innermost.kind !== 'Spoiler' || !distances.includes(this.#at - innermost.sign)) throw this.#noEnd(innermost)
    this.#open.pop()
    return 'expandable_blockquote'
  }

  #isReserved(character: string): MarkupError {
    return new MarkupError(`Character '${character}' is reserved and must be escaped with the preceding '\\'`)
  }

  #noEnd({ kind, sign }: Open): MarkupError {
    return new MarkupError(`Can't find end of ${kind} entity at byte offset ${byteOffset(this.#source, sign)}`)
  }
}
