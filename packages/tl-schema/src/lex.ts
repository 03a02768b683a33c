/**
 * Text to tokens (core.telegram.org/mtproto/TL-formal, "Tokens"). Never throws: what it cannot read becomes a
 * diagnostic, and the rest of the file is read all the same.
 */
import type { Comment } from './ast.ts'
import { createDiagnostic, type Diagnostic } from './diagnostic.ts'
import type { SourceFile, Span } from './source.ts'

export type TokenKind =
  | 'lowerName'
  | 'upperName'
  | 'underscore'
  | 'number'
  /** `#d23c81a3`, directly after a name. */
  | 'constructorNumber'
  /** `---` */
  | 'dashes'
  /** One of `: ; ( ) [ ] { } = # ? % + < > , . * !`; the text says which. */
  | 'mark'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly span: Span
  /** It is the first on its line. */
  readonly startsLine: boolean
  /** An empty line stands between it and what comes before, comments included. */
  readonly blankBefore: boolean
  /** Comments between the token before and this one. */
  readonly comments: readonly Comment[]
}

type PatternKind = TokenKind | 'modifier' | 'space' | 'line' | 'block' | 'openBlock' | 'badName' | 'junk'

/** Tried in this order at each place; the `y` flag makes a pattern match there and nowhere else. */
const patterns: readonly (readonly [PatternKind, RegExp])[] = [
  ['space', /\s+/y],
  ['line', /\/\/[^\n]*/y],
  ['block', /\/\*[\s\S]*?\*\//y],
  ['openBlock', /\/\*[\s\S]*/y],
  ['upperName', /(?:[a-z]\w*\.)*[A-Z]\w*/y],
  ['lowerName', /(?:[a-z]\w*\.)*[a-z]\w*/y],
  ['number', /\d+(?!\w)/y],
  ['badName', /\w{2,}/y],
  ['underscore', /_/y],
  ['constructorNumber', /(?<=\w)#\w*/y],
  ['modifier', /@\w+/y],
  ['dashes', /---/y],
  ['mark', /[:;()[\]{}=#?%+<>,.*!]/y],
  ['junk', /[^\s\w:;()[\]{}=#?%+<>,.*!/-]+|[\s\S]/uy],
]

export function lex(source: SourceFile): { tokens: Token[]; diagnostics: Diagnostic[] } {
  const { text } = source
  const tokens: Token[] = []
  const diagnostics: Diagnostic[] = []
  let comments: Comment[] = []
  /** Line ends since the last token, and since the last token or comment. */
  let linesSinceToken = 1
  let linesSinceAnything = 1

  const push = (kind: TokenKind, span: Span): void => {
    tokens.push({
      kind,
      text: text.slice(span.start, span.end),
      span,
      startsLine: linesSinceToken > 0,
      blankBefore: linesSinceAnything > 1,
      comments,
    })
    comments = []
    linesSinceToken = 0
    linesSinceAnything = 0
  }

  for (let at = 0; at < text.length; ) {
    const [kind, end] = matchAt(text, at)
    const span: Span = { source, start: at, end }
    const content = text.slice(at, end)
    switch (kind) {
      case 'space': {
        const lines = content.split('\n').length - 1
        linesSinceToken += lines
        linesSinceAnything += lines
        break
      }
      case 'line':
      case 'block': {
        const inner = kind === 'line' ? content.slice(2) : content.slice(2, -2)
        const raw = kind === 'line' ? inner.trimEnd() : inner
        comments.push({ style: kind, text: inner.trim(), raw, blankBefore: linesSinceAnything > 1, span })
        linesSinceAnything = 0
        break
      }
      case 'openBlock':
        diagnostics.push(
          createDiagnostic('unterminated-comment', { ...span, end: at + 2 }, 'this comment has no end', {
            hint: 'close it with `*/`',
          }),
        )
        break
      case 'badName':
        diagnostics.push(
          createDiagnostic('bad-name', span, `\`${content}\` is not a name`, { hint: 'a name begins with a letter' }),
        )
        push('lowerName', span)
        break
      case 'modifier':
        diagnostics.push(
          createDiagnostic('unknown-modifier', span, `\`${content}\` is passed over`, {
            severity: 'warning',
            hint: 'modifiers such as `@read` belong to VK’s TL and say nothing about how values are written',
          }),
        )
        break
      case 'junk':
        diagnostics.push(createDiagnostic('unexpected-character', span, `\`${content}\` has no meaning in TL`))
        break
      default:
        push(kind, span)
    }
    at = end
  }
  push('end', { source, start: text.length, end: text.length })
  return { tokens, diagnostics }
}

function matchAt(text: string, at: number): [kind: PatternKind, end: number] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    if (pattern.test(text)) return [kind, pattern.lastIndex]
  }
  return ['junk', at + 1]
}
