import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiArbitraries } from '../arbitrary/index.ts'
import { TlError } from '../error.ts'
import { type api, decode, encode } from '../generated/api.ts'
import { clone, equals, fromJson, is, print, toJson } from './index.ts'

const any = fc.oneof(apiArbitraries().type('Updates'), apiArbitraries().type('messages.Messages'))

describe('JSON of values', () => {
  test('loses nothing', () => {
    fc.assert(
      fc.property(any, (value) => {
        const again = fromJson(toJson(value))
        expect(equals(again, value)).toBe(true)
        expect(Reflect.apply(encode, undefined, [again])).toEqual(encode(value))
      }),
      { numRuns: 300 },
    )
  })

  test('has the documented form', () => {
    expect(toJson({ _: 'x', id: -777n, hash: Uint8Array.of(171, 205), sum: Number.NaN, none: undefined })).toBe(
      '{"_":"x","id":{"$long":"-777"},"hash":{"$bytes":"q80="},"sum":{"$double":"NaN"}}',
    )
    for (const double of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1]) {
      expect(fromJson(toJson(double))).toBe(double)
    }
  })

  test.each([
    '{',
    '{"$long":"1e9"}',
    '{"$long":5}',
    `{"$long":"${'9'.repeat(21)}"}`,
    '{"$bytes":"q8"}',
    '{"$bytes":"q80=","x":1}',
    '{"$double":"1"}',
    '{"$what":"1"}',
  ])('that is not in this form is refused: %s', (text) => {
    expect(() => fromJson(text)).toThrow(TlError)
  })
})

describe('equals and clone', () => {
  test('a clone is equal, shares no object, and has no field that is undefined', () => {
    const hasUndefined = (value: unknown): boolean =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).some((one) => one === undefined || hasUndefined(one))
    fc.assert(
      fc.property(any, (value) => {
        const decoded = decode(value._.startsWith('messages.') ? 'messages.Messages' : 'Updates', encode(value))
        const copy = clone(decoded)
        expect(copy).not.toBe(decoded)
        expect(equals(copy, decoded)).toBe(true)
        expect(hasUndefined(copy)).toBe(false)
        expect(encode(copy)).toEqual(encode(value))
      }),
      { numRuns: 300 },
    )
  })

  test('values of different bytes are not equal', () => {
    const type = apiArbitraries().type('Peer')
    fc.assert(
      fc.property(type, type, (a, b) => {
        expect(equals(a, b)).toBe(Buffer.compare(encode(a), encode(b)) === 0)
      }),
    )
    expect(equals({ a: 1 }, { a: 1, b: undefined })).toBe(true)
    expect(equals({ a: 1, b: undefined }, { a: 1, c: 2 })).toBe(false)
    expect(equals([1], { 0: 1 })).toBe(false)
    expect(equals(Uint8Array.of(1), Uint8Array.of(2))).toBe(false)
    expect(equals(Uint8Array.of(1), [1])).toBe(false)
  })

  test('bytes of a clone are its own', () => {
    const value = { _: 'x', bytes: Uint8Array.of(1) }
    const copy = clone(value)
    value.bytes[0] = 2
    expect(copy.bytes[0]).toBe(1)
  })
})

test('a guard tells constructors apart, for the compiler too', () => {
  const peer: api.Peer = decode('Peer', encode({ _: 'peerUser', userId: 7n }))
  expect(is(peer, 'peerChat', 'peerUser')).toBe(true)
  expect(is(peer, 'peerChat')).toBe(false)
  expect(is(undefined, 'peerUser')).toBe(false)
  const id: bigint | undefined = is(peer, 'peerUser') ? peer.userId : undefined
  expect(id).toBe(7n)
})

test('a printed value shows its fields one a line, cuts what is long, and hides what it is told to', () => {
  const value = {
    _: 'auth.signIn',
    phoneNumber: '99966'.repeat(20),
    phoneCode: '22222',
    id: 5n,
    hash: Uint8Array.of(171, 205),
    none: undefined,
    items: [{ _: 'inputPeerSelf' }],
    empty: [],
  }
  expect(print(value, { most: 10, hide: ['phoneCode'] })).toBe(`auth.signIn {
  phoneNumber: "9996699966"… (100)
  phoneCode: (hidden)
  id: 5n
  hash: 2 bytes abcd
  items: [
    inputPeerSelf
  ]
  empty: []
}`)
})
