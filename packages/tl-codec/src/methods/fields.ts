import type { Field } from '../definitions/definition.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ValueCodec {
  /** The fewest bytes that a value takes. */
  readonly size: number
  readonly read: (r: Reader) => unknown
  readonly write: (w: Writer, value: unknown) => void
}

export interface FieldCodec extends Field {
  readonly codec: ValueCodec
}

/** Reads the fields of a constructor in the order of the wire. What is absent is no property. */
export function readFields(r: Reader, name: string, fields: readonly FieldCodec[]): unknown {
  const value: { _: string; [field: string]: unknown } = { _: name }
  const words: number[] = []
  for (const { name: field, isFlagWord, condition, codec } of fields) {
    if (isFlagWord) words.push(r.int())
    else if (condition === undefined || ((words[condition.word] ?? 0) & condition.mask) !== 0) {
      value[field] = codec.read(r)
    }
  }
  return value
}

export function writeFields(
  w: Writer,
  value: { readonly [field: string]: unknown },
  fields: readonly FieldCodec[],
): void {
  const words: number[] = []
  for (const { name, isFlagWord, condition, codec } of fields) {
    if (isFlagWord) {
      const word = bitsOf(value, fields, words.length)
      words.push(word)
      w.id(word)
    } else if (condition === undefined) codec.write(w, value[name])
    else if (((words[condition.word] ?? 0) & condition.mask) !== 0) codec.write(w, w.present(value[name]))
  }
}

/** A flag word, computed from the fields that hang on it. */
function bitsOf(value: { readonly [field: string]: unknown }, fields: readonly FieldCodec[], word: number): number {
  let bits = 0
  for (const { name, type, condition } of fields) {
    if (condition?.word !== word) continue
    const found = value[name]
    if (type.text === 'true' ? found : found !== undefined) bits |= condition.mask
  }
  return bits
}
