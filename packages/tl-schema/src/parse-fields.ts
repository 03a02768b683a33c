/** Fields of a combinator: `opt-args` and `args` of core.telegram.org/mtproto/TL-combinators. */
import type { Arg, ConditionNode, Expression, FieldArg, GenericArg, Name } from './ast.ts'
import { parseExpression, parseNumber, parseTerm, startsTerm, toName, toVariable } from './parse-expression.ts'
import { joinSpans } from './source.ts'
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

const maximumDepth = 100

/** `{X Y:Type}` */
export function parseGenerics(stream: TokenStream): GenericArg[] {
  const generics: GenericArg[] = []
  for (let open = take(stream, '{'); open !== undefined; open = take(stream, '{')) {
    const names: Name[] = []
    while (isKind(peek(stream), 'lowerName', 'upperName')) names.push(toVariable(stream, advance(stream)))
    if (names.length === 0) unexpected(stream, 'the name of a type parameter', 'as in `{X:Type}`')
    expect(stream, ':', 'after the names of the type parameters', 'as in `{X:Type}`')
    const isFunction = take(stream, '!') !== undefined
    const type = parseExpression(stream)
    const close = expect(stream, '}', 'to close the type parameters')
    generics.push({ names, isFunction, type, span: joinSpans(open.span, close.span) })
  }
  return generics
}

export function parseArgs(stream: TokenStream, depth = 0): Arg[] {
  const args: Arg[] = []
  while (startsArg(stream)) args.push(parseArg(stream, depth))
  return args
}

function startsArg(stream: TokenStream): boolean {
  const token = peek(stream)
  return startsTerm(token) || isKind(token, 'underscore') || isMark(token, '[') || isMark(token, '!')
}

function parseArg(stream: TokenStream, depth: number): Arg {
  const first = peek(stream)
  if (depth > maximumDepth)
    fail(stream, 'nested-too-deep', first.span, `fields nest deeper than ${maximumDepth} levels here`)
  if (startsGroup(stream)) return parseGroup(stream)
  const name = parseFieldName(stream)
  if (isMark(peek(stream), '[')) return parseRepeat(stream, name, undefined, depth)
  if (name !== undefined) {
    const nested = parseParenthesisedCondition(stream, name)
    if (nested) return nested
  }
  const condition = name === undefined ? undefined : parseCondition(stream)
  const isFunction = take(stream, '!') !== undefined
  const type = parseTerm(stream)
  if (isMark(peek(stream), '*')) {
    if (condition !== undefined || isFunction)
      unexpected(stream, 'the next field', 'a repetition cannot be conditional or a function')
    advance(stream)
    return parseRepeat(stream, name, type, depth)
  }
  return { kind: 'field', name, condition, isFunction, type, span: joinSpans(first.span, previous(stream).span) }
}

/** `name:` or `_:` if that is what comes next. */
function parseFieldName(stream: TokenStream): Name | undefined {
  const token = peek(stream)
  const named = isMark(peek(stream, 1), ':')
  if (isKind(token, 'underscore')) {
    advance(stream)
    expect(stream, ':', 'and a type after `_`')
    return toName('_', token.span)
  }
  if (!named || !isKind(token, 'lowerName', 'upperName')) return undefined
  advance(stream)
  advance(stream)
  return toVariable(stream, token)
}

/** `flags.3?` or `n?` if that is what comes next. */
function parseCondition(stream: TokenStream): ConditionNode | undefined {
  const token = peek(stream)
  if (!isKind(token, 'lowerName', 'upperName')) return undefined
  if (isMark(peek(stream, 1), '?')) {
    advance(stream)
    advance(stream)
    return { flags: toVariable(stream, token), bit: undefined }
  }
  if (!isMark(peek(stream, 1), '.')) return undefined
  advance(stream)
  advance(stream)
  if (!isKind(peek(stream), 'number')) unexpected(stream, 'the number of a bit', `as in \`${token.text}.0?string\``)
  const bit = parseNumber(stream)
  expect(stream, '?', 'after the number of the bit', `as in \`${token.text}.${bit.value}?string\``)
  return { flags: toVariable(stream, token), bit }
}

/** `name:(fields.0?string)`, as some examples of the documentation have it. */
function parseParenthesisedCondition(stream: TokenStream, name: Name): FieldArg | undefined {
  const conditional =
    isMark(peek(stream, 2), '?') || (isMark(peek(stream, 2), '.') && isKind(peek(stream, 1), 'lowerName', 'upperName'))
  if (!isMark(peek(stream), '(') || !conditional) return undefined
  advance(stream)
  const condition = parseCondition(stream)
  const isFunction = take(stream, '!') !== undefined
  const type = parseExpression(stream)
  const close = expect(stream, ')', 'to close the parenthesis')
  return { kind: 'field', name, condition, isFunction, type, span: joinSpans(name.span, close.span) }
}

/** Tells `(x y:int)`, a group of fields, from `(Vector int)`, a type. */
function startsGroup(stream: TokenStream): boolean {
  if (!isMark(peek(stream), '(')) return false
  let ahead = 1
  while (isKind(peek(stream, ahead), 'lowerName', 'upperName', 'underscore')) ahead++
  return ahead > 1 && isMark(peek(stream, ahead), ':')
}

function parseGroup(stream: TokenStream): Arg {
  const open = advance(stream)
  const names: Name[] = []
  while (!isMark(peek(stream), ':')) {
    const token = advance(stream)
    names.push(isKind(token, 'underscore') ? toName('_', token.span) : toVariable(stream, token))
  }
  advance(stream)
  const isFunction = take(stream, '!') !== undefined
  const type = parseExpression(stream)
  const close = expect(stream, ')', 'to close the group of fields')
  return { kind: 'group', names, isFunction, type, span: joinSpans(open.span, close.span) }
}

function parseRepeat(stream: TokenStream, name: Name | undefined, count: Expression | undefined, depth: number): Arg {
  const open = expect(stream, '[', 'after `*`', 'as in `4*[ int ]`')
  const args = parseArgs(stream, depth + 1)
  const close = expect(stream, ']', 'to close the repetition')
  return { kind: 'repeat', name, count, args, span: joinSpans((name ?? count ?? open).span, close.span) }
}
