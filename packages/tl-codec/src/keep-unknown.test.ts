import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiArbitraries } from './arbitrary/index.ts'
import * as api from './generated/api.ts'
import * as mtproto from './generated/mtproto.ts'
import { isUnknownObject, TlError, Writer } from './index.ts'
import { equals, fromJson, toJson } from './values/index.ts'

/** A number that no schema has. */
const NUMBER = 0x0bad_f00d
const KEEP = { unknown: 'keep' } as const

function bytesOf(...parts: readonly (number | bigint | Uint8Array)[]): Uint8Array {
  const w = new Writer()
  for (const part of parts) {
    if (typeof part === 'number') w.id(part)
    else if (typeof part === 'bigint') w.long(part)
    else w.raw(part)
  }
  return w.finish()
}

const newer = bytesOf(NUMBER, 5n, 7)

describe('a value that is not known is kept as bytes where that is asked for', () => {
  test('as the whole input', () => {
    const decoders: readonly (() => unknown)[] = [
      () => api.decode('Updates', newer, KEEP),
      () => api.decodeObject(newer, KEEP),
      () => api.decodeMethod(newer, KEEP),
      () => api.decodeResult({ _: 'help.getConfig' }, newer, KEEP),
      () => mtproto.decodeObject(newer, KEEP),
    ]
    for (const decodeOne of decoders) {
      const kept = decodeOne()
      expect(kept).toEqual({ _: '$unknown', id: NUMBER, bytes: newer })
      expect(equals(fromJson(toJson(kept)), kept)).toBe(true)
    }
  })

  test('with the value around it, where something else may follow', () => {
    // updateShort update:Update date:int
    const bytes = bytesOf(0x78d4dec1, newer, 9)
    const kept = api.decode('Updates', bytes, KEEP)
    expect(kept).toEqual({ _: '$unknown', id: 0x78d4dec1, bytes })
    expect(isUnknownObject(kept) && mtproto.encode(kept)).toEqual(bytes)
  })

  test('alone in an rpc_result, whose result is the last thing', () => {
    const bytes = bytesOf(0xf35c6d01, 99n, newer)
    const read = mtproto.decode('RpcResult', bytes, KEEP)
    expect(read).toEqual({ _: 'rpc_result', reqMsgId: 99n, result: { _: '$unknown', id: NUMBER, bytes: newer } })
    expect(mtproto.encode(read)).toEqual(bytes)
  })

  test('alone in the last message of a container, and with the container in an earlier one', () => {
    const known = mtproto.encode({ _: 'pong', msgId: 1n, pingId: 1n })
    const message = (body: Uint8Array): Uint8Array => bytesOf(1n, 1, body.length, body)
    const last = bytesOf(0x73f1f8dc, 2, message(known), message(newer))
    const read = mtproto.decode('MessageContainer', last, KEEP)
    expect(read).toMatchObject({ messages: [{ body: { _: 'pong' } }, { body: { _: '$unknown', bytes: newer } }] })
    expect(mtproto.encode(read)).toEqual(last)
    const earlier = bytesOf(0x73f1f8dc, 2, message(newer), message(known))
    expect(mtproto.decode('MessageContainer', earlier, KEEP)).toEqual({ _: '$unknown', id: 0x73f1f8dc, bytes: earlier })
  })
})

describe('else', () => {
  test('it is refused, as ever', () => {
    expect(() => api.decode('Updates', newer)).toThrow(expect.objectContaining({ code: 'UNEXPECTED_CONSTRUCTOR' }))
    const bytes = bytesOf(0xf35c6d01, 99n, newer)
    expect(() => mtproto.decode('RpcResult', bytes)).toThrow(
      expect.objectContaining({ code: 'UNEXPECTED_CONSTRUCTOR' }),
    )
  })

  test('what is wrong in another way is an error all the same', () => {
    const peer = api.encode({ _: 'peerUser', userId: 1n })
    const refused = (bytes: Uint8Array, code: string): void =>
      expect(() => api.decode('Peer', bytes, KEEP)).toThrow(expect.objectContaining({ name: 'TlError', code }))
    refused(bytesOf(peer, 0), 'TRAILING_BYTES')
    refused(peer.subarray(0, 8), 'UNEXPECTED_END')
    refused(new Uint8Array(3), 'UNEXPECTED_END')
  })

  test('what is known is read as it is without', () => {
    fc.assert(
      fc.property(apiArbitraries({ depth: 2 }).type('Update'), (value) => {
        const bytes = api.encode(value)
        expect(api.decode('Update', bytes, KEEP)).toEqual(api.decode('Update', bytes))
      }),
      { numRuns: 50 },
    )
  })

  test('encoding takes no other object of that name', () => {
    for (const value of [
      { _: '$unknown' },
      { _: '$unknown', id: 1, bytes: Uint8Array.of(1) },
      { _: '$unknown', bytes: 'x' },
    ]) {
      expect(() => Reflect.apply(mtproto.encode, undefined, [value])).toThrow(TlError)
      expect(() => Reflect.apply(api.encode, undefined, [value])).toThrow(TlError)
    }
  })

  test('whatever the bytes, the outcome is a value, the same bytes, or a typed error', () => {
    fc.assert(
      fc.property(apiArbitraries({ depth: 2 }).type('Updates'), fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = api.encode(value)
        bytes[at % bytes.length] = byte
        try {
          const read = api.decode('Updates', bytes, KEEP)
          if (isUnknownObject(read)) expect(read.bytes).toEqual(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(TlError)
        }
      }),
    )
  })
})
