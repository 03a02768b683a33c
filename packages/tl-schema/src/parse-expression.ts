/** Types and numbers: `expr`, `subexpr` and `term` of core.telegram.org/mtproto/TL-formal. */
import type { Expression, Name, NumberExpression } from './ast.ts'
import type { Token } from './lex.ts'
import { joinSpans, type Span } from './source.ts'
import {
  advance,
  expect,
  fail,
  isKind,
  isMark,
  peek,
  previous,
  type TokenStream,
  take,
  unexpected,
} from './token-stream.ts'

/** Deeper than any schema, and far from the end of the stack. */
const maximumDepth = 100

/** A natural number of TL is at most 2^31 - 1 (TL-formal, "Predefined identifiers"). */
const maximumNat = 0x7fff_ffff

export function startsTerm(token: Token): boolean {
  return (
    isKind(token, 'lowerName', 'upperName', 'number') || isMark(token, '(') || isMark(token, '%') || isMark(token, '#')
  )
}

/** `Vector int`: a head and what it is applied to, up to something that cannot go on. */
export function parseExpression(stream: TokenStream, depth = 0): Expression {
  const head = parseSubexpression(stream, depth)
  const args: Expression[] = []
  while (startsTerm(peek(stream))) args.push(parseSubexpression(stream, depth))
  return applyTo(head, args)
}

export function applyTo(head: Expression, args: readonly Expression[]): Expression {
  const last = args.at(-1)
  if (last === undefined) return head
  const span = joinSpans(head.span, last.span)
  // `A B C` means `(A B) C`, and so does `(A B) C` itself: one shape for both.
  if (head.kind === 'apply' && head.style === 'space') return { ...head, args: [...head.args, ...args], span }
  return { kind: 'apply', style: 'space', head, args, span }
}

/** `n+1` */
export function parseSubexpression(stream: TokenStream, depth = 0): Expression {
  const first = parseTerm(stream, depth)
  const terms = addends(first)
  while (take(stream, '+')) terms.push(...addends(parseTerm(stream, depth)))
  return terms.length === 1 ? first : { kind: 'sum', terms, span: joinSpans(first.span, previous(stream).span) }
}

function addends(expression: Expression): Expression[] {
  return expression.kind === 'sum' ? [...expression.terms] : [expression]
}

export function parseTerm(stream: TokenStream, depth = 0): Expression {
  const token = peek(stream)
  if (depth > maximumDepth)
    fail(stream, 'nested-too-deep', token.span, `types nest deeper than ${maximumDepth} levels here`)
  if (isMark(token, '%')) {
    advance(stream)
    const of = parseTerm(stream, depth + 1)
    return { kind: 'bare', of, span: joinSpans(token.span, of.span) }
  }
  if (isMark(token, '(')) {
    advance(stream)
    const inner = parseExpression(stream, depth + 1)
    expect(stream, ')', 'to close the parenthesis')
    return inner
  }
  if (isMark(token, '#')) {
    advance(stream)
    return { kind: 'name', text: '#', span: token.span }
  }
  if (isKind(token, 'number')) return parseNumber(stream)
  if (isKind(token, 'lowerName', 'upperName')) return parseNamedType(stream, depth)
  return unexpected(stream, 'a type')
}

function parseNamedType(stream: TokenStream, depth: number): Expression {
  const { text, span } = advance(stream)
  const head: Expression = { kind: 'name', text, span }
  if (isKind(peek(stream), 'constructorNumber')) {
    fail(stream, 'unexpected-token', peek(stream).span, 'a constructor number cannot stand after a type', {
      hint: 'if a new definition begins here, the one before lacks its `;`',
    })
  }
  if (!take(stream, '<')) return head
  const args = [parseExpression(stream, depth + 1)]
  while (take(stream, ',')) args.push(parseExpression(stream, depth + 1))
  const close = expect(stream, '>', `to close the arguments of \`${text}\``)
  return { kind: 'apply', style: 'angle', head, args, span: joinSpans(span, close.span) }
}

export function parseNumber(stream: TokenStream): NumberExpression {
  const { text, span } = advance(stream)
  const value = Number(text)
  if (value > maximumNat)
    fail(stream, 'bad-number', span, `${text} is too large: a number in TL is at most ${maximumNat}`)
  return { kind: 'number', value, span }
}

/** A field or type variable: a name without a namespace. */
export function toVariable(stream: TokenStream, token: Token): Name {
  if (token.text.includes('.')) {
    fail(stream, 'bad-name', token.span, `\`${token.text}\` cannot name a field: it has a namespace`)
  }
  return toName(token.text, token.span)
}

export function toName(text: string, span: Span): Name {
  return { text, span }
}
