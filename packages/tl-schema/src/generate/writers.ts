import type { Combinator, Param, TypeRef } from '../linked-schema.ts'
import { block } from './code.ts'
import {
  arityOf,
  type BuiltinRef,
  builtinName,
  type EmitContext,
  fieldAccess,
  natArgs,
  numbered,
  parameterList,
  type VectorRef,
  valueType,
  vectorName,
  withParameters,
} from './emit-context.ts'
import { type FieldNames, fieldNames } from './field-names.ts'
import { GenerateError } from './generate-error.ts'
import { natArguments } from './instances.ts'
import { idLiteral } from './names.ts'
import { codeName } from './naming.ts'
import { bitLiteral, conditionText, isOwned, isUsedAsNumber, knownBits, natText, natUses } from './nats.ts'
import { caseLines, natParameters } from './readers.ts'
import { repeatArguments, repeatName } from './repeats.ts'
import { arrayOf, natArity } from './types.ts'

/** A statement that writes `value` as `type`. */
export function writeStatement(
  context: EmitContext,
  type: TypeRef,
  value: string,
  names: FieldNames = fieldNames([]),
): string {
  if (context.allLayers) return writeInLayer(context, type, value)
  const numbers = natArgs(natArguments(type), arityOf(context, type), names)
  switch (type.kind) {
    case 'primitive':
      return writePrimitive(type.name, value)
    case 'boxed':
      return `write_${context.naming.functions(type.type)}(w, ${value}${numbers})`
    case 'bare':
      return `fields_${context.naming.functions(type.constructor)}(w, ${value}${numbers})`
    case 'boxedBuiltin':
      return `write_${builtinName(context, type)}(w, ${value})`
    case 'vector':
      return `write_${vectorName(context, type)}(w, ${value}${numbers})`
    case 'generic':
      return `writeQuery(w, ${value})`
    case 'repeat': {
      const args = [value, natText(type.count, names), ...repeatArguments(type, names)]
      return `write_${repeatName(context, type)}(w, ${args.join(', ')})`
    }
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
    case 'int512':
      return `w.fixed(${value}, 64)`
    case 'Bool':
      return `w.bool(${value})`
    case 'true':
      return ''
    case 'Object':
      return `writeAny(w, ${value})`
    default:
      return `w.${name}(${value})`
  }
}

const isTrue = ({ type }: Param): boolean => type.kind === 'primitive' && type.name === 'true'
const isNumber = ({ type, isFlagWord }: Param): boolean =>
  !isFlagWord && type.kind === 'primitive' && type.name === 'nat'

/** The statements that write a combinator with its number. */
export function putLines(
  context: EmitContext,
  combinator: Combinator,
  numbers: readonly string[] = [],
  id: string = idLiteral(combinator.id),
): string[] {
  const number = `w.id(${id})`
  if (context.bare.has(codeName(combinator))) {
    return [number, `fields_${context.naming.functions(codeName(combinator))}(${['w', 'v', ...numbers].join(', ')})`]
  }
  return [number, ...fieldLines(context, combinator.params)]
}

/** `fields_x`: for a constructor whose fields are written elsewhere than in its type. */
export function emitFields(context: EmitContext, combinator: Combinator): string {
  const name = codeName(combinator)
  const { parameters } = natParameters(combinator)
  const head = `function fields_${context.naming.functions(name)}(w: Writer, v: ${context.naming.path(name)}${parameters}): void`
  return block(head, fieldLines(context, combinator.params))
}

/** The statements that write the fields of a combinator. */
export function fieldLines(
  context: EmitContext,
  params: readonly Param[],
  names: FieldNames = fieldNames(params),
): string[] {
  const lines: string[] = []
  const uses = natUses(params)
  for (const param of params) {
    if (param.isFlagWord || isTrue(param)) continue
    const isOptional = param.condition !== undefined && isOwned(param.condition, params)
    if (isOptional || (isNumber(param) && uses.has(param.name)))
      lines.push(`const ${names.local(param.name)} = ${fieldAccess(context, names.key(param.name))}`)
  }
  // A word that another word's bit says is there must be known before that one is written.
  for (const word of params.filter(({ isFlagWord, condition }) => isFlagWord && condition !== undefined).reverse()) {
    lines.push(`const ${names.local(word.name)} = ${bitsText(context, word, params, names).value}`)
  }
  for (const param of params) {
    if (param.isFlagWord) lines.push(...flagLines(context, param, params, names))
    else lines.push(...fieldLine(context, param, params, names))
  }
  return lines
}

/** A flag word, computed from the fields that hang on it. */
function bitsText(
  context: EmitContext,
  word: Param,
  params: readonly Param[],
  names: FieldNames,
): { value: string; count: number } {
  const bits = params
    .filter(({ condition }) => condition !== undefined && condition.bit !== undefined && condition.flags === word.name)
    .map((param) => {
      const bit = bitLiteral(param.condition?.bit)
      if (param.isFlagWord) return `(${isThere(context, param, names)} ? ${bit} : 0)`
      return isTrue(param)
        ? `(${fieldAccess(context, names.key(param.name))} ? ${bit} : 0)`
        : `(${names.local(param.name)} === undefined ? 0 : ${bit})`
    })
  if (context.keepsBits) {
    const kept = `w.bits(${fieldAccess(context, names.key(word.name))}, ${knownBits(word, params)})`
    bits.push(bits.length === 0 ? ` ${kept} ` : kept)
  }
  if (bits.length === 0) return { value: '0', count: 0 }
  return { value: bits.length === 1 ? bits.join('').slice(1, -1) : bits.join(' |\n  '), count: bits.length }
}

/** Whether a word that hangs on another's bit is there. */
function isThere(context: EmitContext, word: Param, names: FieldNames): string {
  const computed = `${names.local(word.name)} !== 0`
  return context.keepsBits ? `${computed} || ${fieldAccess(context, names.key(word.name))} !== undefined` : computed
}

function flagLines(context: EmitContext, word: Param, params: readonly Param[], names: FieldNames): string[] {
  const name = names.local(word.name)
  if (word.condition !== undefined) return [`if (${isThere(context, word, names)}) w.id(${name})`]
  const { value, count } = bitsText(context, word, params, names)
  // Only a bit that several fields share is looked at again.
  const isNeeded =
    isUsedAsNumber(word, params) ||
    params.some((param) => param.condition?.flags === word.name && sharesBit(param, params))
  if (count === 0 && !isNeeded) return ['w.id(0)']
  if (!isNeeded) return [`w.id(${count === 1 ? value : `\n  ${value},\n`})`]
  return [`const ${name} =${count < 2 ? ' ' : '\n  '}${value}`, `w.id(${name})`]
}

function sharesBit(param: Param, params: readonly Param[]): boolean {
  const { condition } = param
  if (condition === undefined || isTrue(param) || param.isFlagWord) return false
  return params.some(
    (other) => other !== param && other.condition?.flags === condition.flags && other.condition.bit === condition.bit,
  )
}

function fieldLine(context: EmitContext, param: Param, params: readonly Param[], names: FieldNames): string[] {
  const { condition, type } = param
  if (isTrue(param)) return []
  const local = names.local(param.name)
  const access = fieldAccess(context, names.key(param.name))
  if (condition === undefined) {
    const value = isNumber(param) && natUses(params).has(param.name) ? local : access
    return [writeStatement(context, type, value, names)]
  }
  const test = conditionText(condition, names)
  if (isOwned(condition, params)) {
    if (!sharesBit(param, params)) return [`if (${local} !== undefined) ${writeStatement(context, type, local, names)}`]
    // Looked up once more, so that an error names it and not the one that was looked up last.
    return [`if (${test}) ${writeStatement(context, type, `w.present(${access})`, names)}`]
  }
  // Something else says whether it is there. The field is looked up here, so that an error names it.
  return [`if (${test}) ${writeStatement(context, type, `w.present(${access})`, names)}`, `else w.absent(${access})`]
}

/** Above this many constructors a type's writer first branches on the length of the name. */
const LONG_SWITCH = 8

/** `write_X`: writes any constructor of a boxed type, and no other value. */
export function emitTypeWriter(context: EmitContext, type: string, combinators: readonly Combinator[]): string {
  const value = type === 'Object' ? `${context.naming.root}.Object` : context.naming.path(type)
  const nats = numbered(natArity(combinators))
  const head = `function write_${context.naming.functions(type)}(w: Writer, v: ${value}${parameterList(nats)}): void`
  const unknown = 'throw w.unknown(v)'
  const [only] = combinators
  if (combinators.length === 1 && only !== undefined) {
    return block(head, [`if (v._ !== '${only.name}') ${unknown}`, ...putLines(context, only, nats)])
  }
  const cases = (members: readonly Combinator[]): string[] =>
    members.map((member) => caseLines(`'${member.name}'`, [...putLines(context, member, nats), 'return']))
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
  if (context.allLayers) {
    return block(`function write_${name}(w: Writer, v: unknown, l: Layer): void`, [
      `for (const item of put.${vector.boxed ? 'vector' : 'bareVector'}(w, v)) ${writeStatement(context, vector.item, 'item')}`,
    ])
  }
  const item = withParameters(context, vector.item)
  const nats = numbered(arityOf(context, item))
  const statement = writeStatement(context, item, 'item')
  return block(
    `function write_${name}(w: Writer, v: ${arrayOf(valueType(context, item))}${parameterList(nats)}): void`,
    [
      `w.${vector.boxed ? 'vector' : 'bareVector'}(v)`,
      ...(statement === '' ? [] : [`for (const item of v) ${statement}`]),
    ],
  )
}

/** `write_Int`: a built-in type with its number. */
export function emitBuiltinWriter(context: EmitContext, name: string, type: BuiltinRef): string {
  return block(`function write_${name}(w: Writer, v: ${valueType(context, type)}): void`, [
    `w.id(${idLiteral(type.id)})`,
    writePrimitive(type.name, 'v'),
  ])
}
