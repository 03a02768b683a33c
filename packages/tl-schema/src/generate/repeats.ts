/** Repetitions: `4*[ int ]` is an array of four, `n*[ x:int y:long ]` one of objects. Each has functions of its own. */
import type { NatRef } from '../linked-schema.ts'
import { block } from './code.ts'
import { type EmitContext, parameterList, type RepeatRef } from './emit-context.ts'
import { type FieldNames, fieldNames } from './field-names.ts'
import { typeUses } from './nats.ts'
import { objectLines } from './object-lines.ts'
import { readExpression } from './readers.ts'
import { arrayOf, onlyField, repeatedType } from './types.ts'
import { fieldLines, writeStatement } from './writers.ts'

/** Notes a repetition as used and returns the name that its functions share. */
export function repeatName(context: EmitContext, repeat: RepeatRef): string {
  const { names, parts } = context.repeats
  const known = names.get(repeat)
  if (known !== undefined) return known
  const name = context.naming.helper(`repeat ${names.size}`, `repeat_${names.size + 1}`)
  names.set(repeat, name)
  parts.push(...emitRepeat(context, name, repeat))
  return name
}

/** What a call passes on besides the count: the numbers from around that are used inside. */
export function repeatArguments(repeat: RepeatRef, names: FieldNames): string[] {
  return innerUses(repeat).map((name) => names.local(name))
}

function innerUses(repeat: RepeatRef): string[] {
  const anyCount: NatRef = { kind: 'nat', value: 0 }
  return [...typeUses({ ...repeat, count: anyCount })]
}

function emitRepeat(context: EmitContext, name: string, { fields, ...repeat }: RepeatRef): string[] {
  const { naming, keepsBits, analysis } = context
  const outer = innerUses({ ...repeat, fields })
  const names = fieldNames(fields, outer)
  const locals = outer.map((one) => names.local(one))
  const parameters = parameterList(locals)
  const args = locals.map((one) => `, ${one}`).join('')
  const type = repeatedType(naming, fields, keepsBits)
  const size = fields.reduce((sum, one) => sum + (one.condition ? 0 : analysis.minimalSize(one.type)), 0)
  const only = onlyField(fields)
  const items: string[] = []
  if (only === undefined) {
    items.push(
      block(
        `function read_${name}_item(r: Reader${parameters}): ${type}`,
        objectLines(context, fields, names, { first: [], type }),
      ),
      block(`function write_${name}_item(w: Writer, v: ${type}${parameters}): void`, [
        'w.object(v)',
        ...fieldLines(context, fields, names),
      ]),
    )
  }
  const read = only === undefined ? `read_${name}_item(r${args})` : readExpression(context, only.type, names)
  const write =
    only === undefined ? `write_${name}_item(w, item${args})` : writeStatement(context, only.type, 'item', names)
  return [
    ...items,
    block(`function read_${name}(r: Reader, count: number${parameters}): ${arrayOf(type)}`, [
      `r.fits(count, ${size})`,
      `const items: ${arrayOf(type)} = []`,
      `for (let i = 0; i < count; i++) items.push(${read})`,
      'return items',
    ]),
    block(
      `function write_${name}(w: Writer, v: ${arrayOf(type)}, count: number${parameters}): void`,
      ['w.items(v, count)', write === '' ? '' : `for (const item of v) ${write}`].filter((line) => line !== ''),
    ),
  ]
}
