/** How the object that a list of fields is read into is made: with `undefined` for what is absent, or without it. */
import type { Param } from '../linked-schema.ts'
import { block, list } from './code.ts'
import type { EmitContext } from './emit-context.ts'
import type { FieldNames } from './field-names.ts'
import { propertyKey } from './names.ts'
import { conditionText, knownBits, natUses } from './nats.ts'
import { readExpression } from './readers.ts'

export interface ObjectForm {
  /** Properties that are there already. */
  readonly first: readonly string[]
  /** Its TypeScript type. */
  readonly type: string
  /** What stands around the properties. Default: braces. */
  readonly enclosing?: readonly [open: string, close: string] | undefined
}

/** The statements that read a list of fields and return them as an object. */
export function objectLines(
  context: EmitContext,
  params: readonly Param[],
  names: FieldNames,
  form: ObjectForm,
): string[] {
  if (context.leavesOut && params.some(isOptional)) return sparseLines(context, params, names, form)
  const { first, enclosing: [open, close] = ['{', '}'] } = form
  const lines: string[] = []
  // Fields in front of a word or number that others need wait in locals; all others are read inside the literal, in the
  // order of the wire.
  const uses = natUses(params)
  const isNeeded = ({ name, type, isFlagWord }: Param): boolean =>
    isFlagWord || (type.kind === 'primitive' && type.name === 'nat' && uses.has(name))
  const lastNeeded = params.findLastIndex(isNeeded)
  const lastFlags = params.findLastIndex(({ isFlagWord }) => isFlagWord)
  const properties = [...first]
  const plain = [...first]
  params.forEach((param, position) => {
    const local = names.local(param.name)
    const key = propertyKey(names.key(param.name))
    if (param.isFlagWord) {
      const word = param.condition === undefined ? 'r.int()' : `${conditionText(param.condition, names)} ? r.int() : 0`
      lines.push(`const ${local} = ${word}`)
      if (!context.keepsBits) return
      properties.push(`${key}: ${keptBits(param, params, names)}`)
      if (position !== lastFlags) plain.push(`${key}: ${keptBits(param, params, names)}`)
      return
    }
    const value = fieldValue(context, param, names)
    let property = `${key}: ${value}`
    if (position < lastNeeded || isNeeded(param)) {
      lines.push(`const ${local} = ${value}`)
      property = key === local ? key : `${key}: ${local}`
    }
    properties.push(property)
    if (param.condition?.flags !== params[lastFlags]?.name) plain.push(property)
  })
  const word = params[lastFlags]
  if (word !== undefined && hasPlainForm(params, properties.length - plain.length)) {
    lines.push(block(`if (${names.local(word.name)} === 0)`, [list('', `return ${open}`, plain, close, ' ')]))
  }
  lines.push(list('', `return ${open}`, properties, close, properties.length === 0 ? '' : ' '))
  return lines
}

/** Bits that no field stands for; undefined if there are none, and if the word is not there. */
function keptBits(word: Param, params: readonly Param[], names: FieldNames): string {
  const local = names.local(word.name)
  if (word.condition === undefined) return `r.bits(${local}, ${knownBits(word, params)})`
  // That the word is there must be told, also where it has no such bits.
  return `${conditionText(word.condition, names)} ? (${local} & ~${knownBits(word, params)}) >>> 0 : undefined`
}

/** Fewer fields than this are not worth a second form of an object. */
const RARE_FIELDS = 4

/**
 * Whether the constructor gets a second, smaller form for when its last flag word is zero. A schema adds flag words when
 * one is full, so the last one holds what is new and rare: a `user` without it has 30 fields instead of 52. What decoding
 * costs is mostly the memory it fills. Two hidden classes are as fast to read from as one; more would not be.
 */
function hasPlainForm(params: readonly Param[], rareFields: number): boolean {
  const words = params.filter(({ isFlagWord }) => isFlagWord)
  return words.length > 1 && rareFields >= RARE_FIELDS && words.every(({ condition }) => condition === undefined)
}

function fieldValue(context: EmitContext, { type, condition }: Param, names: FieldNames): string {
  const value = readExpression(context, type, names)
  return condition === undefined ? value : `${conditionText(condition, names)} ? ${value} : undefined`
}

const isOptional = ({ isFlagWord, condition }: Param): boolean => isFlagWord || condition !== undefined

/**
 * The form in which what is absent is no property. All that is there always makes up the first shape, as far as the order of
 * the wire allows without much code: what comes before it waits in variables. Each other field that is there is added.
 */
function sparseLines(
  context: EmitContext,
  params: readonly Param[],
  names: FieldNames,
  { first, type, enclosing: [open, close] = ['{', '}'] }: ObjectForm,
): string[] {
  const uses = natUses(params)
  const isMark = ({ condition, type: of }: Param): boolean =>
    condition !== undefined && of.kind === 'primitive' && of.name === 'true'
  const lastRequired = params.findLastIndex((param) => !isOptional(param))
  // What is read before the literal begins: everything up to the last of these.
  const lastWaiting = params.findLastIndex(
    (param, at) =>
      (at < lastRequired && isOptional(param) && !isMark(param)) || (at <= lastRequired && uses.has(param.name)),
  )
  const before: string[] = []
  const properties = [...first]
  const after: string[] = []
  params.forEach((param, position) => {
    const local = names.local(param.name)
    const key = propertyKey(names.key(param.name))
    const access = key.startsWith("'") ? `o[${key}]` : `o.${key}`
    const { condition } = param
    const lines = position < lastRequired ? before : after
    if (param.isFlagWord) {
      const word = condition === undefined ? 'r.int()' : `${conditionText(condition, names)} ? r.int() : 0`
      lines.push(`const ${local} = ${word}`)
      if (!context.keepsBits) return
      lines.push(`const ${local}$ = ${keptBits(param, params, names)}`)
      after.push(`if (${local}$ !== undefined) ${access} = ${local}$`)
    } else if (condition === undefined) {
      const value = readExpression(context, param.type, names)
      const waits = position <= lastWaiting
      if (waits) before.push(`const ${local} = ${value}`)
      properties.push(waits && key === local ? key : `${key}: ${waits ? local : value}`)
    } else if (isMark(param)) after.push(`if (${conditionText(condition, names)}) ${access} = true`)
    else if (position < lastRequired) {
      before.push(`const ${local} = ${fieldValue(context, param, names)}`)
      after.push(`if (${local} !== undefined) ${access} = ${local}`)
    } else
      after.push(`if (${conditionText(condition, names)}) ${access} = ${readExpression(context, param.type, names)}`)
  })
  const space = properties.length === 0 ? '' : ' '
  return [...before, list('', `const o: ${type} = ${open}`, properties, close, space), ...after, 'return o']
}
