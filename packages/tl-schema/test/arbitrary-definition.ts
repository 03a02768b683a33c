/** Definitions as text, in any of the ways in which they can be written, with types and numbers where they belong. */
import fc from 'fast-check'

const local = fc.stringMatching(/^[a-z][a-z0-9_]{0,3}$/)
const path = fc.array(local, { maxLength: 3 }).map((parts) => parts.map((part) => `${part}.`).join(''))
const lower = fc.tuple(path, local).map((parts) => parts.join(''))
const upper = fc.tuple(path, fc.stringMatching(/^[A-Z][a-z0-9_]{0,3}$/)).map((parts) => parts.join(''))
const nat = fc.nat({ max: 40 })
const sum = fc.oneof(
  fc.constant('n'),
  nat.map(String),
  fc.tuple(fc.constantFrom('n', 'm'), nat).map(([name, plus]) => `(${name}+${plus})`),
  fc.tuple(nat, nat).map(([one, other]) => `(${one}+n+${other})`),
)

const { type } = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(lower, upper, fc.constantFrom('#', 't', 'X')),
    fc.oneof(lower, upper, fc.constantFrom('t', 'X')).map((name) => `%${name}`),
    fc.tuple(upper, tie('type')).map(([name, arg]) => `${name}<${arg}>`),
    fc.tuple(upper, tie('type'), tie('type')).map(([name, one, other]) => `${name}<${one},${other}>`),
    fc
      .tuple(fc.constantFrom('', '%'), upper, tie('type'), sum)
      .map(([bare, name, arg, size]) => `${bare}(${name} ${arg} ${size})`),
  ),
}))

const condition = fc.option(
  fc.tuple(local, fc.nat({ max: 31 })).map(([word, bit]) => `${word}.${bit}?`),
  { nil: '' },
)
const { field } = fc.letrec<{ field: string }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 2 },
    type,
    fc
      .tuple(fc.oneof(local, fc.constant('_')), condition, fc.constantFrom('', '!'), type)
      .map(([name, ...rest]) => `${name}:${rest.join('')}`),
    fc
      .tuple(fc.array(local, { minLength: 1, maxLength: 3 }), type)
      .map(([names, one]) => `(${names.join(' ')}:${one})`),
    fc
      .tuple(fc.option(local), fc.option(sum), fc.array(tie('field'), { maxLength: 2 }))
      .map(([name, count, fields]) => `${name ? `${name}:` : ''}${count ? `${count}*` : ''}[ ${fields.join(' ')} ]`),
  ),
}))

export const arbitraryDefinition: fc.Arbitrary<string> = fc
  .record({
    name: lower,
    number: fc.option(
      fc.integer({ min: 1, max: 0xffff_ffff }).map((id) => `#${id.toString(16)}`),
      { nil: '' },
    ),
    generics: fc.subarray(['{t:Type}', '{X Y:Type}', '{n m:#}']),
    fields: fc.array(field, { maxLength: 5 }),
    result: fc.oneof(
      upper,
      fc.tuple(upper, type).map(([head, arg]) => `${head} ${arg}`),
    ),
    space: fc.constantFrom(' ', '  ', '\n  '),
  })
  .map(
    ({ name, number, generics, fields, result, space }) =>
      `${[name + number, ...generics, ...fields, '=', result].join(space)};`,
  )
