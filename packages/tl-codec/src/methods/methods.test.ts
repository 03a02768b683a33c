import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutUndefined } from '../../test/without-undefined.ts'
import { apiArbitraries } from '../arbitrary/index.ts'
import * as api from '../generated/api.ts'
import { invokeWithLayer } from '../generated/methods/global.ts'
import { getConfig } from '../generated/methods/help.ts'
import { getHistory, sendMessage } from '../generated/methods/messages.ts'
import { PageBlock, Peer, RichText, Updates } from '../generated/methods/types.ts'
import { decode, decodeResult, encode, encodeRequest, type MethodPart, type TypePart } from './index.ts'

const SEED = 18
const arbitraries = apiArbitraries({ depth: 2 })
const folder = new URL('../generated/methods/', import.meta.url)
const types = new Map<string, TypePart<unknown>>()
const methods = new Map<string, MethodPart<{ _: string }, unknown>>()
for (const file of readdirSync(folder)) {
  const parts: Record<string, { readonly name?: string; readonly text: string }> = await import(
    new URL(file, folder).href
  )
  for (const part of Object.values(parts)) {
    if (part.name === undefined) methods.set(part.text.split(' ', 1)[0] ?? '', part)
    else types.set(part.name, { ...part, name: part.name })
  }
}

const known: ReadonlySet<string> = new Set(arbitraries.names)
const samples = (name: string): { _: string }[] =>
  fc.sample(Reflect.apply(arbitraries.anyNamed, undefined, [name]), { numRuns: 2, seed: SEED })

describe('methods one by one', () => {
  test('are all there, and their requests have the same bytes', { timeout: 60_000 }, () => {
    let compared = 0
    for (const [name, part] of methods) {
      expect(known.has(name)).toBe(true)
      for (const { _, ...fields } of samples(name)) {
        // The query of a wrapper comes encoded.
        const query =
          'query' in fields && typeof fields.query === 'object'
            ? { query: Reflect.apply(api.encode, undefined, [fields.query]) }
            : {}
        expect(
          Buffer.compare(
            encodeRequest(part, { ...fields, ...query }),
            Reflect.apply(api.encode, undefined, [{ _, ...fields }]),
          ),
        ).toBe(0)
      }
      compared++
    }
    expect(compared).toBeGreaterThan(800)
  })

  test('bring the types of their fields and results', () => {
    const request: api.api.messages.sendMessage = {
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'x',
      randomId: 1n,
    }
    const { _, ...fields } = request
    expect(encodeRequest(sendMessage, fields)).toEqual(api.encode(request))
    const updates: api.api.Updates = decodeResult(sendMessage, api.encode({ _: 'updatesTooLong' }))
    expect(updates).toStrictEqual({ _: 'updatesTooLong' })
    expect(() => decodeResult(getHistory, api.encode({ _: 'updatesTooLong' }))).toThrow(
      expect.objectContaining({ code: 'UNEXPECTED_CONSTRUCTOR' }),
    )
  })

  test('are wrapped as bytes', () => {
    const wrapped = encodeRequest(invokeWithLayer, { layer: api.LAYER, query: encodeRequest(getConfig, {}) })
    expect(api.decodeMethod(wrapped)).toEqual({
      _: 'invokeWithLayer',
      layer: api.LAYER,
      query: { _: 'help.getConfig' },
    })
  })
})

describe('types one by one', () => {
  test('are all there; their values have the same bytes and are strictly the same when they are read again', {
    timeout: 60_000,
  }, () => {
    for (const name of types.keys()) {
      const part = types.get(name)
      if (part === undefined) throw new Error(name)
      const values: unknown[] = fc.sample(Reflect.apply(arbitraries.type, undefined, [name]), {
        numRuns: 3,
        seed: SEED,
      })
      for (const value of values) {
        const bytes: Uint8Array = Reflect.apply(api.encode, undefined, [value])
        expect(Buffer.compare(encode(part, value), bytes)).toBe(0)
        const again = decode(part, bytes)
        expect(again).toStrictEqual(withoutUndefined(Reflect.apply(api.decode, undefined, [name, bytes])))
      }
    }
    expect(types.size).toBeGreaterThan(580)
  })

  test('name the field that is wrong', () => {
    const value: unknown = { _: 'updateShort', date: 1, update: { _: 'updateUserPhone', userId: 1, phone: '' } }
    expect(() => Reflect.apply(encode, undefined, [Updates, value])).toThrow(
      'updateShort.update.userId: this number is not a bigint',
    )
    expect(() => Reflect.apply(encode, undefined, [Peer, { _: 'updatesTooLong' }])).toThrow(
      "'updatesTooLong' cannot stand here",
    )
    expect(() => Reflect.apply(encode, undefined, [Peer, 5])).toThrow("'number' cannot stand here")
  })

  test('refuse bytes that are no value, as the codec of the whole schema does', () => {
    const codeOf = (work: () => unknown): unknown => {
      try {
        work()
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error
      }
      return 'a value'
    }
    const nested = (depth: number): api.api.RichText => {
      let text: api.api.RichText = { _: 'textEmpty' }
      for (let i = 0; i < depth; i++) text = { _: 'textBold', text }
      return text
    }
    for (const depth of [62, 63, 64, 65, 70]) {
      const bytes = api.encode(nested(depth))
      expect(codeOf(() => decode(RichText, bytes))).toBe(codeOf(() => api.decode('RichText', bytes)))
    }
    fc.assert(
      fc.property(arbitraries.type('PageBlock'), fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = api.encode(value)
        bytes[at % bytes.length] = byte
        expect(codeOf(() => decode(PageBlock, bytes))).toBe(codeOf(() => api.decode('PageBlock', bytes)))
      }),
    )
  })
})
