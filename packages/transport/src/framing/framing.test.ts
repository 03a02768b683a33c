import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from './crc32.ts'
import { detectTransport } from './detect.ts'
import { FrameDecoder } from './frame-decoder.ts'
import { createFrameEncoder, encodeFrames } from './frame-encoder.ts'
import {
  anyPacket,
  chop,
  codeOf,
  createPair,
  encryptedPacket,
  FRAMINGS,
  MAX_PACKET,
  record,
  sameBytes,
  seededRandom,
} from './framing.fixture.ts'
import { quickAckToken } from './quick-ack.ts'

const packetsArbitrary = fc.array(anyPacket, { minLength: 1, maxLength: 12 })
const cutsArbitrary = fc.array(fc.nat({ max: 100_000 }), { maxLength: 40 })
const outgoing = (packets: readonly Uint8Array[], quickAck = false) => packets.map((packet) => ({ packet, quickAck }))

function packetOf(length: number, seed = 3): Uint8Array {
  const packet = seededRandom(seed)(length)
  packet[0] = 1
  return packet
}

describe.each(FRAMINGS)('%s', (framing) => {
  test('TR-1: is told apart by its first bytes, and any chunking gives the same packets in both directions', () => {
    fc.assert(
      fc.property(packetsArbitrary, cutsArbitrary, fc.boolean(), fc.integer(), (packets, cuts, obfuscated, seed) => {
        const { client, server, atClient, atServer } = createPair({ framing, obfuscated, seed })
        for (const chunk of chop(client.encode(outgoing(packets)), cuts)) server.push(chunk)
        expect(atServer.identities).toEqual([
          { framing, obfuscated, proxySecret: false, dcId: obfuscated ? expect.any(Number) : undefined },
        ])
        expect(atServer.packets).toEqual(packets)
        for (const chunk of chop(server.encode(outgoing(packets)), cuts)) client.push(chunk)
        expect(atClient.packets).toEqual(packets)
        expect([client.partial, server.partial]).toEqual([false, false])
      }),
      { numRuns: 150 },
    )
  })

  test('TR-1: a stream that comes byte by byte gives the same packets', () => {
    const packets = [packetOf(24 + 16 * 30), packetOf(24 + 16 * 40, 5), packetOf(24 + 32, 6)]
    const { client, server, atServer } = createPair({ framing })
    for (const byte of client.encode(outgoing(packets))) server.push(Uint8Array.of(byte))
    expect(atServer.packets).toEqual(packets)
  })

  test('TR-1: many small chunks of a large packet cost linear time and no more memory than has arrived', () => {
    const packet = packetOf(MAX_PACKET - 8)
    const { client, server, atServer } = createPair({ framing })
    const bytes = client.encode(outgoing([packet]))
    for (let at = 0; at < bytes.length; at += 7) {
      server.push(bytes.subarray(at, at + 7))
      if (at % 70_000 === 0) expect(server.heldBytes).toBeLessThanOrEqual(2 * at + 1024)
    }
    expect(atServer.packets[0]?.length).toBe(packet.length)
  })

  test('TR-1: the largest packet that the limit allows passes', () => {
    const packet = packetOf(MAX_PACKET - 8)
    const { client, server, atServer } = createPair({ framing, maxPacketBytes: packet.length })
    server.push(client.encode(outgoing([packet])))
    expect(sameBytes(atServer.packets[0], packet)).toBe(true)
  })

  test('TR-7: a frame over the limit ends the connection by its prefix, before anything of it is held', () => {
    const { client, server, atServer } = createPair({ framing, maxPacketBytes: 1000 })
    const sender = createPair({ framing }).client
    const frame = sender.encode(outgoing([packetOf(1032)]))
    const tag = { abridged: 1, intermediate: 4, 'padded-intermediate': 4, full: 0 }[framing]
    // Full framing is known only by its sequence number.
    const prefix = tag + (framing === 'full' ? 8 : 4)
    server.push(frame.subarray(0, prefix - 1))
    expect(server.heldBytes).toBeLessThan(8)
    expect(codeOf(() => server.push(frame.subarray(prefix - 1, prefix)))).toBe('FRAME_TOO_LARGE')
    expect(server.heldBytes).toBe(0)
    server.push(client.encode(outgoing([packetOf(56)])))
    expect(atServer.packets).toEqual([])
  })

  test('TR-8: rubbish after the tag ends in a typed error or in packets within the limit, with bounded memory', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), cutsArbitrary, (rubbish, cuts) => {
        const recording = record()
        const decoder = new FrameDecoder(framing, 'server', 1000, recording)
        const code = codeOf(() => {
          for (const chunk of chop(rubbish, cuts)) {
            decoder.push(chunk)
            expect(decoder.heldBytes).toBeLessThanOrEqual(1024)
          }
        })
        expect(['none', 'FRAME_TOO_LARGE', 'FRAME_INVALID', 'FRAME_SEQUENCE', 'FRAME_CHECKSUM']).toContain(code)
        for (const packet of recording.packets) expect(packet.length).toBeLessThanOrEqual(1015)
      }),
    )
  })

  test('a transport error is an event of the client and no packet', () => {
    const { client, server, atClient } = createPair({ framing })
    server.push(client.encode(outgoing([packetOf(56)])))
    const error = Uint8Array.of(0x6c, 0xfe, 0xff, 0xff)
    const bytes = server.encode([{ packet: error, quickAck: false }])
    // Also in padded intermediate its frame is as long as it is.
    expect(bytes.length).toBe({ abridged: 5, intermediate: 8, 'padded-intermediate': 8, full: 16 }[framing])
    client.push(bytes)
    expect(atClient.errors).toEqual([-404])
    expect(atClient.packets).toEqual([])
  })

  test('nothing comes out after a halt, not even from the same chunk', () => {
    const recording = record()
    const decoder = new FrameDecoder(framing, 'server', MAX_PACKET, {
      ...recording,
      packet(packet) {
        recording.packets.push(packet)
        decoder.halt()
      },
    })
    decoder.push(encodeFrames(createFrameEncoder(framing, seededRandom(1)), outgoing([packetOf(56), packetOf(56)])))
    expect(recording.packets).toHaveLength(1)
  })
})

describe('quick acknowledgements', () => {
  test.each(['abridged', 'intermediate', 'padded-intermediate'] as const)(
    'TR-2: %s marks the packets that ask for one and carries tokens between packets, in any chunking',
    (framing) => {
      const items = fc.array(fc.tuple(anyPacket, fc.boolean(), fc.nat({ max: 0x7fffffff })), {
        minLength: 1,
        maxLength: 8,
      })
      fc.assert(
        fc.property(items, cutsArbitrary, fc.boolean(), fc.integer(), (list, cuts, obfuscated, seed) => {
          const { client, server, atClient, atServer } = createPair({ framing, obfuscated, seed })
          const asked = list.map(([packet, quickAck]) => ({ packet, quickAck }))
          for (const chunk of chop(client.encode(asked), cuts)) server.push(chunk)
          expect(atServer.quickAcks).toEqual(list.map(([, quickAck]) => quickAck))
          const answers = list.flatMap(([packet, , token]) => [
            { packet: undefined, token },
            { packet, quickAck: false },
          ])
          for (const chunk of chop(server.encode(answers), cuts)) client.push(chunk)
          expect(atClient.tokens).toEqual(list.map(([, , token]) => (token | 0x80000000) >>> 0))
          expect(atClient.packets).toEqual(list.map(([packet]) => packet))
        }),
        { numRuns: 100 },
      )
    },
  )

  test('TR-2: full framing has none', () => {
    const { client, server, atServer } = createPair({ framing: 'full' })
    expect(client.quickAcks).toBe(false)
    server.push(client.encode(outgoing([packetOf(56)], true)))
    expect(atServer.quickAcks).toEqual([false])
  })

  test('TR-2: the token is the first 32 bits of the hash, little-endian, with bit 31 set', () => {
    expect(quickAckToken(Uint8Array.of(0x01, 0x02, 0x03, 0x04, 0xff))).toBe(0x84030201)
    expect(quickAckToken(Uint8Array.of(0, 0, 0, 0x80))).toBe(0x80000000)
  })

  test('TR-2: on the wire a token is 4 bytes, swapped in abridged, and in padded intermediate a frame', () => {
    const wire = (framing: 'abridged' | 'intermediate' | 'padded-intermediate') =>
      encodeFrames(createFrameEncoder(framing, seededRandom(1)), [{ packet: undefined, token: 0x04030201 }])
    expect([...wire('abridged')]).toEqual([0x84, 3, 2, 1])
    expect([...wire('intermediate')]).toEqual([1, 2, 3, 0x84])
    const padded = wire('padded-intermediate')
    expect([...padded.subarray(4, 12)]).toEqual([255, 255, 255, 255, 1, 2, 3, 0x84])
    expect(padded[0]).toBe(padded.length - 4)
    expect(padded.length - 4).toBeLessThanOrEqual(16)
  })
})

describe('the bytes on the wire', () => {
  const wire = (framing: (typeof FRAMINGS)[number], packet: Uint8Array, quickAck = false) =>
    createPair({ framing }).client.encode([{ packet, quickAck }])

  test('TR-1: abridged has one byte of length in words up to 126, then four', () => {
    expect([...wire('abridged', new Uint8Array(504)).subarray(0, 2)]).toEqual([0xef, 126])
    expect([...wire('abridged', new Uint8Array(508)).subarray(0, 5)]).toEqual([0xef, 0x7f, 127, 0, 0])
    expect([...wire('abridged', new Uint8Array(504), true).subarray(0, 2)]).toEqual([0xef, 126 | 0x80])
    expect([...wire('abridged', new Uint8Array(508), true).subarray(0, 5)]).toEqual([0xef, 0xff, 127, 0, 0])
  })

  test('TR-1: intermediate has four bytes of length, the highest bit asks for a quick acknowledgement', () => {
    expect([...wire('intermediate', new Uint8Array(260)).subarray(0, 8)]).toEqual([0xee, 0xee, 0xee, 0xee, 4, 1, 0, 0])
    expect(wire('intermediate', new Uint8Array(260), true)[7]).toBe(0x80)
  })

  test('TR-1: padded intermediate adds 0 to 15 bytes that the other side takes off again', () => {
    const lengths = new Set<number>()
    for (let seed = 0; seed < 400; seed++) {
      const { client, server, atServer } = createPair({ framing: 'padded-intermediate', seed: seed * 7919 })
      const bytes = client.encode(outgoing([packetOf(56)]))
      lengths.add(bytes.length - 8 - 56)
      server.push(bytes)
      expect(atServer.packets).toEqual([packetOf(56)])
    }
    expect(Math.min(...lengths)).toBe(0)
    expect(Math.max(...lengths)).toBe(15)
  })

  test('TR-3: full carries its own length, a sequence number from 0 and the CRC-32 of all of it', () => {
    const { client } = createPair({ framing: 'full' })
    const bytes = client.encode(outgoing([packetOf(56), packetOf(40)]))
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([68, 0])
    expect(view.getUint32(64, true)).toBe(zlibCrc32(bytes.subarray(0, 64)))
    expect([view.getUint32(68, true), view.getUint32(72, true)]).toEqual([52, 1])
  })
})

describe('full framing', () => {
  test('TR-3: a frame out of sequence ends the connection: repeated, skipped or reordered', () => {
    const encode = (count: number): Uint8Array[] => {
      const encoder = createFrameEncoder('full', seededRandom(1))
      return Array.from({ length: count }, () => encodeFrames(encoder, outgoing([packetOf(56)])))
    }
    const [first, second, third] = encode(3)
    const read = (...frames: (Uint8Array | undefined)[]): string => {
      const decoder = new FrameDecoder('full', 'server', MAX_PACKET, record())
      return codeOf(() => frames.forEach((frame) => void decoder.push(frame ?? new Uint8Array(0))))
    }
    expect(read(first, second, third)).toBe('none')
    expect(read(first, first)).toBe('FRAME_SEQUENCE')
    expect(read(first, third)).toBe('FRAME_SEQUENCE')
    expect(read(second)).toBe('FRAME_SEQUENCE')
  })

  test('TR-3: any damaged bit is noticed', () => {
    fc.assert(
      fc.property(encryptedPacket, fc.nat(), fc.nat({ max: 7 }), (packet, seed, bit) => {
        const frame = encodeFrames(createFrameEncoder('full', seededRandom(1)), outgoing([packet]))
        const at = seed % frame.length
        frame[at] = (frame[at] ?? 0) ^ (1 << bit)
        const recording = record()
        const decoder = new FrameDecoder('full', 'server', MAX_PACKET, recording)
        codeOf(() => decoder.push(frame))
        // A larger length leaves the frame unfinished instead.
        expect(recording.packets).toEqual([])
      }),
    )
  })

  test('TR-3: CRC-32 is the one of zlib, in one go and in pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 200 }), (bytes, cut) => {
        const at = Math.min(cut, bytes.length)
        expect(crc32(bytes)).toBe(zlibCrc32(bytes))
        expect(crc32(bytes, at, bytes.length, crc32(bytes, 0, at))).toBe(zlibCrc32(bytes))
      }),
    )
  })
})

describe('detection', () => {
  const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

  test('TR-1: HTTP methods are HTTP and a ClientHello is TLS', () => {
    for (const line of ['GET /apiws HTTP/1.1', 'POST /api HTTP/1.1', 'HEAD / HTTP/1.1', 'OPTIONS /apiw1 HTTP/1.1']) {
      expect(detectTransport(ascii(line))).toEqual({ kind: 'http' })
    }
    expect(detectTransport(Uint8Array.of(0x16, 3, 1, 2, 0, 1))).toEqual({ kind: 'tls' })
  })

  test('TR-1: it never needs more than 64 bytes, and never changes its mind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (head) => {
        const final = detectTransport(head)
        expect(final).toBeDefined()
        for (let length = 0; length < 64; length++) {
          const early = detectTransport(head.subarray(0, length))
          if (early !== undefined) expect(early).toEqual(final)
        }
      }),
    )
  })

  test('TR-1: on HTTP the stream gives back all bytes and reads no further', () => {
    const { server, atServer } = createPair({ framing: 'abridged' })
    const request = ascii('POST /api HTTP/1.1\r\n')
    server.push(request.subarray(0, 3))
    server.push(request.subarray(3))
    server.push(request)
    expect(atServer.httpHeads).toEqual([request])
  })
})
