import type { Combinator, LinkedSchema } from '../linked-schema.ts'
import { analyse } from './analysis.ts'
import { block } from './code.ts'
import { checkSupported, type EmitContext, newContext } from './emit-context.ts'
import { GenerateError } from './generate-error.ts'
import { flatName, idKey, idLiteral, propertyKey } from './names.ts'
import { createNaming } from './naming.ts'
import { caseLines, emitVectorReader, makeLines } from './readers.ts'
import { boxedTypes } from './types.ts'
import { emitVectorWriter, fieldLines } from './writers.ts'

export interface LayerModules {
  /** Import path of the runtime. */
  readonly runtime: string
  /** Import path of a module with `put` (writers of values of any type), `upgrade` and the types `Layer` and `TlObject`. */
  readonly support: string
}

/**
 * What else is read as a value of a type: by type, the constructors of other types, and as which of its own each is read.
 * Some clients send what means the same in the wrong type.
 */
export type Aliases = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Readers and writers of the definitions of all layers, for a codec that decides when it runs which it needs. A reader of
 * a type accepts every constructor that the type ever had; what is not today's goes through `upgrade`. Writers go by
 * constructor number and leave to `put.boxed` which definition a nested object has in the layer. What is written never
 * goes by an alias.
 */
export function emitLayers(
  schema: LinkedSchema,
  today: number,
  modules: LayerModules,
  header: string,
  aliases: Aliases = {},
): string {
  const combinators = [...schema.constructors, ...schema.methods]
  for (const combinator of combinators) checkSupported(combinator)
  const types = boxedTypes(schema)
  const context = newContext({
    naming: createNaming('', schema),
    types,
    analysis: analyse(types),
    bare: new Set(),
    keepsBits: false,
    allLayers: true,
  })
  const make = (one: Combinator): string[] =>
    isInForce(one, today) ? makeLines(context, one) : makeLines(context, one, [`upgrade(${idLiteral(one.id)}, {`, '})'])
  const parts = [...types].map(([type, members]) =>
    emitReader(context, type, [...members, ...aliasesOf(schema, today, type, aliases)], make),
  )
  const tables = [
    table(
      'typeReaders',
      'string, (r: Reader) => unknown',
      [...types.keys()].map((type) => `${propertyKey(type)}: read_${flatName(type)}`),
    ),
    table(
      'objectReaders',
      'number, (r: Reader) => unknown',
      [...types].flatMap(([type, members]) => members.map(({ id }) => `${idKey(id)}: read_${flatName(type)}`)),
    ),
    table(
      'methodReaders',
      'number, (r: Reader) => unknown',
      schema.methods.map((method) => `${idKey(method.id)}: ${block('(r) =>', make(method))}`),
    ),
    table(
      'fieldWriters',
      'number, (w: Writer, v: TlObject, l: Layer) => void',
      combinators.map((one) => `${idKey(one.id)}: ${block('(w, v, l) =>', fieldLines(context, one.params))}`),
    ),
  ]
  const done = new Set<string>()
  for (const [name, vector] of context.vectors) {
    if (done.has(name)) continue
    done.add(name)
    parts.push(emitVectorReader(context, name, vector), emitVectorWriter(context, name, vector))
  }
  return [header, emitImports(modules), ...parts, emitQueryReader(), ...tables, ''].join('\n\n')
}

/** Today's constructors that are read as others of `type`, under the names of those. */
function aliasesOf(schema: LinkedSchema, today: number, type: string, aliases: Aliases): Combinator[] {
  const current = (name: string): Combinator => {
    const found = schema.constructors.find((one) => one.name === name && isInForce(one, today))
    if (found === undefined) throw new GenerateError(`There is no constructor ${name} in layer ${today}`)
    return found
  }
  return Object.entries(aliases[type] ?? {}).map(([foreign, own]) => {
    const [read, as] = [current(foreign), current(own)]
    if (fieldsOf(read) !== fieldsOf(as)) throw new GenerateError(`${foreign} has not the fields of ${own}`)
    return { ...read, name: own }
  })
}

function fieldsOf({ definition }: Combinator): string {
  return definition.replace(/^\S+/, '').replace(/=.*$/, '').trim()
}

function isInForce({ layers }: Combinator, layer: number): boolean {
  return layers === undefined || layers.some(({ first, last }) => first <= layer && layer <= last)
}

function emitImports({ runtime, support }: LayerModules): string {
  return [
    `import type { Reader, Writer } from '${runtime}'`,
    `import { type Layer, put, type TlObject, upgrade } from '${support}'`,
  ].join('\n')
}

function emitReader(
  context: EmitContext,
  type: string,
  members: readonly Combinator[],
  make: (combinator: Combinator) => string[],
): string {
  const name = `read_${flatName(type)}`
  if (members.length === 0) return block(`function ${name}(r: Reader): unknown`, [`return r.none('${type}')`])
  const cases = members.map((member) => caseLines(idLiteral(member.id), make(member)))
  const body = [
    'const id = r.int()',
    ['switch (id) {', ...cases, '  default:', `    throw r.unexpected(id, '${type}')`, '}'].join('\n'),
  ]
  if (!context.analysis.recursive.has(type)) return block(`function ${name}(r: Reader): unknown`, body)
  return [
    block(`function ${name}_(r: Reader): unknown`, body),
    block(`function ${name}(r: Reader): unknown`, [
      'r.enter()',
      `const value = ${name}_(r)`,
      'r.leave()',
      'return value',
    ]),
  ].join('\n\n')
}

/** Wrapped requests count as nesting, since a wrapper can wrap itself. */
function emitQueryReader(): string {
  return `/** A request of whatever layer. */
export function readQuery(r: Reader): unknown {
  const id = r.int()
  const readFields = methodReaders[id >>> 0]
  if (readFields === undefined) throw r.unexpected(id, 'any method')
  r.enter()
  const value = readFields(r)
  r.leave()
  return value
}`
}

function table(name: string, type: string, entries: readonly string[]): string {
  const lines = entries.map((entry) => `  ${entry.replaceAll('\n', '\n  ')},`)
  return `export const ${name}: Readonly<Record<${type}>> = {\n${lines.join('\n')}\n}`
}
