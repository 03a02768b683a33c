import { deflateSync, gzipSync } from 'node:zlib'
import { concat } from '@chappe/crypto'
import { Writer } from '@chappe/tl-codec'
import { type api, decodeMethod, encode } from '@chappe/tl-codec/api'
import { encode as encodeWrapper, type wrappers } from '@chappe/tl-codec/wrappers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpackQuery } from './unpack-query.ts'

const MIB = 1024 * 1024
const packings = { gzip: gzipSync, zlib: deflateSync }
const inner = encode({
  _: 'messages.sendMessage',
  peer: { _: 'inputPeerSelf' },
  message: 'so it was '.repeat(50),
  randomId: 1n,
})
const introduction = {
  ...{ apiId: 7, deviceModel: 'd', systemVersion: 's', appVersion: '1', systemLangCode: 'en' },
  ...{ langPack: '', langCode: 'en' },
}
/** One of each method that wraps another. */
const every: readonly wrappers.Wrapper[] = [
  { _: 'invokeAfterMsg', msgId: 4n },
  { _: 'invokeAfterMsgs', msgIds: [4n, 8n] },
  { _: 'invokeWithLayer', layer: 228 },
  { _: 'initConnection', ...introduction },
  {
    ...{ _: 'initConnection', ...introduction },
    proxy: { _: 'inputClientProxy', address: 'host', port: 443 },
    params: { _: 'jsonObject', value: [{ _: 'jsonObjectValue', key: 'tz', value: { _: 'jsonNumber', value: 3600 } }] },
  },
  { _: 'invokeWithoutUpdates' },
  { _: 'invokeWithMessagesRange', range: { _: 'messageRange', minId: 1, maxId: 9 } },
  { _: 'invokeWithTakeout', takeoutId: 3n },
  { _: 'invokeWithBusinessConnection', connectionId: 'c' },
  { _: 'invokeWithGooglePlayIntegrity', nonce: 'n', token: 't' },
  { _: 'invokeWithApnsSecret', nonce: 'n', secret: 's' },
  { _: 'invokeWithReCaptcha', token: 't' },
]

function pack(body: Uint8Array, by: keyof typeof packings = 'gzip'): Uint8Array {
  const packed = packings[by](body)
  const writer = new Writer(packed.length + 12)
  writer.id(0x3072cfa1)
  writer.byteString(packed)
  return writer.finish()
}

const wrapIn = (list: readonly wrappers.Wrapper[], body: Uint8Array): Uint8Array =>
  concat(...list.map((wrapper) => encodeWrapper(wrapper)), body)
const unpacked = (body: Uint8Array): Uint8Array => unpackQuery(body, 16 * MIB).body
const invalid = expect.objectContaining({ code: 'GZIP_INVALID' })

describe('a packed query', () => {
  test('MS-14: is unpacked inside every method that wraps another, as gzip and as zlib', () => {
    for (const wrapper of every) {
      for (const by of ['gzip', 'zlib'] as const) {
        const wrapped = wrapIn([wrapper], inner)
        expect(unpacked(wrapIn([wrapper], pack(inner, by))), wrapper._).toEqual(wrapped)
        const method = decodeMethod(wrapped)
        expect('query' in method && method.query, wrapper._).toEqual(decodeMethod(inner))
      }
    }
  })

  test('MS-14: no method of the schema that wraps another is forgotten', () => {
    type Wrapping = Extract<api.Method, { readonly query: api.Method }>['_']
    const known: { readonly [Name in Wrapping]: true } = {
      invokeAfterMsg: true,
      invokeAfterMsgs: true,
      invokeWithLayer: true,
      initConnection: true,
      invokeWithoutUpdates: true,
      invokeWithMessagesRange: true,
      invokeWithTakeout: true,
      invokeWithBusinessConnection: true,
      invokeWithGooglePlayIntegrity: true,
      invokeWithApnsSecret: true,
      invokeWithReCaptcha: true,
    }
    expect(new Set(every.map(({ _ }) => _))).toEqual(new Set(Object.keys(known)))
  })

  test('MS-14: at any depth of any wrappers is the query that it would be unpacked', () => {
    const list = fc.array(fc.constantFrom(...every), { maxLength: 12 })
    fc.assert(
      fc.property(list, list, fc.constantFrom('gzip', 'zlib'), (outside, inside, by) => {
        const expected = wrapIn([...outside, ...inside], inner)
        expect(unpacked(wrapIn(outside, pack(wrapIn(inside, inner), by)))).toEqual(expected)
        expect(unpacked(expected)).toBe(expected)
      }),
    )
  })

  test('MS-14: as TDLib sends it: what introduces the client, then the order, then the packed query', () => {
    const before: wrappers.Wrapper[] = [
      { _: 'invokeWithLayer', layer: 228 },
      { _: 'initConnection', ...introduction },
      { _: 'invokeAfterMsg', msgId: 4n },
    ]
    expect(decodeMethod(unpacked(wrapIn(before, pack(inner, 'zlib'))))).toMatchObject({
      query: { query: { _: 'invokeAfterMsg', msgId: 4n, query: { _: 'messages.sendMessage' } } },
    })
  })

  test('MS-14: as mtcute sends it: the order, then all the rest packed', () => {
    const introduced = wrapIn(
      [
        { _: 'invokeWithLayer', layer: 228 },
        { _: 'initConnection', ...introduction },
      ],
      inner,
    )
    expect(decodeMethod(unpacked(wrapIn([{ _: 'invokeAfterMsg', msgId: 4n }], pack(introduced))))).toMatchObject({
      ...{ _: 'invokeAfterMsg', msgId: 4n },
      query: { _: 'invokeWithLayer', query: { _: 'initConnection', query: { _: 'messages.sendMessage' } } },
    })
  })

  test('MS-14: within another packed one is refused at every depth', () => {
    const list = fc.array(fc.constantFrom(...every), { maxLength: 5 })
    fc.assert(
      fc.property(list, list, (outside, between) => {
        const twice = wrapIn(outside, pack(wrapIn(between, pack(inner))))
        expect(() => unpackQuery(twice, 16 * MIB)).toThrow(invalid)
      }),
      { numRuns: 30 },
    )
  })

  test('MS-14: is bounded when inflated, at every depth', () => {
    for (const wrapper of every) {
      const wrapped = wrapIn([wrapper], pack(inner))
      expect(unpackQuery(wrapped, inner.length).inflatedBytes).toBe(inner.length)
      expect(() => unpackQuery(wrapped, inner.length - 1), wrapper._).toThrow(invalid)
    }
  })

  test('MS-14: is refused when its stream is broken or something follows it', () => {
    const packed = pack(inner)
    const wrapper = encodeWrapper({ _: 'invokeWithoutUpdates' })
    for (const body of [packed.subarray(0, -8), packed.with(20, (packed[20] ?? 0) ^ 255), concat(packed, packed)]) {
      expect(() => unpackQuery(concat(wrapper, body), 16 * MIB)).toThrow(invalid)
    }
  })

  test('whatever the bytes, the outcome is bytes or a typed error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...every), { maxLength: 3 }),
        fc.uint8Array({ maxLength: 80 }),
        (list, tail) => {
          for (const body of [wrapIn(list, tail), wrapIn(list, concat(pack(inner).subarray(0, 8), tail))]) {
            try {
              unpackQuery(body, MIB)
            } catch (error) {
              expect(error).toEqual(invalid)
            }
          }
        },
      ),
    )
  })

  test('in more wrappers than any codec reads is left alone, in bounded time', () => {
    const deep = concat(
      new Uint8Array(Array.from({ length: MIB / 4 }, () => [0xb7, 0x59, 0x94, 0xbf]).flat()),
      pack(inner),
    )
    expect(unpacked(deep)).toBe(deep)
  })
})
