/** Writes src/generated from the schemas of the repository. Run by the build and after every change of schema/. */
import { mkdirSync, writeFileSync } from 'node:fs'
import {
  applyDocs,
  type Combinator,
  type GeneratedFile,
  generate,
  generateDefinitions,
  generateMethodParts,
  type LinkedSchema,
  link,
  parseDocs,
  type TypeRef,
} from '@chappe/tl-schema'
import { load, read, stopOn } from './schema-files.ts'

const outFolder = new URL('../src/generated/', import.meta.url)

/** What is said of the API, in files of their own. */
function withDocs(schema: LinkedSchema): LinkedSchema {
  return ['api.docs.tsv', 'api.errors.tsv'].reduce((before, file) => {
    const { docs, diagnostics } = parseDocs(read(file), file)
    const applied = applyDocs(before, docs)
    stopOn(file, [...diagnostics, ...applied.diagnostics])
    return applied.schema
  }, schema)
}

function save(...files: readonly GeneratedFile[]): void {
  for (const { name, text } of files) writeFileSync(new URL(name, outFolder), text)
}

mkdirSync(new URL('methods/', outFolder), { recursive: true })
const programs = { mtproto: load('mtproto.tl'), api: load('api.tl') }
for (const [name, program] of Object.entries(programs)) {
  // The numbers are checked by `tl-schema check`; here it would double the time.
  const { schema, diagnostics } = link(program, { checkNumbers: false })
  stopOn(`${name}.tl`, diagnostics)
  save(...generate(name === 'api' ? withDocs(schema) : schema, { name, runtime: '../index.ts', unknownBits: 'drop' }))
}
save(generateDefinitions(link(programs.mtproto, { checkNumbers: false }).schema, 'mtproto'))
const api = link(programs.api, { checkNumbers: false }).schema
save(generateDefinitions(api, 'api'))
save(...generateMethodParts(api, { name: 'api', folder: 'methods', parts: '../../methods/part.ts' }))

save(...wrappersOf(api))

// A peer of an earlier layer reads and writes earlier forms. All are in one codec, each under its name and the first
// layer that had it: `decryptedMessage` is the newest, `decryptedMessage46` the one before.
const secret = link([load('secret.tl'), load('history/secret.tl')], { checkNumbers: false })
stopOn(
  'history/secret.tl',
  secret.diagnostics.filter(({ code }) => code !== 'duplicate-name'),
)
const everyForm = nameByLayer(secret.schema)
save(...generate(everyForm, { name: 'secret', runtime: '../index.ts', unknownBits: 'drop' }))
save(generateDefinitions(everyForm, 'secret'))

function nameByLayer(schema: LinkedSchema): LinkedSchema {
  const newest = schema.layer ?? 0
  const rename = (one: Combinator): Combinator => {
    const [range] = one.layers ?? []
    return range === undefined || range.last >= newest ? one : { ...one, name: `${one.name}${range.first}` }
  }
  return {
    ...schema,
    constructors: schema.constructors.map(rename),
    types: new Map([...schema.types].map(([type, members]) => [type, members.map(rename)])),
  }
}

/**
 * The methods that wrap another (`query:!X` stands last in them), without what they wrap, as the constructors of one type,
 * and the types that they are made of: enough to step over a wrapper without knowing the API.
 */
function wrappersOf(schema: LinkedSchema): GeneratedFile[] {
  const type = { kind: 'boxed', type: 'Wrapper', args: [] } as const
  const wrappers = schema.methods.filter(wrapsAnother).map((method): Combinator => {
    const { definition, params } = method
    const inside = { params: params.slice(0, -1), definition: definition.replace(' query:!X = X;', ' = Wrapper;') }
    return { ...method, ...inside, kind: 'constructor', generics: [], result: type }
  })
  const types = new Map<string, readonly Combinator[]>([['Wrapper', wrappers]])
  const include = (combinators: readonly Combinator[]): void => {
    for (const { params } of combinators) for (const param of params) includeType(param.type)
  }
  const includeType = (found: TypeRef): void => {
    if (found.kind === 'vector') includeType(found.item)
    if ((found.kind !== 'boxed' && found.kind !== 'bare') || types.has(found.type)) return
    const members = schema.types.get(found.type) ?? []
    types.set(found.type, members)
    include(members)
  }
  include(wrappers)
  const constructors = [...types.values()].flat()
  const byName = new Map(constructors.map((one) => [one.name, one]))
  const byId = new Map(constructors.map((one) => [one.id, one]))
  return generate(
    { ...schema, constructors, methods: [], types, byName, byId },
    { name: 'wrappers', runtime: '../index.ts', unknownBits: 'drop' },
  )
}

function wrapsAnother({ params }: Combinator): boolean {
  const last = params.at(-1)?.type
  return last?.kind === 'generic' && last.isQuery
}
