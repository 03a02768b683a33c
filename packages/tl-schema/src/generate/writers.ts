import type { Combinator, Param, TypeRef } from '../linked-schema.ts'
import { block } from './code.ts'
import { type EmitContext, fieldAccess, type VectorRef, vectorName } from './emit-context.ts'
import { GenerateError } from './generate-error.ts'
import { flatName, idLiteral, localName } from './names.ts'
import { bitLiteral, caseLines } from './readers.ts'
import { interfaceName, typeScriptType } from './types.ts'

/** A statement that writes `value` as `type`. */
export function writeStatement(context: EmitContext, type: TypeRef, value: string): string {
  if (context.allLayers) return writeInLayer(context, type, value)
  switch (type.kind) {
    case 'primitive':
      return writePrimitive(type.name, value)
    case 'boxed':
      return `write_${flatName(type.type)}(w, ${value})`
    case 'bare':
      return `fields_${flatName(type.constructor)}(w, ${value})`
    case 'vector':
      return `write_${vectorName(context, type)}(w, ${value})`
    case 'generic':
      return `writeQuery(w, ${value})`
    case 'repeat':
      throw new GenerateError('Repetitions have no TypeScript form')
  }
}

/** The same by functions that take any value, for a writer that knows its layer only when it runs. */
function writeInLayer(context: EmitContext, type: TypeRef, value: string): string {
  switch (type.kind) {
    case 'primitive':
      return `put.${type.name}(w, ${value})`
    case 'boxed':
      return `put.boxed(w, ${value}, '${type.type}', l)`
    case 'vector':
      return `write_${vectorName(context, type)}(w, ${value}, l)`
    case 'generic':
      return `put.query(w, ${value}, l)`
    default:
      throw new GenerateError(`A ${type.kind} type has no form over all layers`)
  }
}

function writePrimitive(name: string, value: string): string {
  switch (name) {
    case 'nat':
      return `w.uint(${value})`
    case 'bytes':
      return `w.byteString(${value})`
    case 'int128':
      return `w.fixed(${value}, 16)`
    case 'int256':
      return `w.fixed(${value}, 32)`
    case 'Bool':
      return `w.bool(${value})`
    case 'true':
      return ''
    case 'Object':
      return `writeObject(w, ${value})`
    default:
      return `w.${name}(${value})`
  }
}

const isTrue = ({ type }: Param): boolean => type.kind === 'primitive' && type.name === 'true'

/** The statements that write a combinator with its number. */
export function putLines(context: EmitContext, combinator: Combinator): string[] {
  const number = `w.id(${idLiteral(combinator.id)})`
  if (context.bare.has(combinator.name)) return [number, `fields_${flatName(combinator.name)}(w, v)`]
  return [number, ...fieldLines(context, combinator.params)]
}

/** `fields_x`: for a constructor that stands bare somewhere. */
export function emitFields(context: EmitContext, { name, params }: Combinator): string {
  const head = `function fields_${flatName(name)}(w: Writer, v: ${interfaceName(context.root, name)}): void`
  return block(head, fieldLines(context, params))
}

/** The statements that write the fields of a combinator. */
export function fieldLines(context: EmitContext, params: readonly Param[]): string[] {
  const lines: string[] = []
  for (const param of params) {
    if (param.condition !== undefined && !isTrue(param))
      lines.push(`const ${localName(param.name)} = ${fieldAccess(context, param.name)}`)
  }
  for (const param of params) {
    if (param.isFlagWord) lines.push(...flagLines(context, param, params))
    else lines.push(...fieldLine(context, param, params))
  }
  return lines
}

/** Computes a flag word from the fields that hang on it. */
function flagLines(context: EmitContext, word: Param, params: readonly Param[]): string[] {
  const name = localName(word.name)
  const bits = params
    .filter(({ condition }) => condition?.flags === word.name)
    .map((param) => {
      const bit = bitLiteral(param.condition?.bit)
      return isTrue(param)
        ? `(${fieldAccess(context, param.name)} ? ${bit} : 0)`
        : `(${localName(param.name)} === undefined ? 0 : ${bit})`
    })
  if (bits.length === 0) return ['w.id(0)']
  const value = bits.length === 1 ? bits.join('').slice(1, -1) : bits.join(' |\n  ')
  // Only a bit that several fields share is looked at again.
  if (!params.some((param) => param.condition?.flags === word.name && sharesBit(param, params)))
    return [`w.id(${bits.length === 1 ? value : `\n  ${value},\n`})`]
  return [`const ${name} =${bits.length === 1 ? ' ' : '\n  '}${value}`, `w.id(${name})`]
}

function sharesBit(param: Param, params: readonly Param[]): boolean {
  const { condition } = param
  if (condition === undefined || isTrue(param)) return false
  return params.some(
    (other) => other !== param && other.condition?.flags === condition.flags && other.condition.bit === condition.bit,
  )
}

function fieldLine(context: EmitContext, param: Param, params: readonly Param[]): string[] {
  const { condition, type } = param
  if (isTrue(param)) return []
  if (condition === undefined) return [writeStatement(context, type, fieldAccess(context, param.name))]
  const local = localName(param.name)
  if (!sharesBit(param, params)) return [`if (${local} !== undefined) ${writeStatement(context, type, local)}`]
  const test = `${localName(condition.flags)} & ${bitLiteral(condition.bit)}`
  return [`if (${test}) ${writeStatement(context, type, `w.present(${local})`)}`]
}

/** Above this many constructors a type's writer first branches on the length of the name. */
const LONG_SWITCH = 8

/** `write_X`: writes any constructor of a boxed type, and no other value. */
export function emitTypeWriter(context: EmitContext, type: string, combinators: readonly Combinator[]): string {
  const head = `function write_${flatName(type)}(w: Writer, v: ${interfaceName(context.root, type)}): void`
  const unknown = 'throw w.unknown(v)'
  const [only] = combinators
  if (combinators.length === 1 && only !== undefined) {
    return block(head, [`if (v._ !== '${only.name}') ${unknown}`, ...putLines(context, only)])
  }
  const cases = (members: readonly Combinator[]): string[] =>
    members.map((member) => caseLines(`'${member.name}'`, [...putLines(context, member), 'return']))
  if (combinators.length <= LONG_SWITCH) {
    return block(head, [['switch (v._) {', ...cases(combinators), '  default:', `    ${unknown}`, '}'].join('\n')])
  }
  const byLength = Map.groupBy(combinators, ({ name }) => name.length)
  const branches = [...byLength]
    .sort(([a], [b]) => a - b)
    .flatMap(([length, members]) => [
      `  case ${length}:`,
      ...['switch (v._) {', ...cases(members), '}', 'break'].map((line) => `    ${line.replaceAll('\n', '\n    ')}`),
    ])
  return block(head, [['switch (v._.length) {', ...branches, '}'].join('\n'), unknown])
}

export function emitVectorWriter(context: EmitContext, name: string, vector: VectorRef): string {
  const { item } = vector
  if (context.allLayers) {
    return block(`function write_${name}(w: Writer, v: unknown, l: Layer): void`, [
      `for (const item of put.${vector.boxed ? 'vector' : 'bareVector'}(w, v)) ${writeStatement(context, item, 'item')}`,
    ])
  }
  return block(`function write_${name}(w: Writer, v: ${typeScriptType(context.root, item)}[]): void`, [
    `w.${vector.boxed ? 'vector' : 'bareVector'}(v)`,
    `for (const item of v) ${writeStatement(context, item, 'item')}`,
  ])
}
