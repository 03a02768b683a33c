import fc from 'fast-check'
import type { FramingName } from '../drivers/packet-connection.ts'
import { TransportError } from '../transport-error.ts'
import type { PacketStream, ServerStreamEvents, StreamIdentity } from './packet-stream.ts'
import { createClientStream, createServerStream } from './packet-stream.ts'
import type { ProxySecret } from './proxy-secret.ts'

// Shared by the tests of this folder and of the drivers.

export const FRAMINGS: readonly FramingName[] = ['abridged', 'intermediate', 'padded-intermediate', 'full']
export const MAX_PACKET: number = 1024 * 1024

/** Random bytes that a number reproduces. */
export function seededRandom(seed: number): (length: number) => Uint8Array {
  let state = seed | 1
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      bytes[at] = state >>> 24
    }
    return bytes
  }
}

/** Equality of long byte strings, which `toEqual` takes a second for. */
export function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at])
}

/** What came out of one side of a stream. */
export interface Recording extends ServerStreamEvents {
  readonly packets: Uint8Array[]
  readonly quickAcks: boolean[]
  readonly tokens: number[]
  readonly errors: number[]
  readonly identities: StreamIdentity[]
  readonly httpHeads: Uint8Array[]
}

export function record(): Recording {
  const recording: Recording = {
    packets: [],
    quickAcks: [],
    tokens: [],
    errors: [],
    identities: [],
    httpHeads: [],
    packet(packet, quickAck) {
      recording.packets.push(packet.slice())
      recording.quickAcks.push(quickAck)
    },
    quickAck: (token) => void recording.tokens.push(token),
    transportError: (code) => void recording.errors.push(code),
    identified: (identity) => void recording.identities.push(identity),
    http: (head) => void recording.httpHeads.push(head.slice()),
  }
  return recording
}

export interface Pair {
  readonly client: PacketStream
  readonly server: PacketStream
  readonly atClient: Recording
  readonly atServer: Recording
}

export interface PairOptions {
  readonly framing: FramingName
  readonly obfuscated?: boolean
  readonly secret?: ProxySecret
  readonly serverSecrets?: readonly (ProxySecret | undefined)[]
  readonly dcId?: number
  readonly seed?: number
  readonly maxPacketBytes?: number
}

/** Both sides of one connection, joined by nothing. */
export function createPair(options: PairOptions): Pair {
  const atClient = record()
  const atServer = record()
  const random = seededRandom(options.seed ?? 7)
  const maxPacketBytes = options.maxPacketBytes ?? MAX_PACKET
  const client = createClientStream(
    {
      framing: options.framing,
      obfuscated: options.obfuscated ?? false,
      secret: options.secret,
      dcId: options.dcId,
      maxPacketBytes,
      random,
    },
    atClient,
  )
  const secrets = options.serverSecrets ?? [undefined]
  const server = createServerStream({ maxPacketBytes, secrets, obfuscatedOnly: false, random }, atServer)
  return { client, server, atClient, atServer }
}

/** Cuts bytes at places that are given as numbers of any size. */
export function chop(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end))
}

/** An encrypted message as the framing sees it: 24 bytes and whole blocks, the key id not 0. */
export const encryptedPacket: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.integer({ min: 2, max: 60 }), fc.integer())
  .map(([blocks, seed]) => {
    const packet = seededRandom(seed)(24 + blocks * 16)
    packet[0] = 1
    return packet
  })

/** A plain message: key id 0, a message id, the length of the data, the data. */
export const plainPacket: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer())
  .map(([words, seed]) => {
    const packet = seededRandom(seed)(20 + words * 4)
    packet.fill(0, 0, 8)
    new DataView(packet.buffer).setUint32(16, words * 4, true)
    return packet
  })

export const anyPacket: fc.Arbitrary<Uint8Array> = fc.oneof(encryptedPacket, plainPacket)

export function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof TransportError) return error.code
    throw error
  }
  return 'none'
}
