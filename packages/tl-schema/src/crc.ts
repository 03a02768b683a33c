/**
 * The number of a combinator that states none: the CRC-32 of its text in a canonical form
 * (core.telegram.org/mtproto/TL, "Overview"). There are two forms. The parsers that TDLib and TON are made with hash what is
 * written, word by word; the public API follows conventions of its own, and states all of its numbers.
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

/** Gives the constructor of a type that has exactly one, so that `%Message` reads `message` in the API's form. */
export type SoleConstructor = (type: string) => string | undefined

/** `reference`: what the parsers hash. `api`: what the numbers of Telegram's public schemas are made from. */
export type NumberForm = 'reference' | 'api'

export interface NumberOptions {
  /** Default: `reference`. */
  readonly form?: NumberForm
  /** For the form of the API. */
  readonly soleConstructor?: SoleConstructor | undefined
}

type Numbered = CombinatorDeclaration | BuiltinDeclaration

export function computeNumber(declaration: Numbered, options: NumberOptions = {}): number {
  return hash(canonicalText(declaration, options))
}

/**
 * Whether a written number is that of either form, whichever the author's tool had. The parsers leave out the `!` of a
 * wrapped request, which the API keeps.
 */
export function isNumberOf(declaration: Numbered, number: number, soleConstructor?: SoleConstructor): boolean {
  for (const form of ['reference', 'api'] as const) {
    const text = canonicalText(declaration, { form, soleConstructor })
    if (hash(text) === number || (text.includes('!') && hash(text.replaceAll('!', '')) === number)) return true
  }
  return false
}

function hash(text: string): number {
  return crc32(new TextEncoder().encode(text))
}

/**
 * The text that is hashed, without the number and the semicolon: groups spelt out a field each, braces, parentheses and
 * angle brackets left out.
 *
 * In the form of the API also without `true` fields (adding one must not change the number), with `string` for a field of
 * type `bytes` (within `Vector<bytes>` it stays), and with the constructor for a bare type.
 */
export function canonicalText(declaration: Numbered, options: NumberOptions = {}): string {
  if (declaration.kind === 'builtin') return `${declaration.name.text} ? = ${declaration.result.text}`
  const { form = 'reference', soleConstructor = () => undefined } = options
  const variables = new Set(declaration.generics.flatMap(({ names }) => names.map((one) => one.text)))
  const context: Context = { isApi: form === 'api', soleConstructor, variables }
  const generics = declaration.generics.flatMap(({ names, isFunction, type }) =>
    names.map((one) => `${one.text}:${isFunction ? '!' : ''}${expressionText(type, context)}`),
  )
  const result = (declaration.isFunction ? '!' : '') + expressionText(declaration.result, context)
  return [declaration.name.text, ...generics, ...argTexts(declaration.args, context), '=', result].join(' ')
}

interface Context {
  readonly isApi: boolean
  readonly soleConstructor: SoleConstructor
  /** Names in braces. */
  readonly variables: ReadonlySet<string>
}

function argTexts(args: readonly Arg[], context: Context): string[] {
  return args.filter((arg) => !(context.isApi && isTrueField(arg))).flatMap((arg) => argText(arg, context))
}

function argText(arg: Arg, context: Context): string[] {
  switch (arg.kind) {
    case 'field': {
      const bit = arg.condition?.bit === undefined ? '' : `.${arg.condition.bit.value}`
      const condition = arg.condition === undefined ? '' : `${arg.condition.flags.text}${bit}?`
      const name = arg.name === undefined ? '' : `${arg.name.text}:`
      return [name + condition + (arg.isFunction ? '!' : '') + fieldType(arg.type, context)]
    }
    case 'group': {
      const type = (arg.isFunction ? '!' : '') + fieldType(arg.type, context)
      return arg.names.map((name) => `${name.text}:${type}`)
    }
    case 'repeat': {
      const name = arg.name === undefined ? '' : `${arg.name.text}:`
      const count = arg.count === undefined ? '' : `${expressionText(arg.count, context)}*`
      return [name + count + ['[', ...argTexts(arg.args, context), ']'].join(' ')]
    }
  }
}

function isTrueField(arg: Arg): boolean {
  return arg.kind === 'field' && arg.condition !== undefined && arg.type.kind === 'name' && arg.type.text === 'true'
}

function fieldType(type: Expression, context: Context): string {
  return context.isApi && type.kind === 'name' && type.text === 'bytes' ? 'string' : expressionText(type, context)
}

function expressionText(expression: Expression, context: Context): string {
  switch (expression.kind) {
    case 'name':
      return expression.text
    case 'number':
      return String(expression.value)
    case 'bare':
      return bareText(expression.of, context)
    case 'sum':
      return sumText(expression.terms, context)
    case 'apply':
      return [expression.head, ...expression.args].map((one) => expressionText(one, context)).join(' ')
  }
}

/** The variable, then what the constants make together. */
function sumText(terms: readonly Expression[], context: Context): string {
  const constant = terms.reduce((sum, one) => sum + (one.kind === 'number' ? one.value : 0), 0)
  const others = terms.filter(({ kind }) => kind !== 'number').map((one) => expressionText(one, context))
  return others.length > 0 && constant === 0 ? others.join('+') : [...others, constant].join('+')
}

/**
 * `%` stays before the name of a type, and says nothing before that of a constructor or a variable. The API hashes a bare
 * type under the name of its constructor; by custom that is the type's name in small letters.
 */
function bareText(of: Expression, context: Context): string {
  if (of.kind === 'apply') {
    const head = bareText(of.head, context)
    return [head, ...of.args.map((one) => expressionText(one, context))].join(' ')
  }
  if (of.kind !== 'name') return expressionText(of, context)
  if (context.variables.has(of.text) || !/(^|\.)[A-Z]\w*$/.test(of.text)) return of.text
  if (!context.isApi) return `%${of.text}`
  return context.soleConstructor(of.text) ?? of.text.replace(/[A-Z]\w*$/, uncapitalise)
}

function uncapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
