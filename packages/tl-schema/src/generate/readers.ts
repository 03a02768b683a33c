import type { Combinator, Param, TypeRef } from '../linked-schema.ts'
import { block, list } from './code.ts'
import { type EmitContext, type VectorRef, valueType, vectorName } from './emit-context.ts'
import { GenerateError } from './generate-error.ts'
import { camelCase, flatName, idLiteral, localName, propertyKey } from './names.ts'
import { interfaceName } from './types.ts'

/** An expression that reads one value of `type`. */
export function readExpression(context: EmitContext, type: TypeRef): string {
  switch (type.kind) {
    case 'primitive':
      return readPrimitive(type.name)
    case 'boxed':
      return `read_${flatName(type.type)}(r)`
    case 'bare':
      return `make_${flatName(type.constructor)}(r)`
    case 'vector':
      return `read_${vectorName(context, type)}(r)`
    case 'generic':
      return 'readQuery(r)'
    case 'repeat':
      throw new GenerateError('Repetitions have no TypeScript form')
  }
}

function readPrimitive(name: string): string {
  switch (name) {
    case 'nat':
      return 'r.uint()'
    case 'bytes':
      return 'r.byteString()'
    case 'int128':
      return 'r.raw(16)'
    case 'int256':
      return 'r.raw(32)'
    case 'Bool':
      return 'r.bool()'
    case 'true':
      return 'true'
    case 'Object':
      return 'readObject(r)'
    default:
      return `r.${name}()`
  }
}

/**
 * The statements that read the fields of a combinator whose number has been consumed, and return the value, an object
 * literal between `open` and `close`.
 */
export function makeLines(
  context: EmitContext,
  { name, params }: Combinator,
  [open, close]: readonly [open: string, close: string] = ['{', '}'],
): string[] {
  const lines: string[] = []
  // Fields in front of a later flag word wait in locals; all others are read inside the literal, in the order of the wire.
  const lastFlags = params.findLastIndex(({ isFlagWord }) => isFlagWord)
  const properties = [`_: '${name}'`]
  const plain = [...properties]
  params.forEach((param, position) => {
    if (param.isFlagWord) {
      lines.push(`const ${localName(param.name)} = r.int()`)
      return
    }
    const key = propertyKey(camelCase(param.name))
    const value = fieldValue(context, param)
    let property = `${key}: ${value}`
    if (position < lastFlags) {
      lines.push(`const ${localName(param.name)} = ${value}`)
      property = key === localName(param.name) ? key : `${key}: ${localName(param.name)}`
    }
    properties.push(property)
    if (param.condition?.flags !== params[lastFlags]?.name) plain.push(property)
  })
  const word = params[lastFlags]
  if (word !== undefined && hasPlainForm(params, properties.length - plain.length)) {
    lines.push(block(`if (${localName(word.name)} === 0)`, [list('', `return ${open}`, plain, close, ' ')]))
  }
  lines.push(list('', `return ${open}`, properties, close, ' '))
  return lines
}

/** Fewer fields than this are not worth a second form of an object. */
const RARE_FIELDS = 4

/**
 * Whether the constructor gets a second, smaller form for when its last flag word is zero. A schema adds flag words when
 * one is full, so the last one holds what is new and rare: a `user` without it has 30 fields instead of 52. What decoding
 * costs is mostly the memory it fills. Two hidden classes are as fast to read from as one; more would not be.
 */
function hasPlainForm(params: readonly Param[], rareFields: number): boolean {
  return params.filter(({ isFlagWord }) => isFlagWord).length > 1 && rareFields >= RARE_FIELDS
}

/** `make_x`: for a constructor that stands bare somewhere. */
export function emitMake(context: EmitContext, combinator: Combinator): string {
  const head = `function make_${flatName(combinator.name)}(r: Reader): ${interfaceName(context.root, combinator.name)}`
  return block(head, makeLines(context, combinator))
}

function fieldValue(context: EmitContext, { type, condition }: Param): string {
  const value = readExpression(context, type)
  if (condition === undefined) return value
  const test = `${localName(condition.flags)} & ${bitLiteral(condition.bit)}`
  return `${test} ? ${value} : undefined`
}

/** Bit 31 as a signed number, so that flag words stay small integers. */
export function bitLiteral(bit: number | undefined): string {
  return bit === 31 ? '-0x80000000' : `${1 << (bit ?? 0)}`
}

/** `read_X`: reads a boxed type, accepting only its constructors. */
export function emitTypeReader(context: EmitContext, type: string, combinators: readonly Combinator[]): string {
  const name = `read_${flatName(type)}`
  const result = interfaceName(context.root, type)
  if (!context.analysis.recursive.has(type)) return emitDispatch(context, name, type, combinators)
  return [
    emitDispatch(context, `${name}_`, type, combinators),
    block(`function ${name}(r: Reader): ${result}`, [
      'r.enter()',
      `const value = ${name}_(r)`,
      'r.leave()',
      'return value',
    ]),
  ].join('\n\n')
}

function emitDispatch(context: EmitContext, name: string, type: string, combinators: readonly Combinator[]): string {
  const head = `function ${name}(r: Reader): ${interfaceName(context.root, type)}`
  const make = (combinator: Combinator): string[] =>
    context.bare.has(combinator.name) ? [`return make_${flatName(combinator.name)}(r)`] : makeLines(context, combinator)
  const [only] = combinators
  if (combinators.length === 1 && only !== undefined) {
    return block(head, [`r.expect(${idLiteral(only.id)}, '${type}')`, ...make(only)])
  }
  const cases = combinators.map((combinator) => caseLines(idLiteral(combinator.id), make(combinator)))
  const unknown = `throw r.unexpected(id, '${type}')`
  return block(head, [
    'const id = r.int()',
    ['switch (id) {', ...cases, '  default:', `    ${unknown}`, '}'].join('\n'),
  ])
}

/** A case of a switch, in a block of its own if it declares anything. */
export function caseLines(label: string, lines: readonly string[]): string {
  const scoped = lines.some((line) => line.startsWith('const '))
  const body = lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`).join('\n')
  return scoped ? `  case ${label}: {\n${body}\n  }` : `  case ${label}:\n${body}`
}

export function emitVectorReader(context: EmitContext, name: string, vector: VectorRef): string {
  const { item } = vector
  const type = valueType(context, item)
  const size = Math.max(context.analysis.minimalSize(item), 1)
  return block(`function read_${name}(r: Reader): ${type}[]`, [
    `const count = r.${vector.boxed ? 'vector' : 'count'}(${size})`,
    `const items = new Array<${type}>(count)`,
    `for (let i = 0; i < count; i++) items[i] = ${readExpression(context, item)}`,
    'return items',
  ])
}
