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
  { text: 'int53', value: fc.maxSafeInteger() },
]

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
int53 = Int53;
none {t:Type} = Maybe t;
some {t:Type} result:t = Maybe t;
tuple {t:Type} {n:#} [ t ] = Tuple t n;
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

const shapeOf = (known: readonly Shape[]): fc.Arbitrary<Shape> => {
  const plain = fc.constantFrom(...primitives, ...known)
  return fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 1, arbitrary: fc.tuple(plain, fc.boolean()).map(([shape, boxed]) => list(shape, boxed)) },
    { weight: 1, arbitrary: plain.map(maybe) },
    { weight: 1, arbitrary: fc.tuple(plain, fc.nat({ max: 3 })).map(([shape, size]) => tuple(shape, size)) },
  )
}

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
        fc.array(fc.record({ key: fc.string({ maxLength: 3 }), value: shape.value }), {
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
      fc.constantFrom('none', 'flags', 'counted', 'masked'),
    )
    .map(([names, shapes, kind]) => {
      const fields = names.map((name, at): Fields => {
        const shape = shapes[at] ?? { text: 'int', value: int }
        const key = keyOf(name, names)
        if (at === 0 && kind === 'flags') return flags(name, key, shape)
        if (at === 0 && kind === 'counted') return counted(name, key, shape)
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

export const randomSchema: fc.Arbitrary<RandomSchema> = fc.integer({ min: 1, max: 5 }).chain((count) => grow(count))

function grow(count: number): fc.Arbitrary<RandomSchema> {
  let made: fc.Arbitrary<{ lines: string[]; known: Shape[]; values: RandomSchema['values'] }> = fc.constant({
    lines: [],
    known: [],
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
        text: `${prelude}${lines.join('\n')}
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
