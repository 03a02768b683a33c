/**
 * The number of a combinator that states none: the CRC-32 of its text in a canonical form
 * (core.telegram.org/mtproto/TL, "Overview", and the form that the public schemas follow).
 */
import type { Arg, BuiltinDeclaration, CombinatorDeclaration, Expression } from './ast.ts'

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  return value
})

/** CRC-32 (IEEE 802.3), unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffff_ffff) >>> 0
}

/** Gives the constructor of a type that has exactly one, so that `%Message` reads `message`. */
export type SoleConstructor = (type: string) => string | undefined

export function computeNumber(
  declaration: CombinatorDeclaration | BuiltinDeclaration,
  soleConstructor: SoleConstructor = () => undefined,
): number {
  return crc32(new TextEncoder().encode(canonicalText(declaration, soleConstructor)))
}

/**
 * The text that is hashed: without the number and the semicolon, without `true` fields (adding one must not change the
 * number), a field of type `bytes` written as `string` (within `Vector<bytes>` it stays), angle brackets as spaces,
 * braces left out.
 */
export function canonicalText(
  declaration: CombinatorDeclaration | BuiltinDeclaration,
  soleConstructor: SoleConstructor = () => undefined,
): string {
  if (declaration.kind === 'builtin') return `${declaration.name.text} ? = ${declaration.result.text}`
  const text = (expression: Expression): string => expressionText(expression, soleConstructor, false)
  const generics = declaration.generics.map(
    ({ names, isFunction, type }) => `${names.map((one) => one.text).join(' ')}:${isFunction ? '!' : ''}${text(type)}`,
  )
  const args = argTexts(declaration.args, soleConstructor)
  return [
    declaration.name.text,
    ...generics,
    ...args,
    '=',
    (declaration.isFunction ? '!' : '') + text(declaration.result),
  ].join(' ')
}

function argTexts(args: readonly Arg[], soleConstructor: SoleConstructor): string[] {
  return args.filter((arg) => !isTrueField(arg)).map((arg) => argText(arg, soleConstructor))
}

function isTrueField(arg: Arg): boolean {
  return arg.kind === 'field' && arg.condition !== undefined && arg.type.kind === 'name' && arg.type.text === 'true'
}

function argText(arg: Arg, soleConstructor: SoleConstructor): string {
  const text = (expression: Expression, parenthesise = true): string =>
    expressionText(expression, soleConstructor, parenthesise)
  const fieldType = (type: Expression): string =>
    type.kind === 'name' && type.text === 'bytes' ? 'string' : text(type)
  switch (arg.kind) {
    case 'field': {
      const bit = arg.condition?.bit === undefined ? '' : `.${arg.condition.bit.value}`
      const condition = arg.condition === undefined ? '' : `${arg.condition.flags.text}${bit}?`
      return (
        (arg.name === undefined ? '' : `${arg.name.text}:`) +
        condition +
        (arg.isFunction ? '!' : '') +
        fieldType(arg.type)
      )
    }
    case 'group':
      return `(${arg.names.map((one) => one.text).join(' ')}:${arg.isFunction ? '!' : ''}${text(arg.type, false)})`
    case 'repeat': {
      const name = arg.name === undefined ? '' : `${arg.name.text}:`
      const count = arg.count === undefined ? '' : `${text(arg.count)}*`
      return `${name}${count}${['[', ...argTexts(arg.args, soleConstructor), ']'].join(' ')}`
    }
  }
}

function expressionText(expression: Expression, soleConstructor: SoleConstructor, parenthesise: boolean): string {
  const text = (one: Expression): string => expressionText(one, soleConstructor, true)
  switch (expression.kind) {
    case 'name':
      return expression.text
    case 'number':
      return String(expression.value)
    case 'bare':
      return bareText(expression.of, soleConstructor)
    case 'sum':
      return `(${expression.terms.map(text).join('+')})`
    case 'apply': {
      const words = [expression.head, ...expression.args].map(text).join(' ')
      return parenthesise && expression.style === 'space' ? `(${words})` : words
    }
  }
}

/** A bare type is hashed under the name of its constructor; by custom that is the type's name in small letters. */
function bareText(of: Expression, soleConstructor: SoleConstructor): string {
  if (of.kind === 'name') return soleConstructor(of.text) ?? of.text.replace(/[A-Z]\w*$/, uncapitalise)
  return `%${expressionText(of, soleConstructor, true)}`
}

function uncapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
