import type { Combinator, TypeRef } from '../linked-schema.ts'
import { block } from './code.ts'
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
import { idLiteral } from './names.ts'
import { codeName } from './naming.ts'
import { natText } from './nats.ts'
import { objectLines } from './object-lines.ts'
import { repeatArguments, repeatName } from './repeats.ts'
import { arrayOf, natArity } from './types.ts'

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

/** The statements that read the fields of a combinator whose number has been consumed, and return the value. */
export function makeLines(
  context: EmitContext,
  combinator: Pick<Combinator, 'name' | 'instance' | 'params' | 'generics'>,
  enclosing?: readonly [open: string, close: string],
): string[] {
  const { name, params, generics } = combinator
  const outer = generics.filter(({ kind }) => kind === 'nat').map((one) => one.name)
  const type = context.allLayers ? 'TlObject' : context.naming.path(codeName(combinator))
  return objectLines(context, params, fieldNames(params, outer), { first: [`_: '${name}'`], type, enclosing })
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
  return block(`function read_${name}(r: Reader${parameterList(nats)}): ${arrayOf(type)}`, [
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
