/**
 * Text to syntax tree. All errors of a file come out of one run: after one, reading goes on at the next declaration.
 * The grammar is that of core.telegram.org/mtproto/TL-formal, "Syntax".
 */
import type {
  Comment,
  ConstructorNumber,
  Declaration,
  FinalKeyword,
  Item,
  Program,
  Section,
  SectionMark,
} from './ast.ts'
import { createDiagnostic, type Diagnostic } from './diagnostic.ts'
import { lex, type Token } from './lex.ts'
import { applyTo, parseExpression, parseSubexpression, parseTerm, startsTerm, toName } from './parse-expression.ts'
import { parseArgs, parseGenerics } from './parse-fields.ts'
import { createSource, joinSpans, type Span } from './source.ts'
import { closest } from './suggest.ts'
import {
  advance,
  describe,
  expect,
  fail,
  isKind,
  isMark,
  peek,
  previous,
  SyntaxFault,
  type TokenStream,
  take,
  unexpected,
} from './token-stream.ts'

export interface ParseResult {
  /** What could be read; complete when there are no errors. */
  readonly ast: Program
  readonly errors: readonly Diagnostic[]
}

export function parse(text: string, file = '<input>'): ParseResult {
  const source = createSource(text, file)
  const { tokens, diagnostics } = lex(source)
  const stream: TokenStream = { tokens, diagnostics, index: 0 }
  const items: Item[] = []
  const skipped: Span[] = []
  let afterSection = true
  while (peek(stream).kind !== 'end') {
    const start = stream.index
    const first = peek(stream)
    try {
      const item = parseItem(stream)
      items.push(withTrivia(stream, start, item, afterSection))
      afterSection = item.kind === 'section'
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault
      recover(stream, first)
      skipped.push(joinSpans(first.span, previous(stream).span))
    }
  }
  const comments = peek(stream).comments.slice(trailingCount(stream))
  return { ast: { source, items, comments, skipped }, errors: diagnostics }
}

type Bare<T> = T extends Item ? Omit<T, 'comments' | 'trailing' | 'blankBefore' | 'span'> : never
type BareItem = Bare<Item>

function parseItem(stream: TokenStream): BareItem {
  const token = peek(stream)
  if (isKind(token, 'dashes')) return parseSection(stream)
  const keyword = finalKeyword(token)
  if (keyword !== undefined && isKind(peek(stream, 1), 'upperName')) return parseFinal(stream, keyword)
  if (isKind(token, 'upperName') || (isKind(token, 'lowerName') && isPartial(stream))) return parsePartial(stream)
  if (isKind(token, 'lowerName', 'underscore')) return parseCombinator(stream)
  return unexpected(stream, 'a definition', 'as in `user id:long = User;`')
}

function parseSection(stream: TokenStream): Bare<SectionMark> {
  advance(stream)
  const word = peek(stream)
  const near =
    word.text === 'types' || word.text === 'functions' ? word.text : closest(word.text, ['types', 'functions'])
  const section: Section | undefined = near === 'types' || near === 'functions' ? near : undefined
  if (section === undefined) return unexpected(stream, '`types` or `functions` after `---`')
  if (word.text !== section) {
    // What was meant is plain, so the definitions after it are read as such.
    const message = `expected \`types\` or \`functions\` after \`---\`, found ${describe(word)}`
    const hint = `did you mean \`---${section}---\`?`
    stream.diagnostics.push(createDiagnostic('unexpected-token', word.span, message, { hint }))
  }
  advance(stream)
  if (!isKind(peek(stream), 'dashes')) unexpected(stream, `\`---\` after \`---${section}\``)
  advance(stream)
  return { kind: 'section', section }
}

function finalKeyword(token: Token): FinalKeyword | undefined {
  return token.text === 'New' || token.text === 'Final' || token.text === 'Empty' ? token.text : undefined
}

function parseFinal(stream: TokenStream, keyword: FinalKeyword): Bare<Declaration> {
  advance(stream)
  const type = advance(stream)
  expectEnd(stream, undefined)
  return { kind: 'final', keyword, type: toName(type.text, type.span) }
}

function parsePartial(stream: TokenStream): Bare<Declaration> {
  const expression = parseExpression(stream)
  if (isMark(peek(stream), '=')) {
    fail(stream, 'bad-name', expression.span, 'a definition begins with a small letter', {
      hint: 'capitals are for types; the name of a constructor or method comes first, as in `user = User;`',
    })
  }
  if (expression.kind !== 'apply') unexpected(stream, 'what the type is applied to', 'as in `Vector int;`')
  if (expression.head.kind !== 'name') {
    fail(stream, 'bad-name', expression.span, 'only a name is applied to something here', {
      hint: 'as in `Vector int;`',
    })
  }
  expectEnd(stream, undefined)
  return { kind: 'partial', expression }
}

function parseCombinator(stream: TokenStream): Bare<Declaration> {
  const token = advance(stream)
  const name = toName(token.text, token.span)
  const number = parseConstructorNumber(stream)
  if (isMark(peek(stream), '?')) return parseBuiltin(stream, name, number)
  const generics = parseGenerics(stream)
  const args = parseArgs(stream)
  if (isMark(peek(stream), '{'))
    unexpected(stream, 'a field or `=`', 'type parameters in braces come before the fields')
  expect(stream, '=', 'and the result type after the fields', expectedFieldHint(stream))
  const isFunction = take(stream, '!') !== undefined
  if (!isKind(peek(stream), 'upperName')) return failResult(stream)
  const head = parseTerm(stream)
  const resultArgs = []
  let nextLine: number | undefined
  let onThisLine = 0
  while (startsTerm(peek(stream)) && !startsDefinition(stream)) {
    if (peek(stream).startsLine) nextLine ??= stream.index
    resultArgs.push(parseSubexpression(stream))
    if (nextLine === undefined) onThisLine = resultArgs.length
  }
  // Without its semicolon a definition ends with its line; what was read of the next one is not part of it.
  const ends = isMark(peek(stream), ';')
  expectEnd(stream, nextLine)
  const result = applyTo(head, ends ? resultArgs : resultArgs.slice(0, onThisLine))
  return { kind: 'combinator', name, number, generics, args, isFunction, result }
}

/** `vector int;`: a name and what it is applied to, with neither a field nor a result. */
function isPartial(stream: TokenStream): boolean {
  let ahead = 1
  while (!isMark(peek(stream, ahead), ':') && !isMark(peek(stream, ahead), '=') && !isMark(peek(stream, ahead), ';')) {
    const token = peek(stream, ahead)
    if (token.kind === 'end' || token.startsLine || isKind(token, 'constructorNumber')) return false
    ahead++
  }
  return ahead > 1 && isMark(peek(stream, ahead), ';')
}

function parseBuiltin(
  stream: TokenStream,
  name: { text: string; span: Span },
  number: ConstructorNumber | undefined,
): Bare<Declaration> {
  advance(stream)
  expect(stream, '=', 'after `?`', 'as in `int ? = Int;`')
  const result = peek(stream)
  if (!isKind(result, 'upperName')) unexpected(stream, 'the name of a type', 'as in `int ? = Int;`')
  advance(stream)
  expectEnd(stream, undefined)
  return { kind: 'builtin', name, number, result: toName(result.text, result.span) }
}

function parseConstructorNumber(stream: TokenStream): ConstructorNumber | undefined {
  const token = peek(stream)
  if (!isKind(token, 'constructorNumber')) return undefined
  advance(stream)
  const digits = token.text.slice(1)
  if (/^[0-9a-f]{1,8}$/i.test(digits)) return { value: Number.parseInt(digits, 16), span: token.span }
  stream.diagnostics.push(
    createDiagnostic('bad-number', token.span, `\`${token.text}\` is not a constructor number`, {
      hint: 'it has up to 8 hexadecimal digits, as in `user#b1b8cc83`',
    }),
  )
  return undefined
}

function expectedFieldHint(stream: TokenStream): string | undefined {
  const token = peek(stream)
  if (isMark(token, '?')) return 'a condition names a flag word and a bit, as in `title:flags.1?string`'
  if (isMark(token, ':')) return 'a field is a name, a colon and a type, as in `id:long`'
  return startsDefinition(stream) ? 'a new definition begins here' : undefined
}

function failResult(stream: TokenStream): never {
  const token = peek(stream)
  const hint = isKind(token, 'lowerName')
    ? `a result type begins with a capital: \`${token.text.replace(/[a-z]\w*$/, capitalise)}\``
    : undefined
  return unexpected(stream, 'the result type', hint)
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The next token is on a new line and can only be the start of another item. */
function startsDefinition(stream: TokenStream): boolean {
  const token = peek(stream)
  if (!token.startsLine) return false
  const next = peek(stream, 1)
  return (
    isKind(token, 'dashes') || (isKind(token, 'lowerName') && (isKind(next, 'constructorNumber') || isMark(next, '{')))
  )
}

/** A semicolon, or the complaint that it is missing, at the end of the line that lacks it. */
function expectEnd(stream: TokenStream, nextLine: number | undefined): void {
  if (take(stream, ';')) return
  if (nextLine !== undefined) stream.index = nextLine
  const token = peek(stream)
  if (!token.startsLine && token.kind !== 'end') unexpected(stream, '`;` after the result type')
  const { source, end } = previous(stream).span
  const place = { source, start: end, end }
  stream.diagnostics.push(createDiagnostic('missing-semicolon', place, 'expected `;` at the end of the definition'))
}

/** Goes on after the next semicolon, or where another definition visibly begins. */
function recover(stream: TokenStream, first: Token): void {
  if (peek(stream) === first) advance(stream)
  while (peek(stream).kind !== 'end') {
    if (isMark(previous(stream), ';')) return
    if (peek(stream).startsLine && looksLikeStart(stream)) return
    advance(stream)
  }
}

function looksLikeStart(stream: TokenStream): boolean {
  const token = peek(stream)
  if (isKind(token, 'dashes')) return true
  if (!isKind(token, 'lowerName', 'upperName')) return false
  return !isMark(peek(stream, 1), ':')
}

function withTrivia(stream: TokenStream, start: number, item: BareItem, afterSection: boolean): Item {
  const consumed = stream.tokens.slice(start, stream.index)
  const first = consumed[0] ?? peek(stream)
  const own = trailingCountOf(first, stream.tokens[start - 1])
  const comments = [...first.comments.slice(own), ...consumed.slice(1).flatMap((token) => token.comments.map(notBlank))]
  const trailing = peek(stream).comments.slice(0, trailingCount(stream)).map(notBlank)
  // Printing sets sections apart by itself, so the empty lines around them say nothing.
  const blankBefore = (trivia: { blankBefore: boolean }, index: number): boolean =>
    trivia.blankBefore && !(index === 0 && (afterSection || item.kind === 'section'))
  const lead = comments.map((comment, index) => ({ ...comment, blankBefore: blankBefore(comment, index) }))
  return {
    ...item,
    comments: lead,
    trailing,
    blankBefore: first.blankBefore && !(lead.length === 0 && (afterSection || item.kind === 'section')),
    span: joinSpans(first.span, previous(stream).span),
  }
}

/** How many comments before the next token still stand on the line of the last one. */
function trailingCount(stream: TokenStream): number {
  return trailingCountOf(peek(stream), stream.tokens[stream.index - 1])
}

function trailingCountOf(token: Token, before: Token | undefined): number {
  if (before === undefined) return 0
  const { source, end } = before.span
  const lineEnd = source.text.indexOf('\n', end)
  const count = token.comments.findIndex((comment: Comment) => lineEnd !== -1 && comment.span.start > lineEnd)
  return count === -1 ? token.comments.length : count
}

function notBlank(comment: Comment): Comment {
  return { ...comment, blankBefore: false }
}
