/**
 * Random schemas of the whole language, as text, each with a way to make values of what it defines. They are made from a
 * plan, not read from the text, so that what a value must look like does not come from the compiler that is tested.
 */
import * as fc from 'fast-check'

/** A type as it stands in a field, and values of it. */
interface Shape {
  readonly text: string
  readonly value: fc.Arbitrary<unknown>
}

export interface RandomSchema {
  readonly text: string
  /** Values of its constructors, and requests. */
  readonly values: readonly { readonly kind: 'object' | 'method'; readonly value: fc.Arbitrary<{ _: string }> }[]
}

const int = fc.integer()
const primitives: readonly Shape[] = [
  { text: 'int', value: int },
  { text: 'long', value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { text: 'string', value: fc.string({ unit: 'binary', maxLength: 9 }) },
  { text: 'bytes', value: fc.uint8Array({ maxLength: 9 }) },
  { text: 'double', value: fc.double({ noNaN: true }) },
  { text: 'Bool', value: fc.boolean() },
  { text: 'int128', value: fc.uint8Array({ minLength: 16, maxLength: 16 }) },
  { text: 'Int', value: int },
  { text: '%Int', value: int },
  { text: 'int256', value: fc.uint8Array({ minLength: 32, maxLength: 32 }) },
  { text: '#', value: fc.nat({ max: 0xffff_ffff }) },
]

/** What the files of others have besides, and how they declare it. */
interface Dialect {
  readonly prelude: string
  readonly primitives: readonly Shape[]
}

const text = fc.string({ unit: 'binary', maxLength: 9 })
const someBytes = fc.uint8Array({ maxLength: 9 })
export const dialects: Readonly<Record<'telegram' | 'ton' | 'vk', Dialect>> = {
  telegram: { prelude: '', primitives: [] },
  ton: {
    prelude: `int32 = Int32;
int53 = Int53;
int64 = Int64;
int256 8*[ int32 ] = Int256;
int512 = Int512;
secureString = SecureString;
secureBytes = SecureBytes;
`,
    primitives: [
      { text: 'int32', value: int },
      { text: 'int53', value: fc.maxSafeInteger() },
      { text: 'int64', value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
      { text: 'int512', value: fc.uint8Array({ minLength: 64, maxLength: 64 }) },
      { text: 'secureString', value: text },
      { text: 'secureBytes', value: someBytes },
      { text: 'Int32', value: int },
      { text: 'SecureBytes', value: someBytes },
      { text: '%Int53', value: fc.maxSafeInteger() },
    ],
  },
  vk: {
    prelude: 'float ? = Float;\n',
    primitives: [
      { text: 'float', value: fc.float({ noNaN: true }) },
      { text: 'Float', value: fc.float({ noNaN: true }) },
    ],
  },
}

/** Names of which some collide in TypeScript, and some are words of the language. */
const fieldNames = [
  'a_b',
  'aB',
  'r',
  'r_',
  'w',
  'v',
  'class',
  'id',
  'count',
  'item',
  'x1',
  'new',
  'l',
  'some_long_name',
]

/** `a_b` is `aB`, unless a field is called so. */
function keyOf(name: string, names: readonly string[]): string {
  if (name === 'some_long_name') return 'someLongName'
  return name === 'a_b' && !names.includes('aB') ? 'aB' : name
}

const prelude = `int ? = Int;
vector {t:Type} # [ t ] = Vector t;
none {t:Type} = Maybe t;
some {t:Type} result:t = Maybe t;
tuple {t:Type} {n:#} [ t ] = Tuple t n;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
masked {mask:#} id:int name:mask.0?string = Masked mask;
`

function maybe(shape: Shape): Shape {
  return {
    text: `(Maybe ${shape.text})`,
    value: fc.oneof(
      fc.constant({ _: 'none' }),
      shape.value.map((result) => ({ _: 'some', result })),
    ),
  }
}

function list(shape: Shape, boxed: boolean): Shape {
  return { text: `${boxed ? 'Vector' : 'vector'}<${shape.text}>`, value: fc.array(shape.value, { maxLength: 3 }) }
}

function tuple(shape: Shape, size: number): Shape {
  return {
    text: `(Tuple ${shape.text} ${size})`,
    value: fc.array(shape.value, { minLength: size, maxLength: size }).map((arg1) => ({ _: 'tuple', arg1 })),
  }
}

function dictionary(shape: Shape): Shape {
  const entry = fc
    .tuple(fc.string({ maxLength: 3 }), shape.value)
    .map(([key, value]) => ({ _: 'dictionaryField', key, value }))
  const value = fc.array(entry, { maxLength: 2 }).map((arg1) => ({ _: 'dictionary', arg1 }))
  return { text: `(Dictionary ${shape.text})`, value }
}

/** As many as the schema says, each time. */
function fixed(shape: Shape, size: number): Shape {
  const value = fc.array(shape.value, { minLength: size, maxLength: size })
  return { text: `${size}*[ ${shape.text} ]`, value }
}

const marks: Shape = { text: 'vector<true>', value: fc.array(fc.constant(true), { maxLength: 3 }) }

const shapeOf = (known: readonly Shape[]): fc.Arbitrary<Shape> => {
  // A `#` that others use is `size` or `mask`; no list is made of it.
  const plain = fc.constantFrom(...primitives, ...known)
  return fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 1, arbitrary: fc.tuple(plain.filter(isItem), fc.boolean()).map(([shape, boxed]) => list(shape, boxed)) },
    { weight: 1, arbitrary: plain.filter(isItem).map(maybe) },
    { weight: 1, arbitrary: plain.filter(isItem).map(dictionary) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(plain.filter(isItem), fc.integer({ min: 1, max: 4 }))
        .map(([shape, size]) => fixed(shape, size)),
    },
    { weight: 1, arbitrary: fc.constant(marks) },
    {
      weight: 1,
      arbitrary: fc.tuple(plain.filter(isItem), fc.nat({ max: 3 })).map(([shape, size]) => tuple(shape, size)),
    },
  )
}

/** A `#` is a field, never an item. */
const isItem = ({ text: name }: Shape): boolean => name !== '#'

/** Fields of one definition, and values of them. */
interface Fields {
  readonly text: readonly string[]
  readonly value: fc.Arbitrary<object>
}

const together = (parts: readonly Fields[]): Fields => ({
  text: parts.flatMap(({ text }) => text),
  value: fc.tuple(...parts.map(({ value }) => value)).map((values) => Object.assign({}, ...values)),
})

const one = (key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  value.map((found) => ({ [key]: found }))

/** A word with a field on bit 1, a mark on bit 3, and other bits that nobody knows. */
const flags = (name: string, key: string, shape: Shape): Fields => ({
  text: ['mode:#', `${name}:mode.1?${shape.text}`, 'mark:mode.3?true'],
  value: fc
    .tuple(fc.option(shape.value, { nil: undefined }), fc.boolean(), fc.constantFrom(undefined, 1, 0x8000_0000, 0x84))
    .map(([found, mark, mode]) => ({
      ...(found !== undefined && { [key]: found }),
      ...(mark && { mark }),
      ...(mode !== undefined && { mode }),
    })),
})

/** A word that another word's bit says is there. */
const nestedFlags = (name: string, key: string, shape: Shape): Fields => ({
  text: ['mode:#', 'inner:mode.3?#', `${name}:inner.0?${shape.text}`],
  value: fc
    .tuple(fc.option(shape.value, { nil: undefined }), fc.constantFrom(undefined, 0, 4))
    .map(([found, inner]) => ({
      ...(found !== undefined && { [key]: found }),
      // The word is there with the field, and without bits of its own otherwise only if it is given.
      ...((found !== undefined || inner !== undefined) && { inner: inner ?? 0 }),
    })),
})

/** A number, a field that is there unless it is 0, and a repetition of as many pairs. */
const counted = (name: string, key: string, shape: Shape): Fields => ({
  text: [
    'size:#',
    `${name}:size?${shape.text}`,
    `pairs:size*[ key:string value:${shape.text} ]`,
    'more:(size+1)*[ int ]',
  ],
  value: fc.nat({ max: 3 }).chain((size) =>
    fc
      .tuple(
        shape.value,
        fc.array(fc.record({ key: fc.string({ maxLength: 3 }), value: shape.value }, { noNullPrototype: true }), {
          minLength: size,
          maxLength: size,
        }),
        fc.array(int, { minLength: size + 1, maxLength: size + 1 }),
      )
      .map(([found, pairs, more]) => ({ size, ...(size > 0 && { [key]: found }), pairs, more })),
  ),
})

/** A number that is an argument of a type. */
const masked: Fields = {
  text: ['mask:#', 'under:(Masked mask)', 'all:(vector %(Masked mask))'],
  value: fc.constantFrom(0, 1, 2, 3).chain((mask) => {
    const record = fc
      .tuple(int, fc.string({ maxLength: 3 }))
      .map(([id, name]) => ({ _: 'masked', id, ...((mask & 1) === 1 && { name }) }))
    return fc.record({ under: record, all: fc.array(record, { maxLength: 2 }) }).map((found) => ({ mask, ...found }))
  }),
}

const fieldsOf = (known: readonly Shape[]): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...fieldNames), { minLength: 3, maxLength: 6 }),
      fc.array(shapeOf(known), { minLength: 6, maxLength: 6 }),
      fc.constantFrom('none', 'flags', 'nested', 'counted', 'masked'),
    )
    .map(([names, shapes, kind]) => {
      const fields = names.map((name, at): Fields => {
        const shape = shapes[at] ?? { text: 'int', value: int }
        const key = keyOf(name, names)
        // No condition stands before a repetition.
        const optional = shape.text.includes('*[') ? { text: 'int', value: int } : shape
        if (at === 0 && kind === 'flags') return flags(name, key, optional)
        if (at === 0 && kind === 'nested') return nestedFlags(name, key, optional)
        if (at === 0 && kind === 'counted') return counted(name, key, optional)
        return { text: [`${name}:${shape.text}`], value: one(key, shape.value) }
      })
      return together(kind === 'masked' ? [...fields, masked] : fields)
    })

/** `a.b.c12`: constructors in namespaces of any depth, with names that are words here and there. */
const nameOf = (at: number): string => {
  const namespace = ['', 'a.', 'a.b.', 'class.', 'a_b.'][at % 5] ?? ''
  return `${namespace}${['first', 'new', 'some_thing'][at % 3] ?? 'x'}${at}`
}

const typeOf = (at: number): string => {
  const name = nameOf(at)
  const dot = name.lastIndexOf('.') + 1
  return name.slice(0, dot) + name.charAt(dot).toUpperCase() + name.slice(dot + 1)
}

export const randomSchema = (dialect: Dialect): fc.Arbitrary<RandomSchema> =>
  fc.integer({ min: 1, max: 5 }).chain((count) => grow(count, dialect))

function grow(count: number, dialect: Dialect): fc.Arbitrary<RandomSchema> {
  let made: fc.Arbitrary<{ lines: string[]; known: Shape[]; values: RandomSchema['values'] }> = fc.constant({
    lines: [],
    known: [...dialect.primitives],
    values: [],
  })
  for (let at = 0; at < count; at++) {
    made = made.chain(({ lines, known, values }) =>
      fieldsOf(known).map((fields) => {
        const value = fields.value.map((found) => ({ _: nameOf(at), ...found }))
        const line = `${nameOf(at)} ${fields.text.join(' ')} = ${typeOf(at)};`
        const shapes = [`${typeOf(at)}`, `%${typeOf(at)}`, nameOf(at)].map((text): Shape => ({ text, value }))
        return {
          lines: [...lines, line],
          known: [...known, ...shapes],
          values: [...values, { kind: 'object' as const, value }],
        }
      }),
    )
  }
  return made.chain(({ lines, known, values }) =>
    fieldsOf(known).map((fields): RandomSchema => {
      const any = fc.oneof(...values.map(({ value }) => value))
      const object = any.map((body) => ({ _: 'carrier', body }))
      const plain = fields.value.map((found) => ({ _: 'ask', ...found }))
      const wrapped = plain.map((request) => ({ _: 'within', layer: 1, request }))
      return {
        text: `${dialect.prelude}${prelude}${lines.join('\n')}
carrier body:Object = Carrier;
---functions---
ask ${fields.text.join(' ')} = Carrier;
within {X:Type} layer:int request:!X = X;
`,
        values: [
          ...values,
          { kind: 'object', value: object },
          { kind: 'method', value: plain },
          { kind: 'method', value: wrapped },
        ],
      }
    }),
  )
}
