import type { Combinator, Param, TypeRef } from '../linked-schema.ts'
import { block, list } from './code.ts'
import {
  arityOf,
  builtinName,
  type EmitContext,
  natArgs,
  numbered,
  parameterList,
  type VectorRef,
  valueType,
  vectorName,
  withParameters,
} from './emit-context.ts'
import { type FieldNames, fieldNames } from './field-names.ts'
import { natArguments } from './instances.ts'
import { idLiteral, propertyKey } from './names.ts'
import { codeName } from './naming.ts'
import { conditionText, knownBits, natText, natUses } from './nats.ts'
import { repeatArguments, repeatName } from './repeats.ts'
import { natArity } from './types.ts'

/** An expression that reads one value of `type`. */
export function readExpression(context: EmitContext, type: TypeRef, names: FieldNames = fieldNames([])): string {
  const { naming } = context
  switch (type.kind) {
    case 'primitive':
      return readPrimitive(type.name)
    case 'boxed':
      return `read_${naming.functions(type.type)}(r${numbers(context, type, names)})`
    case 'bare':
      return `make_${naming.functions(type.constructor)}(r${numbers(context, type, names)})`
    case 'boxedBuiltin':
      return `read_${builtinName(context, type)}(r)`
    case 'vector':
      return `read_${vectorName(context, type)}(r${numbers(context, type, names)})`
    case 'generic':
      return 'readQuery(r)'
    case 'repeat':
      return `read_${repeatName(context, type)}(r, ${[natText(type.count, names), ...repeatArguments(type, names)].join(', ')})`
  }
}

function numbers(context: EmitContext, type: TypeRef, names: FieldNames): string {
  return natArgs(natArguments(type), arityOf(context, type), names)
}

export function readPrimitive(name: string): string {
  switch (name) {
    case 'nat':
      return 'r.uint()'
    case 'bytes':
      return 'r.byteString()'
    case 'int128':
      return 'r.raw(16)'
    case 'int256':
      return 'r.raw(32)'
    case 'int512':
      return 'r.raw(64)'
    case 'Bool':
      return 'r.bool()'
    case 'true':
      return 'true'
    case 'Object':
      return 'readAny(r)'
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
  combinator: Pick<Combinator, 'name' | 'params' | 'generics'>,
  enclosing: readonly [open: string, close: string] = ['{', '}'],
): string[] {
  const { name, params, generics } = combinator
  const outer = generics.filter(({ kind }) => kind === 'nat').map((one) => one.name)
  return objectLines(context, params, fieldNames(params, outer), [`_: '${name}'`], enclosing)
}

/** The same for any list of fields; `first` are properties that are there already. */
export function objectLines(
  context: EmitContext,
  params: readonly Param[],
  names: FieldNames,
  first: readonly string[],
  [open, close]: readonly [open: string, close: string] = ['{', '}'],
): string[] {
  const lines: string[] = []
  // Fields in front of a word or number that others need wait in locals; all others are read inside the literal, in the
  // order of the wire.
  const uses = natUses(params)
  const isNeeded = ({ name, type, isFlagWord }: Param): boolean =>
    isFlagWord || (type.kind === 'primitive' && type.name === 'nat' && uses.has(name))
  const lastNeeded = params.findLastIndex(isNeeded)
  const lastFlags = params.findLastIndex(({ isFlagWord }) => isFlagWord)
  const properties = [...first]
  const plain = [...first]
  params.forEach((param, position) => {
    const local = names.local(param.name)
    const key = propertyKey(names.key(param.name))
    if (param.isFlagWord) {
      const word = param.condition === undefined ? 'r.int()' : `${conditionText(param.condition, names)} ? r.int() : 0`
      lines.push(`const ${local} = ${word}`)
      if (!context.keepsBits) return
      properties.push(`${key}: ${keptBits(param, params, names)}`)
      if (position !== lastFlags) plain.push(`${key}: ${keptBits(param, params, names)}`)
      return
    }
    const value = fieldValue(context, param, names)
    let property = `${key}: ${value}`
    if (position < lastNeeded || isNeeded(param)) {
      lines.push(`const ${local} = ${value}`)
      property = key === local ? key : `${key}: ${local}`
    }
    properties.push(property)
    if (param.condition?.flags !== params[lastFlags]?.name) plain.push(property)
  })
  const word = params[lastFlags]
  if (word !== undefined && hasPlainForm(params, properties.length - plain.length)) {
    lines.push(block(`if (${names.local(word.name)} === 0)`, [list('', `return ${open}`, plain, close, ' ')]))
  }
  lines.push(list('', `return ${open}`, properties, close, properties.length === 0 ? '' : ' '))
  return lines
}

/** Bits that no field stands for; undefined if there are none, and if the word is not there. */
function keptBits(word: Param, params: readonly Param[], names: FieldNames): string {
  const local = names.local(word.name)
  if (word.condition === undefined) return `r.bits(${local}, ${knownBits(word, params)})`
  // That the word is there must be told, also where it has no such bits.
  return `${conditionText(word.condition, names)} ? (${local} & ~${knownBits(word, params)}) >>> 0 : undefined`
}

/** Fewer fields than this are not worth a second form of an object. */
const RARE_FIELDS = 4

/**
 * Whether the constructor gets a second, smaller form for when its last flag word is zero. A schema adds flag words when
 * one is full, so the last one holds what is new and rare: a `user` without it has 30 fields instead of 52. What decoding
 * costs is mostly the memory it fills. Two hidden classes are as fast to read from as one; more would not be.
 */
function hasPlainForm(params: readonly Param[], rareFields: number): boolean {
  const words = params.filter(({ isFlagWord }) => isFlagWord)
  return words.length > 1 && rareFields >= RARE_FIELDS && words.every(({ condition }) => condition === undefined)
}

/** `make_x`: for a constructor whose fields are read elsewhere than in its type. */
export function emitMake(context: EmitContext, type: string, combinator: Combinator): string {
  const { naming, analysis } = context
  const name = naming.functions(codeName(combinator))
  const { parameters, args } = natParameters(combinator)
  const result = naming.path(codeName(combinator))
  const head = (suffix: string): string => `function make_${name}${suffix}(r: Reader${parameters}): ${result}`
  if (!analysis.recursive.has(type)) return block(head(''), makeLines(context, combinator))
  return [block(head('_'), makeLines(context, combinator)), guarded(head(''), `make_${name}_(r${args})`)].join('\n\n')
}

/** The numbers that a constructor's functions are given, with its own names for them. */
export function natParameters({ params, generics }: Combinator): { parameters: string; args: string } {
  const nats = generics.filter(({ kind }) => kind === 'nat').map(({ name }) => name)
  const names = fieldNames(params, nats)
  const locals = nats.map((name) => names.local(name))
  return { parameters: parameterList(locals), args: locals.map((local) => `, ${local}`).join('') }
}

function guarded(head: string, call: string): string {
  return block(head, ['r.enter()', `const value = ${call}`, 'r.leave()', 'return value'])
}

function fieldValue(context: EmitContext, { type, condition }: Param, names: FieldNames): string {
  const value = readExpression(context, type, names)
  return condition === undefined ? value : `${conditionText(condition, names)} ? ${value} : undefined`
}

/** `read_X`: reads a boxed type, accepting only its constructors. */
export function emitTypeReader(context: EmitContext, type: string, combinators: readonly Combinator[]): string {
  const name = `read_${context.naming.functions(type)}`
  const result = type === 'Object' ? `${context.naming.root}.Object` : context.naming.path(type)
  const nats = numbered(natArity(combinators))
  if (!context.analysis.recursive.has(type)) return emitDispatch(context, name, type, combinators, result)
  return [
    emitDispatch(context, `${name}_`, type, combinators, result),
    guarded(
      `function ${name}(r: Reader${parameterList(nats)}): ${result}`,
      `${name}_(r${nats.map((one) => `, ${one}`).join('')})`,
    ),
  ].join('\n\n')
}

function emitDispatch(
  context: EmitContext,
  name: string,
  type: string,
  combinators: readonly Combinator[],
  result: string,
): string {
  const nats = numbered(natArity(combinators))
  const head = `function ${name}(r: Reader${parameterList(nats)}): ${result}`
  const args = nats.map((one) => `, ${one}`).join('')
  const make = (combinator: Combinator): string[] =>
    context.bare.has(codeName(combinator))
      ? [`return make_${context.naming.functions(codeName(combinator))}(r${args})`]
      : makeLines(context, combinator)
  const [only] = combinators
  if (combinators.length === 1 && only !== undefined) {
    return block(head, [`r.expect(${idLiteral(only.id)}, '${type}')`, ...make(only)])
  }
  const cases = firstOfEach(combinators).map((combinator) => caseLines(idLiteral(combinator.id), make(combinator)))
  const unknown = `throw r.unexpected(id, '${type}')`
  return block(head, [
    'const id = r.int()',
    ['switch (id) {', ...cases, '  default:', `    ${unknown}`, '}'].join('\n'),
  ])
}

/** Of definitions that share a number the first is the one that is read. */
export function firstOfEach(combinators: readonly Combinator[]): Combinator[] {
  const first = new Map<number, Combinator>()
  for (const one of combinators) if (!first.has(one.id)) first.set(one.id, one)
  return [...first.values()]
}

/** A case of a switch, in a block of its own if it declares anything. */
export function caseLines(label: string, lines: readonly string[]): string {
  const scoped = lines.some((line) => line.startsWith('const '))
  const body = lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`).join('\n')
  return scoped ? `  case ${label}: {\n${body}\n  }` : `  case ${label}:\n${body}`
}

export function emitVectorReader(context: EmitContext, name: string, vector: VectorRef): string {
  const item = withParameters(context, vector.item)
  const type = valueType(context, item)
  const size = context.analysis.minimalSize(item)
  const nats = numbered(arityOf(context, item))
  return block(`function read_${name}(r: Reader${parameterList(nats)}): ${type}[]`, [
    `const count = r.${vector.boxed ? 'vector' : 'count'}(${size})`,
    ...(size === 0 ? ['r.fits(count, 0)'] : []),
    `const items = new Array<${type}>(count)`,
    `for (let i = 0; i < count; i++) items[i] = ${readExpression(context, item)}`,
    'return items',
  ])
}

/** `read_Int`: a built-in type with its number. */
export function emitBuiltinReader(
  context: EmitContext,
  name: string,
  type: TypeRef & { kind: 'boxedBuiltin' },
): string {
  return block(`function read_${name}(r: Reader): ${valueType(context, type)}`, [
    `r.expect(${idLiteral(type.id)}, '${type.type}')`,
    `return ${readPrimitive(type.name)}`,
  ])
}
