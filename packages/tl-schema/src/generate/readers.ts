import type { Combinator, Param, TypeRef } from '../linked-schema.ts'
import { block, list } from './code.ts'
import { type EmitContext, type VectorRef, vectorName } from './emit-context.ts'
import { GenerateError } from './generate-error.ts'
import { camelCase, flatName, idLiteral, localName, propertyKey } from './names.ts'
import { interfaceName, typeScriptType } from './types.ts'

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

/** `make_x`: reads the fields of a constructor or method whose number has been consumed. */
export function emitMake(context: EmitContext, combinator: Combinator): string {
  const { name, params } = combinator
  const lines: string[] = []
  // Fields in front of a later flag word wait in locals; all others are read inside the literal, in the order of the wire.
  const lastFlags = params.findLastIndex(({ isFlagWord }) => isFlagWord)
  const properties = [`_: '${name}'`]
  params.forEach((param, position) => {
    if (param.isFlagWord) {
      lines.push(`const ${localName(param.name)} = r.int()`)
      return
    }
    const key = propertyKey(camelCase(param.name))
    const value = fieldValue(context, param)
    if (position < lastFlags) {
      lines.push(`const ${localName(param.name)} = ${value}`)
      properties.push(key === localName(param.name) ? key : `${key}: ${localName(param.name)}`)
    } else {
      properties.push(`${key}: ${value}`)
    }
  })
  lines.push(list('  ', 'return {', properties, '}', ' ').trimStart().replaceAll('\n  ', '\n'))
  const unused = params.length === 0 ? '_r' : 'r'
  return block(`function make_${flatName(name)}(${unused}: Reader): ${interfaceName(context.root, name)}`, lines)
}

function fieldValue(context: EmitContext, { type, condition }: Param): string {
  const value = readExpression(context, type)
  if (condition === undefined) return value
  const test = `${localName(condition.flags)} & ${bitLiteral(condition.bit)}`
  return value === 'true' ? `(${test}) !== 0 || undefined` : `${test} ? ${value} : undefined`
}

/** Bit 31 as a signed number, so that flag words stay small integers. */
export function bitLiteral(bit: number | undefined): string {
  return bit === 31 ? '-0x80000000' : `${1 << (bit ?? 0)}`
}

/** `read_X`: reads a boxed type, accepting only its constructors. */
export function emitTypeReader(context: EmitContext, type: string, combinators: readonly Combinator[]): string {
  const head = `function read_${flatName(type)}(r: Reader): ${interfaceName(context.root, type)}`
  const recursive = context.analysis.recursive.has(type)
  const [only] = combinators
  if (combinators.length === 1 && only !== undefined && !recursive) {
    return block(head, [`r.expect(${idLiteral(only.id)}, '${type}')`, `return make_${flatName(only.name)}(r)`])
  }
  const cases = combinators.map(({ id, name }) =>
    recursive
      ? `  case ${idLiteral(id)}:\n    value = make_${flatName(name)}(r)\n    break`
      : `  case ${idLiteral(id)}:\n    return make_${flatName(name)}(r)`,
  )
  const dispatch = ['switch (id) {', ...cases, '  default:', `    throw r.unexpected(id, '${type}')`, '}'].join('\n')
  if (!recursive) return block(head, ['const id = r.int()', dispatch])
  return block(head, [
    `let value: ${interfaceName(context.root, type)}`,
    'r.enter()',
    'const id = r.int()',
    dispatch,
    'r.leave()',
    'return value',
  ])
}

export function emitVectorReader(context: EmitContext, name: string, vector: VectorRef): string {
  const { item } = vector
  const type = typeScriptType(context.root, item)
  const size = Math.max(context.analysis.minimalSize(item), 1)
  return block(`function read_${name}(r: Reader): ${type}[]`, [
    `const count = r.${vector.boxed ? 'vector' : 'count'}(${size})`,
    `const items = new Array<${type}>(count)`,
    `for (let i = 0; i < count; i++) items[i] = ${readExpression(context, item)}`,
    'return items',
  ])
}
