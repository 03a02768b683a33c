/**
 * Docs from a file beside the schema, a line for each thing that is said: a name, a field, a text, with one tab between
 * each two.
 *
 *     messages.send ⇥ ⇥ Sends a message.                   a definition
 *     messages.send ⇥ peer ⇥ Whom to.                      a field of it
 *     messages.send ⇥ ! ⇥ PEER_UNKNOWN TEXT_EMPTY          the errors of a method
 *     Chat ⇥ ⇥ A place where people write.                 a type; one of a single constructor has what is said of that
 *     * ⇥ limit ⇥ How many at most.                        such a field of all definitions that are there with a text
 *     * ⇥ hash:long ⇥ For caching.                         the same, if it is of this type
 *     link ⇥ ⇥ https://example.org/{kind}/{name}           `kind` is method, constructor or type
 *
 * Empty lines and those that begin with `#` say nothing.
 */
import { createDiagnostic, type Diagnostic } from '../diagnostic.ts'
import { formatType } from '../format-linked.ts'
import type { Combinator, LinkedSchema, Param } from '../linked-schema.ts'
import { createSource, type Span } from '../source.ts'
import { closest } from '../suggest.ts'
import { type Doc, mergeDocs } from './doc.ts'

export interface DocsRow {
  readonly name: string
  /** Empty: the definition itself. `!`: its errors. */
  readonly field: string
  readonly text: string
  readonly span: Span
}

export interface Docs {
  readonly rows: readonly DocsRow[]
  /** With `{kind}` and `{name}` in it. */
  readonly link: string | undefined
}

export function parseDocs(text: string, file = '<docs>'): { docs: Docs; diagnostics: Diagnostic[] } {
  const source = createSource(text, file)
  const rows: DocsRow[] = []
  const diagnostics: Diagnostic[] = []
  const places = new Set<string>()
  let link: string | undefined
  let start = 0
  for (const whole of text.split('\n')) {
    const line = whole.replace(/\r$/, '')
    const span: Span = { source, start, end: start + line.length }
    start += whole.length + 1
    if (line.trim() === '' || line.startsWith('#')) continue
    const report = (message: string): void => void diagnostics.push(createDiagnostic('bad-docs', span, message))
    const [name = '', field = '', said = '', ...more] = line.split('\t').map((cell) => cell.trim())
    const place = `${name}\t${field}`
    if (name === '' || more.length > 0) report('a line is a name, a field or nothing, and a text, with tabs between')
    else if (said === '') report(`nothing is said of \`${name}${field === '' ? '' : ` ${field}`}\``)
    else if (places.has(place)) report(`\`${name}${field === '' ? '' : ` ${field}`}\` is there twice`)
    else if (name === '*' && (field === '' || field === '!')) report('`*` stands for all definitions that have a field')
    else if (name === 'link' && field === '') link = said
    else rows.push({ name, field, text: said, span })
    places.add(place)
  }
  return { docs: { rows, link }, diagnostics }
}

/** The schema with these docs; where they say something, it goes before what comments say. */
export function applyDocs(schema: LinkedSchema, docs: Docs): { schema: LinkedSchema; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const byName = Map.groupBy(docs.rows, ({ name }) => name)
  const general = new Map((byName.get('*') ?? []).map(({ field, text }) => [field, text]))
  const all = [...schema.constructors, ...schema.methods]
  const used = new Set<string>()
  for (const { params } of all) for (const param of params) for (const form of formsOf(param)) used.add(form)
  for (const row of docs.rows) {
    const problem = findProblem(row, schema, used)
    if (problem !== undefined) diagnostics.push(createDiagnostic('unknown-name', row.span, problem.message, problem))
  }
  const done = new Map<Combinator, Combinator>()
  const apply = (one: Combinator): Combinator => {
    const known = done.get(one)
    if (known !== undefined) return known
    const rows = byName.get(one.name) ?? []
    const own = docOf(one, rows, general, docs.link)
    const result = own === undefined ? one : { ...one, doc: mergeDocs(one.doc, own) }
    done.set(one, result)
    return result
  }
  const types = new Map([...schema.types].map(([type, members]) => [type, members.map(apply)]))
  const typeDocs = new Map(schema.typeDocs)
  const textOf = (name: string): string | undefined => byName.get(name)?.find(({ field }) => field === '')?.text
  for (const [type, members] of types) {
    const [only] = members
    const text = textOf(type) ?? (members.length === 1 && only !== undefined ? textOf(only.name) : undefined)
    if (text === undefined) continue
    const doc: Doc = { text, fields: new Map(), errors: [], link: linkOf(docs.link, 'type', type) }
    typeDocs.set(type, mergeDocs(typeDocs.get(type), doc) ?? doc)
  }
  return {
    schema: {
      ...schema,
      constructors: schema.constructors.map(apply),
      methods: schema.methods.map(apply),
      types,
      typeDocs,
      byName: new Map([...schema.byName].map(([name, one]) => [name, apply(one)])),
      byId: new Map([...schema.byId].map(([id, one]) => [id, apply(one)])),
    },
    diagnostics,
  }
}

function docOf(
  { kind, name, params }: Combinator,
  rows: readonly DocsRow[],
  general: ReadonlyMap<string, string>,
  link: string | undefined,
): Doc | undefined {
  if (rows.length === 0) return undefined
  const text = rows.find(({ field }) => field === '')?.text ?? ''
  const errors = rows.find(({ field }) => field === '!')?.text.split(' ') ?? []
  const fields = new Map<string, string>()
  for (const param of text === '' ? [] : params) {
    const said = formsOf(param).flatMap((form) => general.get(form) ?? [])
    if (said[0] !== undefined) fields.set(param.name, said[0])
  }
  for (const { field, text: said } of rows) if (field !== '' && field !== '!') fields.set(field, said)
  return { text, fields, errors, link: text === '' ? undefined : linkOf(link, kind, name) }
}

/** How a line for all definitions may name a field: with its type, which goes first, or without. */
function formsOf({ name, type }: Param): string[] {
  return [`${name}:${formatType(type)}`, name]
}

function linkOf(link: string | undefined, kind: string, name: string): string | undefined {
  return link?.replaceAll('{kind}', kind).replaceAll('{name}', name)
}

function findProblem(
  { name, field }: DocsRow,
  schema: LinkedSchema,
  fields: ReadonlySet<string>,
): { message: string; hint?: string } | undefined {
  const suggest = (wanted: string, known: Iterable<string>): { hint?: string } => {
    const near = closest(wanted, [...known])
    return near === undefined ? {} : { hint: `did you mean \`${near}\`?` }
  }
  if (name === '*') {
    return fields.has(field) ? undefined : { message: `no field is called \`${field}\``, ...suggest(field, fields) }
  }
  const combinator = schema.byName.get(name)
  if (combinator === undefined) {
    if (schema.types.has(name)) return field === '' ? undefined : { message: `\`${name}\` is a type and has no fields` }
    const known = [...schema.byName.keys(), ...schema.types.keys()]
    return { message: `the schema has no \`${name}\``, ...suggest(name, known) }
  }
  if (field === '!' && combinator.kind !== 'method') return { message: `\`${name}\` is no method and has no errors` }
  if (field === '' || field === '!' || combinator.params.some((one) => one.name === field)) return undefined
  const own = combinator.params.map((one) => one.name)
  return { message: `\`${name}\` has no field \`${field}\``, ...suggest(field, own) }
}
