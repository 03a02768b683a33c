import type { FramingName } from '../drivers/packet-connection.ts'
import { TransportError } from '../transport-error.ts'
import { detectTransport, OBFUSCATED_HEADER_BYTES } from './detect.ts'
import { FrameDecoder, type FrameEvents } from './frame-decoder.ts'
import {
  type Allocate,
  createFrameEncoder,
  encodeFrames,
  FRAMING_TAGS,
  type FrameEncoder,
  type Outgoing,
} from './frame-encoder.ts'
import { acceptObfuscation, type Obfuscation, startObfuscation } from './obfuscation.ts'
import type { ProxySecret } from './proxy-secret.ts'

/** Frames on their way into the cipher, whose output is fresh: saves an allocation for every write of every stream. */
const SCRATCH = new Uint8Array(16 * 1024)
const scratch: Allocate = (length) => (length <= SCRATCH.length ? SCRATCH : new Uint8Array(length))

/** What a stream of bytes has turned out to be. */
export interface StreamIdentity {
  readonly framing: FramingName
  readonly obfuscated: boolean
  readonly proxySecret: boolean
  readonly dcId: number | undefined
}

/**
 * Packets over one stream of bytes, without the stream: detection, obfuscation and framing of one side of one
 * connection. A driver pushes the bytes that arrive, in whatever pieces, and writes out the bytes of `encode`.
 */
export interface PacketStream {
  /** Reads; throws a TransportError when the peer breaks the rules, after which nothing more is read. */
  push(chunk: Uint8Array): void
  /** The bytes for all of these, in order, in what `allocate` gives. Only once the stream is identified, which a client's is from the start. */
  encode(outgoing: readonly Outgoing[], allocate?: Allocate): Uint8Array
  readonly identity: StreamIdentity | undefined
  /** Whether quick acknowledgements exist here. */
  readonly quickAcks: boolean
  /** Whether something has begun to arrive and is not complete: a tag, a header, a frame. */
  readonly partial: boolean
  /** Bytes held for what is not complete. */
  readonly heldBytes: number
  /** Ends the reading, also in the middle of a `push`, and forgets the keys. */
  halt(): void
}

export interface ClientStreamOptions {
  readonly framing: FramingName
  readonly obfuscated: boolean
  readonly secret?: ProxySecret | undefined
  readonly dcId?: number | undefined
  readonly maxPacketBytes: number
  readonly random: (length: number) => Uint8Array
}

export function createClientStream(options: ClientStreamOptions, events: FrameEvents): PacketStream {
  const { random } = options
  const obfuscated = options.obfuscated || options.secret !== undefined
  const framing = options.secret?.padded ? 'padded-intermediate' : options.framing
  const started = obfuscated
    ? startObfuscation({ framing, dcId: options.dcId, secret: options.secret }, random)
    : undefined
  const decoder = new FrameDecoder(framing, 'client', options.maxPacketBytes, events)
  const encoder = createFrameEncoder(framing, random)
  let opening: Uint8Array | undefined = started?.header ?? FRAMING_TAGS[framing]
  let halted = false
  return {
    identity: { framing, obfuscated, proxySecret: options.secret !== undefined, dcId: options.dcId },
    quickAcks: encoder.quickAcks,
    get partial() {
      return decoder.partial
    },
    get heldBytes() {
      return decoder.heldBytes
    },
    push(chunk) {
      if (!halted) decoder.push(started === undefined ? chunk : started.decrypt.process(chunk))
    },
    encode(outgoing, allocate) {
      if (halted) return new Uint8Array(0)
      const first = opening
      opening = undefined
      if (started === undefined) return encodeFrames(encoder, outgoing, allocate, first)
      // The header is encrypted already.
      const frames = started.encrypt.process(encodeFrames(encoder, outgoing, scratch))
      return first === undefined ? frames : concat(first, frames)
    },
    halt() {
      if (halted) return
      halted = true
      decoder.halt()
      wipe(started)
    },
  }
}

export interface ServerStreamOptions {
  readonly maxPacketBytes: number
  /** Proxy secrets that are accepted; `undefined` among them allows obfuscation without one. */
  readonly secrets: readonly (ProxySecret | undefined)[]
  /** WebSocket: nothing else is allowed there. */
  readonly obfuscatedOnly: boolean
  readonly random: (length: number) => Uint8Array
}

export interface ServerStreamEvents extends FrameEvents {
  /** The transport is known; comes before the first packet. */
  identified(identity: StreamIdentity): void
  /** It is HTTP. These are all bytes so far, the stream reads no further. */
  http(head: Uint8Array): void
}

export function createServerStream(options: ServerStreamOptions, events: ServerStreamEvents): PacketStream {
  return new ServerStream(options, events)
}

/** A class for the sake of memory: a server has very many of these. */
class ServerStream implements PacketStream {
  readonly #options: ServerStreamOptions
  readonly #events: ServerStreamEvents
  /** The first bytes, while it is not known what they are. */
  #head: Uint8Array | undefined
  #decoder: FrameDecoder | undefined
  #encoder: FrameEncoder | undefined
  #obfuscation: Obfuscation | undefined
  #identity: StreamIdentity | undefined
  #halted = false

  constructor(options: ServerStreamOptions, events: ServerStreamEvents) {
    this.#options = options
    this.#events = events
  }

  get identity(): StreamIdentity | undefined {
    return this.#identity
  }

  get quickAcks(): boolean {
    return this.#encoder?.quickAcks ?? false
  }

  get partial(): boolean {
    return this.#decoder === undefined || this.#decoder.partial
  }

  get heldBytes(): number {
    return this.#decoder?.heldBytes ?? this.#head?.length ?? 0
  }

  push(chunk: Uint8Array): void {
    if (this.#halted || chunk.length === 0) return
    if (this.#decoder === undefined) {
      this.#identify(this.#head === undefined ? chunk : concat(this.#head, chunk))
    } else {
      this.#decoder.push(this.#obfuscation === undefined ? chunk : this.#obfuscation.decrypt.process(chunk))
    }
  }

  encode(outgoing: readonly Outgoing[], allocate?: Allocate): Uint8Array {
    if (this.#encoder === undefined || this.#halted) return new Uint8Array(0)
    if (this.#obfuscation === undefined) return encodeFrames(this.#encoder, outgoing, allocate)
    return this.#obfuscation.encrypt.process(encodeFrames(this.#encoder, outgoing, scratch))
  }

  halt(): void {
    if (this.#halted) return
    this.#halted = true
    this.#decoder?.halt()
    this.#head = undefined
    wipe(this.#obfuscation)
  }

  #identify(head: Uint8Array): void {
    const detection = detectTransport(head)
    if (detection === undefined) {
      // At most 63 bytes, copied so that they do not hold on to what they were read into.
      this.#head = Uint8Array.from(head)
      return
    }
    this.#head = undefined
    if (detection.kind === 'obfuscated') {
      this.#acceptObfuscated(head)
      return
    }
    if (detection.kind === 'tls') {
      throw new TransportError('TRANSPORT_UNKNOWN', 'the peer speaks TLS, which is not served on this port')
    }
    if (this.#options.obfuscatedOnly) {
      throw new TransportError('TRANSPORT_UNKNOWN', 'only obfuscated transports are allowed here')
    }
    if (detection.kind === 'http') {
      this.#halted = true
      this.#events.http(head)
      return
    }
    this.#open({ framing: detection.framing, obfuscated: false, proxySecret: false, dcId: undefined })
    this.push(head.subarray(detection.skip))
  }

  #acceptObfuscated(head: Uint8Array): void {
    const accepted = acceptObfuscation(head, this.#options.secrets)
    this.#obfuscation = { encrypt: accepted.encrypt, decrypt: accepted.decrypt }
    const { framing, dcId } = accepted
    this.#open({ framing, obfuscated: true, proxySecret: accepted.secret !== undefined, dcId })
    this.push(head.subarray(OBFUSCATED_HEADER_BYTES))
  }

  #open(identity: StreamIdentity): void {
    const { maxPacketBytes, random } = this.#options
    this.#identity = identity
    this.#decoder = new FrameDecoder(identity.framing, 'server', maxPacketBytes, this.#events)
    this.#encoder = createFrameEncoder(identity.framing, random)
    this.#events.identified(identity)
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function wipe(obfuscation: Obfuscation | undefined): void {
  obfuscation?.encrypt.wipe()
  obfuscation?.decrypt.wipe()
}
