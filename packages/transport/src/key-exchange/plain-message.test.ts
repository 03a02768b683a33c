import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXAMPLE } from './documentation-vectors.ts'
import { readQuery } from './messages.ts'
import { decodePlainMessage, encodePlainMessage, isPlainMessage } from './plain-message.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const words = fc
  .uint8Array({ minLength: 1, maxLength: 100 })
  .map((bytes) => Uint8Array.from([...bytes, ...bytes, ...bytes, ...bytes]))
const clientId = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)
const malformed = expect.objectContaining({ code: 'MALFORMED_MESSAGE' })

describe('a plain message', () => {
  it('KX-11: comes back as it was, whatever msg_id a client gives it, also with the padding of padded intermediate framing behind it', () => {
    fc.assert(
      fc.property(words, clientId, fc.uint8Array({ maxLength: 15 }), (body, msgId, padding) => {
        const packet = Uint8Array.from([...encodePlainMessage(msgId, body), ...padding])
        expect(isPlainMessage(packet)).toBe(true)
        expect(decodePlainMessage(packet, 'client')).toEqual({ msgId, body })
      }),
    )
  })

  it('has the form of the documented example', () => {
    const packet = hex(EXAMPLE.reqPqPacket)
    const { msgId, body } = decodePlainMessage(packet, 'client')
    expect(encodePlainMessage(msgId, body)).toEqual(packet)
    expect(readQuery(packet)).toEqual({ _: 'req_pq_multi', nonce: hex(EXAMPLE.nonce) })
  })

  it('is refused with a wrong length, a key id or, from a server, a wrong parity', () => {
    const packet = encodePlainMessage(4n, new Uint8Array(8))
    const changed = (offset: number, value: number) => {
      const out = packet.slice()
      out[offset] = value
      return out
    }
    const bad = [
      new Uint8Array(0),
      packet.subarray(0, 23),
      packet.subarray(0, 27),
      Uint8Array.from([...packet, ...new Uint8Array(16)]),
      changed(0, 1),
      changed(16, 0),
      changed(16, 7),
      changed(16, 12),
      changed(19, 0x80),
    ]
    for (const bytes of bad) expect(() => decodePlainMessage(bytes, 'client')).toThrow(malformed)
    for (const id of [0, 2, 3, 4]) expect(() => decodePlainMessage(changed(8, id), 'server')).toThrow(malformed)
    expect(decodePlainMessage(changed(8, 5), 'server').msgId).toBe(5n)
  })

  it('never fails in any other way, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, plain) => {
        if (plain) bytes.fill(0, 0, 8)
        try {
          readQuery(bytes)
        } catch (error) {
          expect(error).toEqual(malformed)
        }
      }),
    )
  })

  it('may end in random bytes inside its length, as TDLib sends it', () => {
    const packet = hex(EXAMPLE.reqPqPacket)
    const padded = encodePlainMessage(4n, Uint8Array.from([...packet.subarray(20), ...new Uint8Array(252).fill(9)]))
    expect(readQuery(padded)).toEqual({ _: 'req_pq_multi', nonce: hex(EXAMPLE.nonce) })
    const tooMuch = encodePlainMessage(4n, Uint8Array.from([...packet.subarray(20), ...new Uint8Array(1028)]))
    expect(() => readQuery(tooMuch)).toThrow(malformed)
  })
})
