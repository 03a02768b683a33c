import { parseFields, parseType, type Type } from '../definitions/definition.ts'
import { primitives, readPrimitive } from '../definitions/primitives.ts'
import { TlError } from '../error.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'
import { type FieldCodec, readFields, type ValueCodec, writeFields } from './fields.ts'
import type { MethodPart, TypePart } from './part.ts'

/** The types that a text may name. */
type Scope = (() => readonly TypePart<unknown>[]) | undefined

interface Combinator {
  readonly name: string
  readonly id: number
  readonly fields: readonly FieldCodec[]
}

interface LinkedMethod {
  readonly name: string
  readonly write: (w: Writer, value: unknown) => void
  readonly result: ValueCodec
}

const types = new WeakMap<TypePart<unknown>, ValueCodec>()
const methods = new WeakMap<MethodPart<{ _: string }, unknown>, LinkedMethod>()

/** What reads and writes a type. It is put together when it is first met. */
export function linkType(part: TypePart<unknown>): ValueCodec {
  const known = types.get(part)
  if (known !== undefined) return known
  const codec = unionCodec(
    part,
    part.text.split('\n').map((line) => combinator(line.split(' '), part.parts)),
  )
  types.set(part, codec)
  return codec
}

export function linkMethod(part: MethodPart<{ _: string }, unknown>): LinkedMethod {
  const known = methods.get(part)
  if (known !== undefined) return known
  const [name = '', id = '', result = '', ...params] = part.text.split(' ')
  const own = combinator([name, id, ...params], part.parts)
  const linked: LinkedMethod = {
    name,
    write: (w, value) => writeCombinator(w, value, own),
    result: codecOf(parseType(result), part.parts),
  }
  methods.set(part, linked)
  return linked
}

function combinator([name = '', id = '', ...params]: readonly string[], scope: Scope): Combinator {
  const fields = parseFields(params).map((field) => ({ ...field, codec: codecOf(field.type, scope) }))
  return { name, id: Number.parseInt(id, 16) | 0, fields }
}

function writeCombinator(w: Writer, value: unknown, { id, fields }: Combinator): void {
  if (!isObject(value)) throw w.invalid('an object', value)
  w.id(id)
  writeFields(w, value, fields)
}

function unionCodec({ name, nests }: TypePart<unknown>, members: readonly Combinator[]): ValueCodec {
  const byId = new Map(members.map((one) => [one.id, one]))
  const byName = new Map(members.map((one) => [one.name, one]))
  const read = (r: Reader): unknown => {
    const id = r.int()
    const found = byId.get(id)
    if (found === undefined) throw r.unexpected(id, name)
    return readFields(r, found.name, found.fields)
  }
  const readNested = (r: Reader): unknown => {
    r.enter()
    const value = read(r)
    r.leave()
    return value
  }
  return {
    size: 4,
    read: nests ? readNested : read,
    write(w, value) {
      const found = isObject(value) ? byName.get(String(value['_'])) : undefined
      if (found === undefined) throw w.unknown(value)
      writeCombinator(w, value, found)
    },
  }
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null
}

function codecOf(type: Type, scope: Scope): ValueCodec {
  switch (type.kind) {
    case 'primitive': {
      const { name } = type
      return { size: sizes[name] ?? 4, read: (r) => readPrimitive(r, name), write: primitives[name] }
    }
    case 'vector':
      return vectorCodec(codecOf(type.item, scope))
    case 'query':
      return query
    default: {
      // Types may hold each other, so others are linked when a value of them is met.
      let linked: ValueCodec | undefined
      const link = (): ValueCodec => {
        if (linked !== undefined) return linked
        const part = scope?.().find(({ name }) => name === type.text)
        if (part === undefined) throw new TlError('UNKNOWN_TYPE', 0, `There is no ${type.text} here`)
        linked = linkType(part)
        return linked
      }
      return { size: 4, read: (r) => link().read(r), write: (w, value) => link().write(w, value) }
    }
  }
}

const sizes: Readonly<Record<string, number>> = { long: 8, double: 8, int128: 16, int256: 32 }

function vectorCodec(item: ValueCodec): ValueCodec {
  return {
    size: 8,
    read(r) {
      const items = new Array<unknown>(r.vector(item.size))
      for (let i = 0; i < items.length; i++) items[i] = item.read(r)
      return items
    },
    write(w, value) {
      if (!Array.isArray(value)) throw w.invalid('an array', value)
      w.vector(value)
      for (const one of value) item.write(w, one)
    },
  }
}

/** A wrapped request, which comes encoded; the result of one, which only whoever sent it can tell. */
const query: ValueCodec = {
  size: 4,
  read: (r) => r.raw(r.remaining),
  write(w, value) {
    if (!(value instanceof Uint8Array)) throw w.invalid('an encoded request', value)
    w.raw(value)
  },
}
