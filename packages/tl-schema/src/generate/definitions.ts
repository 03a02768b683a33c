import type { Combinator, LinkedSchema, Param, TypeRef } from '../linked-schema.ts'
import { GenerateError } from './generate-error.ts'
import { camelCase } from './names.ts'

/**
 * A schema as data, for code that walks it (layers, arbitrary values): one line for each combinator,
 *
 *     message 7600b9d3 type 227- Message flags:# out:flags.1?true id:int …
 *
 * with the name, the number, the kind, the layers (`-` for all), the result, and the fields in camel case. Types are in
 * TL's notation; bare ones are `%constructor`, a wrapped request is `!X`.
 */
export function emitDefinitions(
  name: string,
  schema: LinkedSchema,
  layersSeen: readonly number[],
  header: string,
): string {
  const lines = [...schema.constructors, ...schema.methods].map(definitionLine)
  return [
    header,
    '/** The layers whose definitions are known. */',
    `export const ${name}Layers: readonly number[] = [${layersSeen.join(', ')}]`,
    '',
    '/** See `emitDefinitions` in tl-schema for the form. */',
    `export const ${name}Definitions: string = \`\n${lines.join('\n')}\n\``,
    '',
  ].join('\n')
}

function definitionLine(combinator: Combinator): string {
  const { name, id, kind, layers, result, params } = combinator
  const ranges = layers?.map(({ first, last }) => `${first}-${Number.isFinite(last) ? last : ''}`).join(',') ?? '-'
  const head = [name, id.toString(16), kind === 'method' ? 'function' : 'type', ranges, typeText(result)]
  return [...head, ...params.map(paramText)].join(' ')
}

export function paramText({ name, type, condition, isFlagWord }: Param): string {
  if (isFlagWord) return `${camelCase(name)}:#`
  const test = condition === undefined ? '' : `${camelCase(condition.flags)}.${condition.bit}?`
  return `${camelCase(name)}:${test}${typeText(type)}`
}

export function typeText(type: TypeRef): string {
  switch (type.kind) {
    case 'primitive':
      return type.name
    case 'boxed':
      return type.type
    case 'bare':
      return `%${type.constructor}`
    case 'vector':
      return `${type.boxed ? 'Vector' : 'vector'}<${typeText(type.item)}>`
    case 'generic':
      return type.isQuery ? `!${type.name}` : type.name
    case 'boxedBuiltin':
    case 'repeat':
      throw new GenerateError(`A ${type.kind} type has no form in definitions`)
  }
}
