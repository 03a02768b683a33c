import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClientError } from '../errors.ts'
import { decodePacked, encodePacked } from './packed-records.ts'

const values = fc.record({
  bytes: fc.uint8Array({ maxLength: 40 }),
  number: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  text: fc.string({ unit: 'binary' }),
  items: fc.array(fc.record({ data: fc.uint8Array({ maxLength: 9 }), yes: fc.boolean() }), { maxLength: 4 }),
})

test('what is packed is read back', () => {
  fc.assert(
    fc.property(values, (value) => {
      const read = decodePacked(encodePacked({ value }), (record) =>
        record.nested('value', (inner) => ({
          bytes: inner.bytes('bytes'),
          number: inner.bigint('number'),
          text: inner.string('text'),
          items: inner.list('items', (item) => ({ data: item.bytes('data'), yes: item.boolean('yes') })),
        })),
      )
      expect(read).toEqual({ ...value, text: value.text.toWellFormed() })
    }),
  )
})

test('any other bytes are refused in one way', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(() => decodePacked(bytes, (record) => record.number('n'))).toThrow(ClientError)
    }),
  )
  const whole = encodePacked({ b: new Uint8Array(8) })
  expect(() => decodePacked(whole.subarray(0, -1), (record) => record.bytes('b'))).toThrow(ClientError)
})
