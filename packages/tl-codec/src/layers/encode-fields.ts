import type { Definition, Type } from '../definitions/definition.ts'
import type { Writer } from '../writer.ts'
import { definitionFor } from './downgrade.ts'
import type { Layer } from './history.ts'
import { isTlObject, type TlObject } from './tl-object.ts'

/** Writes a value that `downgrade` has brought to the layer's shape. */
export function writeType(w: Writer, value: unknown, type: Type, layer: Layer): void {
  switch (type.kind) {
    case 'primitive':
      return writePrimitive(w, value, type.name)
    case 'boxed': {
      if (!isTlObject(value)) throw w.invalid(`a ${type.text}`, value)
      const definition = definitionFor(value._, layer)
      if (definition?.result.text !== type.text) throw w.unknown(value)
      w.id(definition.id)
      return writeFields(w, value, definition, layer)
    }
    case 'bare': {
      const definition = definitionFor(type.constructor, layer)
      if (!isTlObject(value) || definition === undefined) throw w.unknown(value)
      return writeFields(w, value, definition, layer)
    }
    case 'vector':
      if (!Array.isArray(value)) throw w.invalid('an array', value)
      if (type.boxed) w.vector(value)
      else w.bareVector(value)
      for (const item of value) writeType(w, item, type.item, layer)
      return
    case 'query':
      if (!isTlObject(value)) throw w.invalid('a request', value)
      return writeObject(w, value, layer)
  }
}

/** A constructor or request with its number. */
export function writeObject(w: Writer, value: TlObject, layer: Layer): void {
  const definition = definitionFor(value._, layer)
  if (definition === undefined) throw w.unknown(value)
  w.id(definition.id)
  writeFields(w, value, definition, layer)
}

function writeFields(w: Writer, value: TlObject, definition: Definition, layer: Layer): void {
  const words = flagWords(value, definition)
  let word = 0
  for (const { name, type, condition, isFlagWord } of definition.fields) {
    if (isFlagWord) w.id(words[word++] ?? 0)
    else if (condition === undefined || ((words[condition.word] ?? 0) & condition.mask) !== 0) {
      writeType(w, value[name], type, layer)
    }
  }
}

function flagWords(value: TlObject, { fields }: Definition): readonly number[] {
  const words: number[] = []
  for (const { name, type, condition } of fields) {
    if (condition === undefined) continue
    const found = value[name]
    const set = type.text === 'true' ? found === true : found !== undefined
    if (set) words[condition.word] = (words[condition.word] ?? 0) | condition.mask
  }
  return words
}

function writePrimitive(w: Writer, value: unknown, name: string): void {
  switch (name) {
    case 'true':
      return
    case 'long':
      if (typeof value !== 'bigint') throw w.invalid('a bigint', value)
      return w.long(value)
    case 'string':
      if (typeof value !== 'string') throw w.invalid('a string', value)
      return w.string(value)
    case 'Bool':
      if (typeof value !== 'boolean') throw w.invalid('a boolean', value)
      return w.bool(value)
    case 'bytes':
      return w.byteString(bytesOf(w, value))
    case 'int128':
      return w.fixed(bytesOf(w, value), 16)
    case 'int256':
      return w.fixed(bytesOf(w, value), 32)
    default:
      if (typeof value !== 'number') throw w.invalid('a number', value)
      return name === 'double' ? w.double(value) : name === 'nat' ? w.uint(value) : w.int(value)
  }
}

function bytesOf(w: Writer, value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw w.invalid('a Uint8Array', value)
  return value
}
