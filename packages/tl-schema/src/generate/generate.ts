import type { Combinator, LinkedSchema } from '../linked-schema.ts'
import { emitCodec } from './codec.ts'
import { emitDefinitions } from './definitions.ts'
import { GenerateError } from './generate-error.ts'
import { type Aliases, emitLayers, type LayerModules } from './layers.ts'
import { lower } from './lower.ts'
import { emitMethodParts } from './method-parts.ts'
import { createNaming } from './naming.ts'
import { emitTypes } from './types.ts'

export interface GenerateOptions {
  /** Name of the namespace of types and of the files, such as `api`. */
  readonly name: string
  /** Import path of `@chappe/tl-codec` as the generated module sees it. Default `@chappe/tl-codec`. */
  readonly runtime?: string | undefined
  /**
   * What becomes of bits of a flag word that no field stands for. `keep`: they are a property with the word's name, so
   * that nothing is lost and they can be set. `drop`: they are passed over, which saves a property in every value; a
   * word that is called `flags` and that no field tests is written as 0. Default `keep`.
   */
  readonly unknownBits?: 'keep' | 'drop' | undefined
  /**
   * What an optional field that is absent is in what is decoded. `missing`: no property. `undefined`: a property with that
   * value, so that all objects of a constructor look alike to the JavaScript engine: decoding takes up to a third longer, and
   * encoding again many of them that differ in what they have half the time. Encoding takes both for the same. Default
   * `missing`.
   */
  readonly absent?: 'undefined' | 'missing' | undefined
}

export interface GeneratedFile {
  readonly name: string
  readonly text: string
}

/**
 * TypeScript for a schema: `NAME.ts` with the codec and `NAME.types.ts` with the types, which has no code and so is
 * never loaded. The same schema gives the same bytes.
 */
export function generate(linked: LinkedSchema, options: GenerateOptions): GeneratedFile[] {
  const { name, runtime = '@chappe/tl-codec', unknownBits = 'keep', absent = 'missing' } = options
  const { schema, problems } = lower(withoutBool(unknownBits === 'drop' ? reserveFlags(linked) : linked))
  const [problem] = problems
  if (problem !== undefined) throw new GenerateError(problem.message, problems)
  const keepsBits = unknownBits === 'keep'
  const leavesOut = absent === 'missing'
  const naming = createNaming(name, schema)
  const layer = schema.layer === undefined ? '' : `, layer ${schema.layer}`
  const header = headerOf(`${name} schema${layer}`)
  return [
    { name: `${name}.types.ts`, text: emitTypes(naming, schema, runtime, header, keepsBits) },
    {
      name: `${name}.ts`,
      text: emitCodec(naming, schema, { runtime, types: `./${name}.types.ts` }, header, { keepsBits, leavesOut }),
    },
  ]
}

/** `boolTrue` and `boolFalse` are JavaScript's booleans, not objects. */
function withoutBool(schema: LinkedSchema): LinkedSchema {
  return { ...schema, constructors: schema.constructors.filter(({ result }) => !isBool(result)) }
}

function isBool(result: Combinator['result']): boolean {
  return result.kind === 'primitive' && result.name === 'Bool'
}

/** In Telegram's own schemas a `flags` that nothing tests is there for fields to come: no one gives it a value. */
function reserveFlags(schema: LinkedSchema): LinkedSchema {
  const reserve = (one: Combinator): Combinator => {
    const isReserved = ({ name, type }: Combinator['params'][number]): boolean =>
      type.kind === 'primitive' && type.name === 'nat' && /^flags\d*$/.test(name)
    if (!one.params.some((param) => !param.isFlagWord && isReserved(param))) return one
    return { ...one, params: one.params.map((param) => (isReserved(param) ? { ...param, isFlagWord: true } : param)) }
  }
  return {
    ...schema,
    constructors: schema.constructors.map(reserve),
    methods: schema.methods.map(reserve),
    types: new Map([...schema.types].map(([type, members]) => [type, members.map(reserve)])),
  }
}

/**
 * A schema cut into pieces for programs that use few of its methods: `FOLDER/NAMESPACE.ts` for each namespace of methods,
 * and `FOLDER/types.ts`. They stand beside `NAME.types.ts` of `generate`. See `emitMethodParts`.
 */
export function generateMethodParts(
  linked: LinkedSchema,
  options: { readonly name: string; readonly folder: string; readonly parts: string },
): GeneratedFile[] {
  const { name, folder, parts } = options
  const schema = withoutBool(reserveFlags(linked))
  const modules = { parts, types: `../${name}.types.ts` }
  const files = emitMethodParts(
    createNaming(name, schema),
    schema,
    modules,
    headerOf(`${name} schema, layer ${schema.layer}`),
  )
  return [...files].map(([file, text]) => ({ name: `${folder}/${file}.ts`, text }))
}

/**
 * `NAME.definitions.ts`: a schema as data, here one that may hold the definitions of many layers, of which several can
 * have the same name.
 */
export function generateDefinitions(
  schema: LinkedSchema,
  name: string,
  layersSeen: readonly number[] = [],
): GeneratedFile {
  const text = emitDefinitions(name, reserveFlags(schema), layersSeen, headerOf(`${name} schema, all layers`))
  return { name: `${name}.definitions.ts`, text }
}

/** `NAME.layers.ts`: readers and writers of the definitions of all layers. See `emitLayers`. */
export function generateLayers(
  linked: LinkedSchema,
  name: string,
  today: number,
  modules: LayerModules,
  aliases: Aliases = {},
): GeneratedFile {
  const schema = withoutBool(reserveFlags(linked))
  return {
    name: `${name}.layers.ts`,
    text: emitLayers(schema, today, modules, headerOf(`${name} schema, all layers`), aliases),
  }
}

function headerOf(source: string): string {
  return `// Generated by tl-schema from the ${source}. Do not edit.\n`
}
