import type { Combinator, LinkedSchema, TypeRef } from '../linked-schema.ts'
import { union } from './code.ts'
import { GenerateError } from './generate-error.ts'
import { camelCase, propertyKey, splitName, typeName } from './names.ts'

/** A type or a combinator's interface as others refer to it: `api.messages.sendMessage`. */
export function interfaceName(root: string, name: string): string {
  const [namespace, local] = splitName(name)
  return namespace === undefined ? `${root}.${typeName(local)}` : `${root}.${namespace}.${typeName(local)}`
}

/** The TypeScript type of a value of `type`. */
export function typeScriptType(root: string, type: TypeRef): string {
  switch (type.kind) {
    case 'primitive':
      return primitiveType(root, type.name)
    case 'boxed':
      return interfaceName(root, type.type)
    case 'bare':
      return interfaceName(root, type.constructor)
    case 'vector':
      return `${typeScriptType(root, type.item)}[]`
    case 'generic':
      return type.isQuery ? 'Q' : 'unknown'
    case 'repeat':
      throw new GenerateError('Repetitions (`n*[ ... ]`) have no TypeScript form')
  }
}

function primitiveType(root: string, name: string): string {
  switch (name) {
    case 'long':
      return 'bigint'
    case 'string':
      return 'string'
    case 'bytes':
    case 'int128':
    case 'int256':
      return 'Uint8Array'
    case 'Bool':
    case 'true':
      return 'boolean'
    case 'Object':
      return `${root}.Object`
    default:
      return 'number'
  }
}

/** The key of a result in the table of types: `Updates`, `Bool`, `Vector<User>`. Undefined for a type variable. */
export function resultKey(type: TypeRef): string | undefined {
  switch (type.kind) {
    case 'generic':
      return undefined
    case 'vector':
      return `${type.boxed ? 'Vector' : 'vector'}<${resultKey(type.item)}>`
    case 'boxed':
      return type.type
    case 'bare':
      return `%${type.type}`
    case 'primitive':
      return type.name
    case 'repeat':
      return undefined
  }
}

/** The boxed types that get a union and codecs: all but `Bool`, whose values are JavaScript's. */
export function boxedTypes({ types }: LinkedSchema): Map<string, readonly Combinator[]> {
  return new Map([...types].filter(([type]) => type !== 'Bool'))
}

/** Results that are not simply a boxed type of the schema, by key. */
export function builtInResults(schema: LinkedSchema): Map<string, TypeRef> {
  const results = new Map<string, TypeRef>()
  for (const { result } of schema.methods) {
    const key = resultKey(result)
    if (key !== undefined && result.kind !== 'boxed') results.set(key, result)
  }
  return new Map([...results].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A method whose result is that of the method it wraps (`invokeWithLayer`). */
export function isWrapper(method: Combinator): boolean {
  return method.result.kind === 'generic'
}

export function emitTypes(root: string, schema: LinkedSchema, header: string): string {
  const namespaces = new Map<string | undefined, string[]>()
  const put = (name: string, emit: (indent: string, local: string) => string): void => {
    const [namespace, local] = splitName(name)
    const lines = namespaces.get(namespace) ?? []
    lines.push(emit(namespace === undefined ? '  ' : '    ', local))
    namespaces.set(namespace, lines)
  }
  for (const [type, combinators] of boxedTypes(schema)) {
    put(type, (indent, local) =>
      union(
        indent,
        `type ${local}`,
        combinators.map(({ name }) => interfaceName(root, name)),
      ),
    )
  }
  for (const combinator of [...schema.constructors, ...schema.methods]) {
    put(combinator.name, (indent, local) => emitInterface(root, combinator, indent, local))
  }
  const top = namespaces.get(undefined) ?? []
  namespaces.delete(undefined)
  const nested = [...namespaces].map(([name, lines]) => `  namespace ${name} {\n${lines.join('\n\n')}\n  }`)
  const names = (combinators: readonly Combinator[]): string[] =>
    combinators.map(({ name }) => interfaceName(root, name))
  return [
    header,
    `/** The schema's types: \`${root}.Type\` is a boxed type, \`${root}.constructor\` and \`${root}.method\` one combinator. */`,
    `export declare namespace ${root} {`,
    [
      '  /** Every constructor. */',
      union('  ', 'type Object', names(schema.constructors)),
      '',
      '  /** Every request. */',
      union('  ', 'type Method', names(schema.methods)),
      '',
      [...top, ...nested].join('\n\n'),
    ].join('\n'),
    '}',
    '',
    emitTables(root, schema),
  ].join('\n')
}

function emitInterface(root: string, combinator: Combinator, indent: string, local: string): string {
  const wraps = combinator.params.some(({ type }) => type.kind === 'generic' && type.isQuery)
  const fields = combinator.params
    .filter(({ isFlagWord }) => !isFlagWord)
    .map(({ name, type, condition }) => {
      const optional = condition !== undefined || (type.kind === 'primitive' && type.name === 'true')
      const text = typeScriptType(root, type)
      return `${indent}  ${propertyKey(camelCase(name))}${optional ? '?' : ''}: ${text}${optional ? ' | undefined' : ''}`
    })
  return [
    `${indent}/** \`${combinator.definition}\` */`,
    `${indent}interface ${typeName(local)}${wraps ? `<Q = ${root}.Method>` : ''} {`,
    `${indent}  _: '${combinator.name}'`,
    ...fields,
    `${indent}}`,
  ].join('\n')
}

function emitTables(root: string, schema: LinkedSchema): string {
  const types = [
    ...[...boxedTypes(schema).keys()].map((type) => `  ${propertyKey(type)}: ${interfaceName(root, type)}`),
    ...[...builtInResults(schema)].map(([key, type]) => `  ${propertyKey(key)}: ${typeScriptType(root, type)}`),
  ]
  const results = schema.methods.flatMap((method) => {
    const key = resultKey(method.result)
    return key === undefined ? [] : [`  ${propertyKey(method.name)}: Types['${key}']`]
  })
  const wrappers = schema.methods.filter(isWrapper).map(({ name }) => `'${name}'`)
  return [
    '/** What can be asked of `decode` and `read`, by its name in the schema. */',
    `export interface Types {\n${types.join('\n')}\n}`,
    '',
    '/** The result of each method that has one of its own. */',
    `export interface Results {\n${results.join('\n')}\n}`,
    '',
    '/** Methods that carry another in `query` and have its result. */',
    union('', 'export type Wrapper', wrappers),
    '',
    '/** The result of a request, through any wrappers around it. */',
    `export type ResultOf<M> = M extends { _: Wrapper; query: infer Q }
  ? [${root}.Method] extends [Q]
    ? unknown
    : ResultOf<Q>
  : M extends { _: infer N extends keyof Results }
    ? Results[N]
    : never`,
    '',
  ].join('\n')
}
