import type { Combinator, LinkedSchema, TypeRef } from '../linked-schema.ts'
import { analyse } from './analysis.ts'
import { list } from './code.ts'
import { paramText, typeText } from './definitions.ts'
import { checkSupported } from './emit-context.ts'
import { flatName, RESERVED_TYPES, splitName } from './names.ts'
import type { Naming } from './naming.ts'
import { isWrapper, resultKey, typeScriptType } from './types.ts'

/** The file of the methods that stand in no namespace. */
const GLOBAL = 'global'
/** The file of the types. A namespace of methods that is called like one of these two gets a low line. */
const TYPES = 'types'

export interface MethodPartsModules {
  /** Import path of the module with `MethodPart` and `TypePart`. */
  readonly parts: string
  /** Import path of the module with the TypeScript types. */
  readonly types: string
}

/**
 * A schema cut into pieces that a bundler can leave out: each type and each method is a constant with its definitions as
 * text, which names the types that it is made of in a function. By file: one for each namespace of methods, and one for
 * the types. What stands in them is read and written by walking the text, so a piece is a tenth of the code it stands for.
 */
export function emitMethodParts(
  naming: Naming,
  schema: LinkedSchema,
  modules: MethodPartsModules,
  header: string,
): Map<string, string> {
  const types = new Map([...schema.types].filter(([type, members]) => type !== 'Bool' && members.length > 0))
  const { recursive } = analyse(types)
  for (const one of [...types.values()].flat()) checkSupported(one)
  for (const one of schema.methods) checkSupported(one)
  const typeParts = [...types].map(([type, members]) => {
    const text = members.map((one) => definitionText(one, false)).join('\\n')
    const properties = [
      `name: '${type}'`,
      ...(recursive.has(type) ? ['nests: true'] : []),
      `text: '${text}'`,
      ...partsOf(
        naming,
        types,
        members.flatMap((one) => one.params.map((param) => param.type)),
        '',
      ),
    ]
    return constant(naming.functions(type), `TypePart<${naming.path(type)}>`, properties)
  })
  const imports = (names: string): string[] => [
    header,
    `import type { ${names} } from '${modules.parts}'`,
    `import type { ${naming.root} } from '${modules.types}'`,
  ]
  const files = new Map([[TYPES, [...imports('TypePart'), '', typeParts.join('\n\n'), ''].join('\n')]])
  for (const [namespace, methods] of Map.groupBy(schema.methods, ({ name }) => splitName(name)[0])) {
    const parts = methods.map((method) => {
      const used = [...method.params.map(({ type }) => type), method.result]
      const properties = [`text: '${definitionText(method, true)}'`, ...partsOf(naming, types, used, `${TYPES}.`)]
      return constant(constantName(splitName(method.name)[1]), methodType(naming, method), properties)
    })
    const text = parts.join('\n\n')
    const usesTypes = text.includes(`=> [${TYPES}.`) || text.includes(`  ${TYPES}.`)
    const importTypes = usesTypes ? [`import * as ${TYPES} from './${TYPES}.ts'`] : []
    files.set(fileOf(namespace), [...imports('MethodPart'), ...importTypes, '', text, ''].join('\n'))
  }
  return files
}

function fileOf(namespace: string | undefined): string {
  if (namespace === undefined) return GLOBAL
  return namespace === GLOBAL || namespace === TYPES ? `${namespace}_` : flatName(namespace)
}

/** `name number fields`, with the result before the fields of a method. */
function definitionText(one: Combinator, withResult: boolean): string {
  const result = withResult ? [typeText(one.result)] : []
  return [one.name, one.id.toString(16).padStart(8, '0'), ...result, ...one.params.map(paramText)].join(' ')
}

function constant(name: string, type: string, properties: readonly string[]): string {
  return list('', `export const ${name}: ${type} = {`, properties, '}', ' ')
}

function constantName(local: string): string {
  return RESERVED_TYPES.has(local) || local === TYPES ? `${local}_` : local
}

/** `parts: () => […]` for the types that stand in others. */
function partsOf(
  naming: Naming,
  types: ReadonlyMap<string, readonly Combinator[]>,
  used: readonly TypeRef[],
  from: string,
): string[] {
  const names = new Set(used.flatMap(boxedIn).filter((type) => types.has(type)))
  if (names.size === 0) return []
  const items = [...names].map((type) => `${from}${naming.functions(type)}`)
  return [`parts: () => ${list('', '[', items, ']').replaceAll('\n', '\n  ')}`]
}

function boxedIn(type: TypeRef): string[] {
  if (type.kind === 'vector') return boxedIn(type.item)
  return type.kind === 'boxed' ? [type.type] : []
}

function methodType(naming: Naming, method: Combinator): string {
  const request = naming.path(method.name)
  // What a wrapper wraps has been encoded already.
  if (isWrapper(method)) return `MethodPart<${request}<Uint8Array>, unknown>`
  const result = resultKey(method.result) === undefined ? 'unknown' : typeScriptType(naming, method.result)
  return `MethodPart<${request}, ${result}>`
}
