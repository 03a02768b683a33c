import type { Doc } from '../docs/doc.ts'
import type { Combinator, LinkedSchema, Param, TypeRef } from '../linked-schema.ts'
import { union } from './code.ts'
import { docComment, docLines, escapeLines } from './doc-comment.ts'
import { fieldNames } from './field-names.ts'
import { propertyKey } from './names.ts'
import { codeName, type Naming } from './naming.ts'

/** The TypeScript type of a value of `type`. */
export function typeScriptType(naming: Naming, type: TypeRef, keepsBits = false): string {
  switch (type.kind) {
    case 'primitive':
    case 'boxedBuiltin':
      return primitiveType(naming.root, type.name)
    case 'boxed':
      return naming.path(type.type)
    case 'bare':
      return naming.path(type.constructor)
    case 'vector':
      return arrayOf(typeScriptType(naming, type.item, keepsBits))
    case 'generic':
      return type.isQuery ? 'Q' : 'unknown'
    case 'repeat':
      return arrayOf(repeatedType(naming, type.fields, keepsBits))
  }
}

/** An array of what may be a union. */
export function arrayOf(item: string): string {
  return item.includes(' ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
}

/** One round of a repetition: the field itself if there is one, else an object. */
export function repeatedType(naming: Naming, fields: readonly Param[], keepsBits: boolean): string {
  const only = onlyField(fields)
  if (only !== undefined) return typeScriptType(naming, only.type, keepsBits)
  const properties = propertyTexts(naming, fields, keepsBits)
  return properties.length === 0 ? '{}' : `{ ${properties.join('; ')} }`
}

/** The field of a repetition that has one, always. */
export function onlyField(fields: readonly Param[]): Param | undefined {
  const [only] = fields
  return fields.length === 1 && only?.condition === undefined && only?.isFlagWord === false ? only : undefined
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
    case 'int512':
      return 'Uint8Array'
    case 'Bool':
    case 'true':
      return 'boolean'
    case 'Object':
      return `${root}.Object | UnknownObject`
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
    case 'boxedBuiltin':
      return type.type
    case 'bare':
      return `%${type.type}`
    case 'primitive':
      return type.name
    case 'repeat':
      return undefined
  }
}

/** The boxed types that get a union and codecs: all but `Bool`, whose values are JavaScript's, and `Object`, which is all. */
export function boxedTypes({ types }: Pick<LinkedSchema, 'types'>): Map<string, readonly Combinator[]> {
  return new Map([...types].filter(([type]) => type !== 'Bool' && type !== 'Object'))
}

/** How many numbers a type's functions are given. */
export function natArity(members: readonly Combinator[] | undefined): number {
  return members?.[0]?.generics.filter(({ kind }) => kind === 'nat').length ?? 0
}

/** Those of them that can be asked for by name: a type with numbers has values only where these are known. */
export function namedTypes(schema: Pick<LinkedSchema, 'types'>): Map<string, readonly Combinator[]> {
  return new Map([...boxedTypes(schema)].filter(([, members]) => natArity(members) === 0))
}

/** Results that are not simply a boxed type of the schema, by key. */
export function builtInResults(schema: LinkedSchema): Map<string, TypeRef> {
  const results = new Map<string, TypeRef>()
  for (const { result } of schema.methods) {
    const key = resultKey(result)
    if (key !== undefined && result.kind !== 'boxed') results.set(key, result)
  }
  if (schema.types.has('Object')) results.set('Object', { kind: 'primitive', name: 'Object' })
  return new Map([...results].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A method whose result is that of the method it wraps (`invokeWithLayer`). */
export function isWrapper(method: Combinator): boolean {
  return method.result.kind === 'generic'
}

/** The property with the wrapped request. */
export function wrappedKey({ params }: Combinator): string | undefined {
  const query = params.find(({ type }) => type.kind === 'generic' && type.isQuery)
  return query && fieldNames(params).key(query.name)
}

export function emitTypes(
  naming: Naming,
  schema: LinkedSchema,
  runtime: string,
  header: string,
  keepsBits: boolean,
): string {
  const { root } = naming
  const namespaces = new Map<string | undefined, string[]>()
  const put = (name: string, emit: (indent: string) => string): void => {
    const namespace = naming.namespace(name)
    const lines = namespaces.get(namespace) ?? []
    lines.push(emit(namespace === undefined ? '  ' : '    '))
    namespaces.set(namespace, lines)
  }
  const all = new Set<Combinator>(schema.constructors)
  for (const [type, combinators] of boxedTypes(schema)) {
    put(type, (indent) =>
      [
        ...docComment(indent, docLines(typeDoc(schema, type, combinators), undefined)),
        union(
          indent,
          `type ${naming.local(type)}`,
          combinators.map((one) => naming.path(codeName(one))),
        ),
      ].join('\n'),
    )
    for (const one of combinators) all.add(one)
  }
  for (const combinator of [...all, ...schema.methods]) {
    put(codeName(combinator), (indent) => emitInterface(naming, combinator, indent, keepsBits))
  }
  const top = namespaces.get(undefined) ?? []
  namespaces.delete(undefined)
  const nested = [...namespaces].map(([name, lines]) => `  namespace ${name} {\n${lines.join('\n\n')}\n  }`)
  const names = (combinators: readonly Combinator[]): string[] => combinators.map((one) => naming.path(codeName(one)))
  const body = [
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
    emitTables(naming, schema, keepsBits),
  ].join('\n')
  const keeps = body.includes(' | UnknownObject')
  return [header, ...(keeps ? [`import type { UnknownObject } from '${runtime}'\n`] : []), body].join('\n')
}

function emitInterface(naming: Naming, combinator: Combinator, indent: string, keepsBits: boolean): string {
  const wraps = combinator.params.some(({ type }) => type.kind === 'generic' && type.isQuery)
  const { params, doc } = combinator
  const texts = propertyTexts(naming, params, keepsBits)
  const fields = propertiesOf(params, keepsBits).flatMap(({ name }, at) => [
    ...docComment(`${indent}  `, doc?.fields.has(name) === true ? escapeLines(doc.fields.get(name) ?? '') : []),
    `${indent}  ${texts[at]}`,
  ])
  return [
    ...docComment(indent, docLines(doc, combinator.definition)),
    `${indent}interface ${naming.local(codeName(combinator))}${wraps ? `<Q = ${naming.root}.Method>` : ''} {`,
    // Shown where an object is written: there the name is all that an editor has.
    ...docComment(`${indent}  `, doc === undefined || doc.text === '' ? [] : escapeLines(doc.text)),
    `${indent}  _: '${combinator.name}'`,
    ...fields,
    `${indent}}`,
  ].join('\n')
}

function propertyTexts(naming: Naming, params: readonly Param[], keepsBits: boolean): string[] {
  const names = fieldNames(params)
  return propertiesOf(params, keepsBits).map(({ name, type, condition, isFlagWord }) => {
    // Of a flag word the bits that no field stands for.
    const optional = isFlagWord || condition !== undefined || (type.kind === 'primitive' && type.name === 'true')
    const text = typeScriptType(naming, type, keepsBits)
    return `${propertyKey(names.key(name))}${optional ? '?' : ''}: ${text}${optional ? ' | undefined' : ''}`
  })
}

function propertiesOf(params: readonly Param[], keepsBits: boolean): Param[] {
  return params.filter(({ isFlagWord }) => keepsBits || !isFlagWord)
}

/** A type of one constructor is what that is. */
function typeDoc(schema: LinkedSchema, type: string, members: readonly Combinator[]): Doc | undefined {
  const own = schema.typeDocs.get(type) ?? schema.typeDocs.get(type.replace(/<.*/, ''))
  const [only] = members
  if (own !== undefined || only === undefined || members.length > 1 || only.doc === undefined) return own
  return { ...only.doc, fields: new Map() }
}

function emitTables(naming: Naming, schema: LinkedSchema, keepsBits: boolean): string {
  const { root } = naming
  const types = [
    ...[...namedTypes(schema).keys()].map((type) => `  ${propertyKey(type)}: ${naming.path(type)}`),
    ...[...builtInResults(schema)].map(
      ([key, type]) => `  ${propertyKey(key)}: ${typeScriptType(naming, type, keepsBits)}`,
    ),
  ]
  const results = schema.methods.flatMap((method) => {
    const key = resultKey(method.result)
    return key === undefined ? [] : [`  ${propertyKey(method.name)}: Types['${key}']`]
  })
  const requests = schema.methods.map((method) => `  ${propertyKey(method.name)}: ${naming.path(codeName(method))}`)
  const wrappers = schema.methods.filter(isWrapper)
  return [
    '/** What can be asked of `decode` and `read`, by its name in the schema. */',
    `export interface Types {\n${types.join('\n')}\n}`,
    '',
    '/** The request of each method: what is found here by its name is not looked for among all of them. */',
    `export interface Requests {\n${requests.join('\n')}\n}`,
    '',
    '/** The result of each method that has one of its own. */',
    `export interface Results {\n${results.join('\n')}\n}`,
    '',
    '/** Methods that carry another in `query` and have its result. */'.replace(
      ' in `query`',
      wrappers.every((one) => wrappedKey(one) === 'query') ? ' in `query`' : '',
    ),
    union(
      '',
      'export type Wrapper',
      wrappers.map(({ name }) => `'${name}'`),
    ),
    '',
    '/** The result of a request, through any wrappers around it. */',
    emitResultOf(root, wrappers),
    '',
  ].join('\n')
}

function emitResultOf(root: string, wrappers: readonly Combinator[]): string {
  const byKey = Map.groupBy(wrappers, (one) => wrappedKey(one) ?? 'query')
  // Nearly always all of them call it `query`.
  const groups: (readonly [key: string, wrapper: string])[] =
    byKey.size === 0 || (byKey.size === 1 && byKey.has('query'))
      ? [['query', 'Wrapper']]
      : [...byKey].map(([key, members]) => [key, members.map(({ name }) => `'${name}'`).join(' | ')])
  const cases = groups.map(
    ([key, wrapper], at) => `${at === 0 ? '' : '  : '}M extends { _: ${wrapper}; ${propertyKey(key)}: infer Q }
  ? [${root}.Method] extends [Q]
    ? unknown
    : ResultOf<Q>
`,
  )
  return `export type ResultOf<M> = ${cases.join('')}  : M extends { _: infer N extends keyof Results }
    ? Results[N]
    : never`
}
