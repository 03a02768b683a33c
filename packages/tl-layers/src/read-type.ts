import { type Reader, unknownType } from '@chappe/tl-codec'
import { readPrimitive, type Type } from '@chappe/tl-codec/definitions'
import { objectReaders, readQuery, typeReaders } from './generated/api.layers.ts'

/** A request of whatever layer. */
export { readQuery as readRequest } from './generated/api.layers.ts'

/** Reads a value of any type, whatever the layer of the definitions inside, and brings it to today's shape. */
export function readType(r: Reader, type: Type): unknown {
  switch (type.kind) {
    case 'primitive':
      return readPrimitive(r, type.name)
    case 'boxed':
      if (!Object.hasOwn(typeReaders, type.text)) throw unknownType(type.text)
      return typeReaders[type.text]?.(r)
    case 'bare':
      return r.none(type.text)
    case 'vector':
      return readVector(r, type.boxed ? r.vector(minimalSize(type.item)) : r.count(minimalSize(type.item)), type.item)
    case 'query':
      return readQuery(r)
  }
}

function readVector(r: Reader, count: number, item: Type): unknown[] {
  const items = new Array<unknown>(count)
  for (let i = 0; i < count; i++) items[i] = readType(r, item)
  return items
}

/** Any constructor of the API, of whatever layer. */
export function readObject(r: Reader): unknown {
  const read = objectReaders[r.peek() >>> 0]
  if (read === undefined) throw r.unexpected(r.int(), 'any type')
  return read(r)
}

function minimalSize(type: Type): number {
  if (type.kind === 'vector') return type.boxed ? 8 : 4
  if (type.kind !== 'primitive') return 4
  if (type.name === 'long' || type.name === 'double') return 8
  return type.name === 'int128' ? 16 : type.name === 'int256' ? 32 : 4
}
