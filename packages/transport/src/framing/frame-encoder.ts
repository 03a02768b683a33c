import type { FramingName } from '../drivers/packet-connection.ts'
import { crc32 } from './crc32.ts'
import { writeUint32 } from './little-endian.ts'

/** One thing to be framed. A token is a quick acknowledgement, which only servers send. */
export type Outgoing =
  | { readonly packet: Uint8Array; readonly quickAck: boolean }
  | { readonly packet: undefined; readonly token: number }

/** Writes frames of one direction of one connection ("MTProto transports", the four envelopes). */
export interface FrameEncoder {
  /** Whether the framing has quick acknowledgements. */
  readonly quickAcks: boolean
  /** The most bytes that the frame of a packet of this length can take. */
  maxSize(packetLength: number): number
  /** Writes a frame and gives back the offset after it. */
  write(target: Uint8Array, at: number, packet: Uint8Array, quickAck: boolean): number
  /** Writes a quick acknowledgement and gives back the offset after it. */
  writeToken(target: Uint8Array, at: number, token: number): number
}

/** What a client sends before its first frame. Full framing has nothing: it is known by its first sequence number. */
export const FRAMING_TAGS: Readonly<Record<FramingName, Uint8Array>> = {
  abridged: Uint8Array.of(0xef),
  intermediate: Uint8Array.of(0xee, 0xee, 0xee, 0xee),
  'padded-intermediate': Uint8Array.of(0xdd, 0xdd, 0xdd, 0xdd),
  full: new Uint8Array(0),
}

const MAX_PADDING = 15

export function createFrameEncoder(framing: FramingName, random: (length: number) => Uint8Array): FrameEncoder {
  switch (framing) {
    case 'abridged':
      return abridged
    case 'intermediate':
      return intermediate
    case 'padded-intermediate':
      return createPaddedEncoder(random)
    case 'full':
      return createFullEncoder()
  }
}

export type Allocate = (length: number) => Uint8Array

const ownBuffer: Allocate = (length) => new Uint8Array(length)

/**
 * Frames everything into one block of bytes, so that it costs one encryption and one write.
 *
 * @param allocate gives the block, of at least so many bytes. Default: a buffer of its own
 * @param opening put before the frames
 */
export function encodeFrames(
  encoder: FrameEncoder,
  outgoing: readonly Outgoing[],
  allocate: Allocate = ownBuffer,
  opening?: Uint8Array,
): Uint8Array {
  let size = opening === undefined ? 0 : opening.length
  for (const item of outgoing) size += encoder.maxSize(item.packet === undefined ? 4 : item.packet.length)
  const target = allocate(size)
  let at = 0
  if (opening !== undefined) {
    target.set(opening)
    at = opening.length
  }
  for (const item of outgoing) {
    at =
      item.packet === undefined
        ? encoder.writeToken(target, at, item.token)
        : encoder.write(target, at, item.packet, item.quickAck)
  }
  return at === target.length ? target : target.subarray(0, at)
}

const abridged: FrameEncoder = {
  quickAcks: true,
  maxSize: (packetLength) => packetLength + 4,
  write(target, at, packet, quickAck) {
    const words = packet.length >>> 2
    const flag = quickAck ? 0x80 : 0
    let body = at + 1
    if (words < 0x7f) {
      target[at] = words | flag
    } else {
      target[at] = 0x7f | flag
      target[at + 1] = words
      target[at + 2] = words >>> 8
      target[at + 3] = words >>> 16
      body = at + 4
    }
    target.set(packet, body)
    return body + packet.length
  },
  // The token is byte-swapped here, so that the bit that marks it comes first.
  writeToken(target, at, token) {
    target[at] = (token >>> 24) | 0x80
    target[at + 1] = token >>> 16
    target[at + 2] = token >>> 8
    target[at + 3] = token
    return at + 4
  },
}

const intermediate: FrameEncoder = {
  quickAcks: true,
  maxSize: (packetLength) => packetLength + 4,
  write(target, at, packet, quickAck) {
    writeUint32(target, at, quickAck ? packet.length | 0x80000000 : packet.length)
    target.set(packet, at + 4)
    return at + 4 + packet.length
  },
  writeToken(target, at, token) {
    writeUint32(target, at, token | 0x80000000)
    return at + 4
  },
}

function createPaddedEncoder(random: (length: number) => Uint8Array): FrameEncoder {
  // Randomness is drawn for many frames at once: a call costs more than the bytes.
  let pool = new Uint8Array(0)
  let used = 0
  const draw = (length: number): Uint8Array => {
    if (used + length > pool.length) {
      pool = Uint8Array.from(random(256))
      used = 0
    }
    used += length
    return pool.subarray(used - length, used)
  }
  const pad = (target: Uint8Array, at: number, most: number): number => {
    const length = (draw(1)[0] ?? 0) % (most + 1)
    target.set(draw(length), at)
    return at + length
  }
  return {
    quickAcks: true,
    maxSize: (packetLength) => Math.max(packetLength, 8) + 4 + MAX_PADDING,
    write(target, at, packet, quickAck) {
      target.set(packet, at + 4)
      // Transport errors go without: clients in the field know them by their length of 4.
      const end = packet.length === 4 ? at + 8 : pad(target, at + 4 + packet.length, MAX_PADDING)
      const length = end - at - 4
      writeUint32(target, at, quickAck ? length | 0x80000000 : length)
      return end
    },
    // Here a token travels in a frame, after four bytes of ones, with at most 8 bytes of padding.
    writeToken(target, at, token) {
      writeUint32(target, at + 4, 0xffffffff)
      writeUint32(target, at + 8, token | 0x80000000)
      const end = pad(target, at + 12, 8)
      writeUint32(target, at, end - at - 4)
      return end
    },
  }
}

function createFullEncoder(): FrameEncoder {
  let sequence = 0
  return {
    quickAcks: false,
    maxSize: (packetLength) => packetLength + 12,
    write(target, at, packet) {
      const end = at + 8 + packet.length
      writeUint32(target, at, packet.length + 12)
      writeUint32(target, at + 4, sequence)
      sequence = (sequence + 1) | 0
      target.set(packet, at + 8)
      writeUint32(target, end, crc32(target, at, end))
      return end + 4
    },
    writeToken: (_target, at) => at,
  }
}
