import { passingBytes, releaseBytes } from '@chappe/tl-codec'
import type { Outgoing } from '../framing/frame-encoder.ts'
import type { PacketStream, ServerStreamEvents, StreamIdentity } from '../framing/packet-stream.ts'
import { packetKeyId } from '../session/envelope.ts'
import { TransportError } from '../transport-error.ts'
import type { Arriving, ArrivingBytes } from './arriving-bytes.ts'
import type { ByteChannel } from './byte-channel.ts'
import type { Deadlines, Watched } from './deadlines.ts'
import type { Flushable, FlushQueue } from './flush-queue.ts'
import type { ConnectionLimits } from './limits.ts'
import type {
  AcceptConnection,
  Carrier,
  CloseCode,
  CloseReason,
  PacketConnection,
  PacketHandlers,
  SendOptions,
  TransportInfo,
} from './packet-connection.ts'

/** What all connections of a driver share. */
export interface ConnectionContext {
  readonly deadlines: Deadlines
  readonly flushes: FlushQueue
  readonly limits: ConnectionLimits
  /** Server: what is held of packets that are not whole. */
  readonly arriving?: ArrivingBytes
  readonly accept: AcceptConnection
  /** Server: how long a peer may take to show its transport, and then for its first packet. */
  readonly handshakeTimeoutMs: number
  readonly firstPacketTimeoutMs: number
  /** Server: the stream is HTTP, these are its first bytes; the connection has let go of it. */
  readonly onHttp?: (connection: StreamConnection, channel: ByteChannel, head: Uint8Array) => void
  /** A connection ended before it was announced. */
  readonly onRefused?: ((reason: CloseReason, remoteAddress: string | undefined) => void) | undefined
}

/** Where a connection runs. */
export interface ConnectionPlace {
  readonly carrier: Carrier
  readonly testPath: boolean
  readonly remoteAddress: string | undefined
  readonly remotePort: number | undefined
}

/** How long a peer may take to notice that the connection is being closed. */
export const CLOSING_TIMEOUT_MS: number = 5_000
/** `onDrain` tells of a queue that had been longer than this. */
const LOW_WATER_BYTES = 64 * 1024

let lastId = 0

/** Connections are numbered through the process, whatever their kind. */
export function nextConnectionId(): number {
  lastId += 1
  return lastId
}

/**
 * A packet connection over a stream of bytes, either side. The driver feeds it through `received`, `drained` and
 * `ended`; it is announced to its owner when its transport is known, a client's at once.
 */
export class StreamConnection implements PacketConnection, Arriving, Watched, Flushable, ServerStreamEvents {
  readonly id: number = nextConnectionId()
  readonly mode = 'stream'
  readonly openRequests = 0
  readonly place: ConnectionPlace
  deadline: number
  readonly #context: ConnectionContext
  readonly #channel: ByteChannel
  readonly #stream: PacketStream
  #transport: TransportInfo | undefined
  #handlers: PacketHandlers | undefined
  #outgoing: Outgoing[] = []
  #outgoingBytes = 0
  #aboveLowWater = false
  #packets = 0
  #partial = false
  #heldBytes = 0
  #isKnown = false
  #closing: CloseReason | undefined
  #ended = false

  constructor(
    context: ConnectionContext,
    channel: ByteChannel,
    place: ConnectionPlace,
    createStream: (events: ServerStreamEvents) => PacketStream,
  ) {
    this.#context = context
    this.#channel = channel
    this.place = place
    this.#stream = createStream(this)
    context.deadlines.add(this)
    const identity = this.#stream.identity
    this.deadline = context.deadlines.now + (identity ? context.limits.idleTimeoutMs : context.handshakeTimeoutMs)
    if (identity) this.#announce(identity)
  }

  get transport(): TransportInfo {
    return this.#transport ?? describe(this.place, undefined)
  }

  get remoteAddress(): string | undefined {
    return this.place.remoteAddress
  }

  get remotePort(): number | undefined {
    return this.place.remotePort
  }

  get dcId(): number | undefined {
    return this.#stream.identity?.dcId
  }

  get closed(): boolean {
    return this.#closing !== undefined || this.#ended
  }

  get bufferedBytes(): number {
    return this.#outgoingBytes + this.#channel.bufferedBytes
  }

  send(packet: Uint8Array, options?: SendOptions): void {
    this.#queue({ packet, quickAck: options?.quickAck === true && this.#stream.quickAcks }, packet.length)
  }

  sendQuickAck(token: number): void {
    if (this.#stream.quickAcks) this.#queue({ packet: undefined, token }, 4)
  }

  sendTransportError(code: number): void {
    const packet = new Uint8Array(4)
    new DataView(packet.buffer).setInt32(0, code, true)
    this.#queue({ packet, quickAck: false }, 4)
  }

  pause(): void {
    this.#channel.pause()
  }

  resume(): void {
    this.#channel.resume()
  }

  close(reason = 'closed'): void {
    if (this.closed) return
    this.flush()
    if (this.closed) return
    this.#shut({ code: 'CLOSED_HERE', message: reason })
    this.deadline = this.#context.deadlines.now + CLOSING_TIMEOUT_MS
    this.#channel.end()
  }

  abort(reason = 'aborted'): void {
    this.fail('CLOSED_HERE', reason)
  }

  /** Drops the connection for a reason of this side's. */
  fail(code: CloseCode, message: string): void {
    if (this.#ended) return
    this.#shut({ code, message })
    this.deadline = Number.POSITIVE_INFINITY
    this.#channel.destroy()
  }

  /** Writes all that has been sent since the last time. */
  flush(): void {
    if (this.#outgoing.length === 0 || this.closed) return
    const outgoing = this.#outgoing
    this.#outgoing = []
    this.#outgoingBytes = 0
    // What a slow peer leaves lying here must not keep what lies beside it.
    const allocate = this.#channel.bufferedBytes === 0 ? passingBytes : undefined
    this.#channel.write(this.#stream.encode(outgoing, allocate))
    for (const { packet } of outgoing) if (packet !== undefined) releaseBytes(packet)
    if (this.#channel.bufferedBytes > LOW_WATER_BYTES) this.#aboveLowWater = true
  }

  /** Whether a packet under a key that is known has come. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  /** Too much is arriving, and this has taken longest. */
  giveUp(message: string): void {
    this.#heldBytes = 0
    this.fail('TOO_MUCH_ARRIVING', message)
  }

  /** The time is up, for whatever was being waited for. */
  expire(): void {
    if (this.closed) {
      this.#channel.destroy()
      return
    }
    if (this.#transport === undefined) {
      this.fail('HANDSHAKE_TIMEOUT', 'the peer did not show its transport')
      return
    }
    if (this.#stream.partial) {
      this.fail('PACKET_TIMEOUT', 'a packet took too long to arrive')
      return
    }
    const waitsForFirst = this.#context.handshakeTimeoutMs < Number.POSITIVE_INFINITY && this.#packets === 0
    if (waitsForFirst) {
      this.fail('PACKET_TIMEOUT', 'the first packet did not come')
      return
    }
    this.fail('IDLE_TIMEOUT', 'nothing came for too long')
  }

  /** From the driver: bytes have come. */
  received(chunk: Uint8Array): void {
    if (this.closed) return
    const packets = this.#packets
    try {
      this.#stream.push(chunk)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      this.fail(error.code, error.message)
      return
    }
    if (this.closed) return
    this.#noteHeld(this.#stream.heldBytes)
    if (this.closed || this.#transport === undefined) return
    this.#renewDeadline(this.#packets !== packets)
    if (this.#partial) this.#handlers?.onProgress?.()
  }

  /** From the driver: the operating system has taken all that was written. */
  drained(): void {
    if (!this.#aboveLowWater || this.closed) return
    this.#aboveLowWater = false
    this.#handlers?.onDrain?.()
  }

  /** From the driver: the channel is gone, for this reason unless this side had one. */
  ended(reason: CloseReason): void {
    if (this.#ended) return
    this.#ended = true
    this.#shut(reason)
    this.#context.deadlines.delete(this)
    const told = this.#closing ?? reason
    if (this.#handlers !== undefined) this.#handlers.onClose(told)
    else if (this.#transport === undefined) this.#context.onRefused?.(told, this.remoteAddress)
  }

  identified(identity: StreamIdentity): void {
    this.deadline = this.#context.deadlines.now + this.#context.firstPacketTimeoutMs
    this.#announce(identity)
  }

  http(head: Uint8Array): void {
    this.#ended = true
    this.#noteHeld(0)
    this.#context.deadlines.delete(this)
    this.#context.onHttp?.(this, this.#channel, head)
  }

  packet(packet: Uint8Array, quickAck: boolean): void {
    this.#packets += 1
    this.#handlers?.onPacket(packet, quickAck)
    // Whoever names a key that is not known is not there any more, now or as soon as that is looked up.
    if (!this.#isKnown && !this.closed) this.#isKnown = packetKeyId(packet) !== 0n
  }

  quickAck(token: number): void {
    this.#packets += 1
    this.#handlers?.onQuickAck?.(token)
  }

  transportError(code: number): void {
    this.#packets += 1
    this.#handlers?.onTransportError?.(code)
  }

  #announce(identity: StreamIdentity): void {
    this.#transport = describe(this.place, identity)
    this.#handlers = this.#context.accept(this)
  }

  #queue(item: Outgoing, length: number): void {
    if (this.closed) return
    this.#outgoingBytes += length
    if (this.bufferedBytes > this.#context.limits.maxBufferedBytes) {
      this.fail('SLOW_READER', `${this.bufferedBytes} bytes wait for a peer that does not read them`)
      return
    }
    if (this.#outgoing.push(item) === 1) this.#context.flushes.add(this)
  }

  /** A packet has so long from its first byte, however many pieces it comes in; silence between packets has longer. */
  #renewDeadline(progress: boolean): void {
    const { deadlines, limits } = this.#context
    const partial = this.#stream.partial
    if (!partial) {
      if (this.#packets > 0) this.deadline = deadlines.now + limits.idleTimeoutMs
    } else if (progress || (!this.#partial && this.#packets > 0)) {
      this.deadline = deadlines.now + limits.packetTimeoutMs
    }
    this.#partial = partial
  }

  #noteHeld(bytes: number): void {
    if (bytes === this.#heldBytes) return
    this.#heldBytes = bytes
    this.#context.arriving?.note(this, bytes, this.#isKnown)
  }

  #shut(reason: CloseReason): void {
    this.#noteHeld(0)
    if (this.#closing !== undefined) return
    this.#closing = reason
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#stream.halt()
  }
}

function describe(place: ConnectionPlace, identity: StreamIdentity | undefined): TransportInfo {
  return {
    carrier: place.carrier,
    framing: identity?.framing,
    obfuscated: identity?.obfuscated ?? false,
    proxySecret: identity?.proxySecret ?? false,
    testPath: place.testPath,
  }
}
