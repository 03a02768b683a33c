import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadStrict, StrictSchema, type Value } from '../test/strict-schema.ts'
import { apiArbitraries, mtprotoArbitraries } from './arbitrary/index.ts'
import * as api from './generated/api.ts'
import * as mtproto from './generated/mtproto.ts'

const RUNS = 4

const decodeMethod = (bytes: Uint8Array): unknown => api.decodeMethod(bytes)
const decodeObject = (bytes: Uint8Array): unknown => api.decodeObject(bytes)

describe('Every definition of the API', () => {
  const arbitraries = apiArbitraries({ depth: 2 })
  const strict = new StrictSchema(loadStrict(['api.tl']), api.LAYER)

  test('is written as the schema says and read back as it was', { timeout: 120_000 }, () => {
    for (const name of arbitraries.names) {
      const { isMethod } = strict.find(name)
      fc.assert(
        fc.property(arbitraries.named(name), (value) => {
          const bytes = api.encode(value)
          expect(Buffer.from(bytes).equals(strict.encode(asValue(value)))).toBe(true)
          const decode: (bytes: Uint8Array) => unknown = isMethod ? decodeMethod : decodeObject
          expect(decode(bytes)).toStrictEqual(value)
        }),
        { numRuns: RUNS },
      )
    }
    // The two that are not objects.
    const request = { _: 'account.updateStatus', offline: true } as const
    for (const [value, name] of [
      [true, 'boolTrue'],
      [false, 'boolFalse'],
    ] as const) {
      const bytes = api.encodeResult(request, value)
      expect(Buffer.from(bytes).equals(strict.encode({ _: name }))).toBe(true)
      expect(api.decodeResult(request, bytes)).toBe(value)
    }
    expect(arbitraries.names.length + 2).toBe(strict.definitions.length)
  })
})

test('Every definition of the service schema is read back as it was', () => {
  const arbitraries = mtprotoArbitraries()
  for (const name of arbitraries.names) {
    fc.assert(
      fc.property(arbitraries.named(name), (value) => {
        const bytes = mtproto.encode(value)
        const isMethod = mtproto.methodName(new DataView(bytes.buffer).getInt32(0, true)) !== undefined
        const back: unknown = isMethod ? mtproto.decodeMethod(bytes) : mtproto.decodeObject(bytes)
        expect(back).toStrictEqual(value)
      }),
      { numRuns: 20 },
    )
  }
})

function asValue(value: object): Value {
  return { ...value }
}
