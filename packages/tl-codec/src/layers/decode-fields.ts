import type { Definition, Field, Type } from '../definitions/definition.ts'
import type { Reader } from '../reader.ts'
import { byId, byName } from './history.ts'
import type { MutableTlObject } from './tl-object.ts'
import { upgrade } from './upgrade.ts'

/** Reads a value of any type, whatever the layer of the definitions inside, and brings it to today's shape. */
export function readType(r: Reader, type: Type): unknown {
  switch (type.kind) {
    case 'primitive':
      return readPrimitive(r, type.name)
    case 'boxed':
      return readBoxed(r, type.text)
    case 'bare':
      return readBare(r, type.constructor)
    case 'vector':
      return readVector(r, type.boxed ? r.vector(minimalSize(type.item)) : r.count(minimalSize(type.item)), type.item)
    case 'query':
      return readRequest(r)
  }
}

function readPrimitive(r: Reader, name: string): unknown {
  switch (name) {
    case 'int':
      return r.int()
    case 'nat':
      return r.uint()
    case 'long':
      return r.long()
    case 'double':
      return r.double()
    case 'string':
      return r.string()
    case 'bytes':
      return r.byteString()
    case 'int128':
      return r.raw(16)
    case 'int256':
      return r.raw(32)
    case 'Bool':
      return r.bool()
    default:
      return true
  }
}

function readVector(r: Reader, count: number, item: Type): unknown[] {
  const items = new Array<unknown>(count)
  for (let i = 0; i < count; i++) items[i] = readType(r, item)
  return items
}

/** A boxed value: any constructor that the type ever had. */
export function readBoxed(r: Reader, type: string): unknown {
  const id = r.int()
  const definition = byId.get(id)
  if (definition === undefined || definition.isMethod || definition.result.text !== type) throw r.unexpected(id, type)
  r.enter()
  const value = readFields(r, definition)
  r.leave()
  return value
}

/** Any constructor of the API, of whatever layer. */
export function readObject(r: Reader): unknown {
  const id = r.int()
  const definition = byId.get(id)
  if (definition === undefined || definition.isMethod) throw r.unexpected(id, 'any type')
  return readFields(r, definition)
}

/** A request of whatever layer. */
export function readRequest(r: Reader): unknown {
  const id = r.int()
  const definition = byId.get(id)
  if (definition === undefined || !definition.isMethod) throw r.unexpected(id, 'any method')
  r.enter()
  const value = readFields(r, definition)
  r.leave()
  return value
}

function readBare(r: Reader, name: string): unknown {
  const definition = byName.get(name)?.[0]
  return definition === undefined ? r.none(name) : readFields(r, definition)
}

function readFields(r: Reader, definition: Definition): unknown {
  const value: MutableTlObject = { _: definition.name }
  const words: number[] = []
  for (const field of definition.fields) {
    if (field.isFlagWord) words.push(r.int())
    else if (isPresent(field, words)) value[field.name] = readType(r, field.type)
    else value[field.name] = undefined
  }
  return upgrade(value, definition)
}

function isPresent({ condition }: Field, words: readonly number[]): boolean {
  return condition === undefined || ((words[condition.word] ?? 0) & condition.mask) !== 0
}

function minimalSize(type: Type): number {
  if (type.kind === 'vector') return type.boxed ? 8 : 4
  if (type.kind !== 'primitive') return 4
  if (type.name === 'long' || type.name === 'double') return 8
  return type.name === 'int128' ? 16 : type.name === 'int256' ? 32 : 4
}
