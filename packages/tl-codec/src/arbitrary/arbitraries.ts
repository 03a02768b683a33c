import * as fc from 'fast-check'
import { type Definition, type Field, parseType, type Type } from '../definitions/definition.ts'

export interface ArbitraryOptions {
  /** How many boxed values deep the values go before only the plainest constructors are left. Default 3. */
  readonly depth?: number
}

/** Makes arbitraries for one schema, lazily: what is not asked for costs nothing. */
export class Arbitraries {
  private readonly byName: ReadonlyMap<string, Definition>
  private readonly byType: ReadonlyMap<string, readonly Definition[]>
  private readonly methods: readonly Definition[]
  private readonly heights = new Map<string, number>()
  private readonly known = new Map<string, fc.Arbitrary<unknown>>()
  private readonly depth: number

  constructor(definitions: readonly Definition[], { depth = 3 }: ArbitraryOptions = {}) {
    this.byName = new Map(definitions.map((one) => [one.name, one]))
    this.byType = Map.groupBy(
      definitions.filter(({ isMethod }) => !isMethod),
      ({ result }) => result.text,
    )
    this.methods = definitions.filter(({ isMethod }) => isMethod)
    this.depth = depth
    this.measureHeights()
  }

  /** Values of a type in the notation of the schema: `Message`, `Vector<int>`, `messages.Dialogs`. */
  ofType(type: string): fc.Arbitrary<unknown> {
    return this.type(parseType(type), this.depth)
  }

  /** Values of one constructor or method. */
  ofName(name: string): fc.Arbitrary<unknown> {
    const definition = this.byName.get(name)
    if (definition === undefined) throw new RangeError(`The schema has no ${name}`)
    return this.object(definition, this.depth)
  }

  /** Any request. */
  anyMethod(): fc.Arbitrary<unknown> {
    return fc.oneof(...this.methods.map((one) => this.object(one, this.depth)))
  }

  private type(type: Type, depth: number): fc.Arbitrary<unknown> {
    switch (type.kind) {
      case 'primitive':
        return primitive(type.name)
      case 'vector':
        return depth > 0 ? fc.array(this.type(type.item, depth - 1), { maxLength: 3 }) : NO_ITEMS
      case 'bare': {
        const definition = this.byName.get(type.constructor)
        if (definition === undefined) throw new RangeError(`The schema has no ${type.constructor}`)
        return this.object(definition, depth - 1)
      }
      case 'query':
        return this.query(depth)
      case 'boxed':
        return this.boxed(type.text, depth)
    }
  }

  private boxed(type: string, depth: number): fc.Arbitrary<unknown> {
    const level = Math.max(depth, 0)
    return this.remember(`${type} ${level}`, () => {
      const constructors = this.byType.get(type) ?? []
      if (constructors.length === 0) throw new RangeError(`${type} has no constructors`)
      const lowest = Math.min(...constructors.map((one) => this.heightOf(one)))
      const allowed = constructors.filter((one) => this.heightOf(one) <= Math.max(level, lowest))
      return fc.oneof(...allowed.map((one) => this.object(one, level - 1)))
    })
  }

  /** A wrapped request: a small one, since wrappers may wrap wrappers. */
  private query(depth: number): fc.Arbitrary<unknown> {
    return this.remember(`query ${depth > 0}`, () => {
      const plain = this.methods.filter(
        (one) => this.heightOf(one) <= 1 && !one.fields.some(({ type }) => type.kind === 'query'),
      )
      return fc.oneof(...plain.slice(0, 40).map((one) => this.object(one, 0)))
    })
  }

  private object(definition: Definition, depth: number): fc.Arbitrary<unknown> {
    return this.remember(`${definition.name} ${Math.max(depth, -1)}`, () => {
      const required: { [field: string]: fc.Arbitrary<unknown> } = { _: fc.constant(definition.name) }
      const groups = new Map<string, Field[]>()
      for (const field of definition.fields) {
        if (field.isFlagWord) continue
        if (field.condition === undefined) required[field.name] = this.type(field.type, depth)
        else {
          const key = `${field.condition.word} ${field.condition.mask}`
          groups.set(key, [...(groups.get(key) ?? []), field])
        }
      }
      // Fields of one bit come together; deep down, most of what may be left out is.
      const absent = fc.constant({})
      const optional = [...groups.values()].map((fields) =>
        depth <= 0 && fields.some(({ type }) => type.kind !== 'primitive')
          ? absent
          : fc.oneof(
              { weight: depth <= 1 ? 3 : 1, arbitrary: absent },
              { weight: 1, arbitrary: this.record(fields, depth) },
            ),
      )
      return fc.tuple(fc.record(required), ...optional).map(([value, ...found]) => Object.assign({}, value, ...found))
    })
  }

  private record(fields: readonly Field[], depth: number): fc.Arbitrary<object> {
    return fc.record(Object.fromEntries(fields.map(({ name, type }) => [name, this.type(type, depth)])))
  }

  private remember(key: string, make: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    const found = this.known.get(key)
    if (found !== undefined) return found
    const made = make()
    this.known.set(key, made)
    return made
  }

  private heightOf(definition: Definition): number {
    return this.heights.get(definition.name) ?? Number.POSITIVE_INFINITY
  }

  /** How deep the shallowest value of each definition is, by rounds until nothing falls any more. */
  private measureHeights(): void {
    const ofType = (type: Type): number => {
      if (type.kind !== 'boxed') return 0
      return 1 + Math.min(...(this.byType.get(type.text) ?? []).map((one) => this.heightOf(one)))
    }
    for (let changed = true; changed; ) {
      changed = false
      for (const definition of this.byName.values()) {
        const required = definition.fields.filter(({ condition, isFlagWord }) => condition === undefined && !isFlagWord)
        const height = Math.max(0, ...required.map(({ type }) => ofType(type)))
        if (height < this.heightOf(definition)) {
          this.heights.set(definition.name, height)
          changed = true
        }
      }
    }
  }
}

const NO_ITEMS = fc.array(fc.constant(0), { maxLength: 0 })

const int = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2_147_483_647, -2_147_483_648))
const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
)
const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.nat(255), { minLength, maxLength }).map((items) => Uint8Array.from(items))
/** Any text, mostly short, sometimes around the length where its prefix grows. */
const string = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 240, max: 270 }).map((length) => 'ж'.repeat(length / 2)) },
)

function primitive(name: string): fc.Arbitrary<unknown> {
  switch (name) {
    case 'int':
      return int
    case 'nat':
      return fc.nat(4_294_967_295)
    case 'long':
      return long
    case 'double':
      return fc.double({ noNaN: true })
    case 'string':
      return string
    case 'bytes':
      return bytes(0, 24)
    case 'int128':
      return bytes(16, 16)
    case 'int256':
      return bytes(32, 32)
    case 'Bool':
      return fc.boolean()
    default:
      return fc.constant(true)
  }
}
