import { releaseBytes } from '@chappe/tl-codec'
import type { FramingName } from '../drivers/packet-connection.ts'
import { TransportError } from '../transport-error.ts'
import { crc32 } from './crc32.ts'
import { GrowingBuffer } from './growing-buffer.ts'
import { readInt32, readUint32 } from './little-endian.ts'
import { stripPadding } from './padding.ts'

export type Role = 'client' | 'server'

/** What comes out of a stream of frames. */
export interface FrameEvents {
  packet(packet: Uint8Array, quickAck: boolean): void
  quickAck(token: number): void
  transportError(code: number): void
}

/** A packet shorter than the header of a plain message is a transport error or a padded quick acknowledgement. */
const SHORTEST_MESSAGE = 20
const MAX_PADDING = 15
const FULL_OVERHEAD = 12
const NO_BYTES = new Uint8Array(0)

/**
 * Reads frames of one direction of one connection, in whatever pieces they arrive. Frames that lie within one piece are
 * not copied. `push` throws a TransportError at the first violation; nothing can be read after that.
 */
export class FrameDecoder {
  readonly #framing: FramingName
  readonly #role: Role
  readonly #maxPacketBytes: number
  readonly #events: FrameEvents
  /** The beginning of a frame: up to 8 bytes until its length (full: and sequence number) is known. Made when needed. */
  #prefix: Uint8Array = NO_BYTES
  #prefixLength = 0
  /** The rest of a frame that is spread over several pieces. */
  #body: GrowingBuffer | undefined
  #bodyLength = 0
  #quickAck = false
  #prefixCrc = 0
  #sequence = 0
  #halted = false

  constructor(framing: FramingName, role: Role, maxPacketBytes: number, events: FrameEvents) {
    this.#framing = framing
    this.#role = role
    this.#maxPacketBytes = maxPacketBytes
    this.#events = events
  }

  /** Whether a frame has begun and not ended. */
  get partial(): boolean {
    return this.#prefixLength > 0 || this.#body !== undefined
  }

  /** Bytes held for an unfinished frame. */
  get heldBytes(): number {
    return this.#prefixLength + (this.#body?.capacity ?? 0)
  }

  /** Lets nothing out any more, also in the middle of a `push`. */
  halt(): void {
    this.#halted = true
    this.#body = undefined
    this.#prefixLength = 0
  }

  /** The bytes are the decoder's from then on. */
  push(chunk: Uint8Array): void {
    try {
      this.#read(chunk)
    } catch (error) {
      this.halt()
      throw error
    }
  }

  #read(chunk: Uint8Array): void {
    let at = 0
    const { length } = chunk
    while (at < length && !this.#halted) {
      if (this.#body !== undefined) {
        const taken = this.#body.take(chunk, at)
        if (taken === length) releaseBytes(chunk)
        at += taken
        if (this.#body.missing > 0) return
        const body = this.#body
        this.#body = undefined
        this.#finish(body.bytes())
        body.release()
        continue
      }
      at = this.#readPrefix(chunk, at)
      if (this.#prefixLength > 0 || this.#bodyLength === 0) continue
      if (length - at >= this.#bodyLength) {
        const end = at + this.#bodyLength
        const body = chunk.subarray(at, end)
        at = end
        this.#finish(body)
      } else {
        this.#body = new GrowingBuffer(this.#bodyLength)
      }
    }
  }

  /** Reads a prefix, whole or in part, and gives back the offset after it; `#prefixLength` is 0 when it is complete. */
  #readPrefix(chunk: Uint8Array, at: number): number {
    const first = (this.#prefixLength > 0 ? this.#prefix[0] : chunk[at]) ?? 0
    const size = this.#prefixSize(first)
    if (this.#prefixLength === 0 && chunk.length - at >= size) {
      this.#parsePrefix(chunk, at)
      return at + size
    }
    if (this.#prefix.length === 0) this.#prefix = new Uint8Array(8)
    const count = Math.min(size - this.#prefixLength, chunk.length - at)
    this.#prefix.set(chunk.subarray(at, at + count), this.#prefixLength)
    this.#prefixLength += count
    this.#bodyLength = 0
    // A length is judged as soon as it is known, even if the sequence number after it is not there yet.
    if (this.#framing === 'full' && this.#prefixLength >= 4) this.#fullBodyLength(readUint32(this.#prefix, 0))
    if (this.#prefixLength === size) {
      this.#prefixLength = 0
      this.#parsePrefix(this.#prefix, 0)
    }
    return at + count
  }

  #prefixSize(first: number): number {
    if (this.#framing === 'full') return 8
    if (this.#framing !== 'abridged') return 4
    if (this.#role === 'client' && first >= 0x80) return 4
    return (first & 0x7f) === 0x7f ? 4 : 1
  }

  #parsePrefix(bytes: Uint8Array, at: number): void {
    switch (this.#framing) {
      case 'abridged':
        this.#parseAbridged(bytes, at)
        return
      case 'full':
        this.#parseFull(bytes, at)
        return
      default:
        this.#parseIntermediate(bytes, at)
    }
  }

  #parseAbridged(bytes: Uint8Array, at: number): void {
    const first = bytes[at] ?? 0
    if (this.#role === 'client' && first >= 0x80) {
      const swapped = readUint32(bytes, at)
      const token = (first << 24) | ((swapped & 0xff00) << 8) | ((swapped >>> 8) & 0xff00) | (swapped >>> 24)
      this.#token(token >>> 0)
      return
    }
    const words = (first & 0x7f) === 0x7f ? readUint32(bytes, at) >>> 8 : first & 0x7f
    this.#begin(words * 4, first >= 0x80, this.#maxPacketBytes)
  }

  #parseIntermediate(bytes: Uint8Array, at: number): void {
    const length = readUint32(bytes, at)
    const padded = this.#framing === 'padded-intermediate'
    if (length >= 0x80000000 && this.#role === 'client') {
      this.#token(length)
      return
    }
    this.#begin(length & 0x7fffffff, length >= 0x80000000, this.#maxPacketBytes + (padded ? MAX_PADDING : 0))
  }

  #parseFull(bytes: Uint8Array, at: number): void {
    this.#bodyLength = this.#fullBodyLength(readUint32(bytes, at))
    const sequence = readInt32(bytes, at + 4)
    if (sequence !== this.#sequence) {
      throw new TransportError('FRAME_SEQUENCE', `frame has sequence number ${sequence}, expected ${this.#sequence}`)
    }
    this.#sequence = (this.#sequence + 1) | 0
    this.#quickAck = false
    this.#prefixCrc = crc32(bytes, at, at + 8)
  }

  /** The length counts itself, the sequence number and the checksum; the body is the packet and the checksum. */
  #fullBodyLength(length: number): number {
    if (length < FULL_OVERHEAD + 4 || length % 4 !== 0) {
      throw new TransportError('FRAME_INVALID', `full frame of ${length} bytes`)
    }
    this.#checkLimit(length - FULL_OVERHEAD, this.#maxPacketBytes)
    return length - 8
  }

  #begin(length: number, quickAck: boolean, limit: number): void {
    if (length < 4) throw new TransportError('FRAME_INVALID', `frame of ${length} bytes`)
    this.#checkLimit(length, limit)
    this.#bodyLength = length
    this.#quickAck = quickAck
  }

  #checkLimit(length: number, limit: number): void {
    if (length > limit) {
      throw new TransportError('FRAME_TOO_LARGE', `frame of ${length} bytes, at most ${limit} are allowed`)
    }
  }

  #token(token: number): void {
    this.#bodyLength = 0
    this.#events.quickAck(token)
  }

  #finish(body: Uint8Array): void {
    this.#bodyLength = 0
    switch (this.#framing) {
      case 'full':
        this.#deliver(this.#checkedFull(body))
        return
      case 'padded-intermediate':
        this.#deliver(stripPadding(body))
        return
      default:
        this.#deliver(body)
    }
  }

  #checkedFull(body: Uint8Array): Uint8Array {
    const end = body.length - 4
    if (readUint32(body, end) !== crc32(body, 0, end, this.#prefixCrc)) {
      throw new TransportError('FRAME_CHECKSUM', 'CRC-32 of a frame does not match')
    }
    return body.subarray(0, end)
  }

  #deliver(packet: Uint8Array): void {
    if (this.#role === 'server' || packet.length >= SHORTEST_MESSAGE) {
      this.#events.packet(packet, this.#quickAck)
      return
    }
    const code = readInt32(packet, 0)
    if (code === -1 && packet.length >= 8) {
      this.#events.quickAck(readUint32(packet, 4))
      return
    }
    // Zero is "nothing happened": servers send it to keep a connection alive.
    if (code !== 0) this.#events.transportError(code)
  }
}
