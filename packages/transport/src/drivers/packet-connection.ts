import type { TransportErrorCode } from '../transport-error.ts'

/** The way packets are wrapped in a stream of bytes ("MTProto transports"). */
export type FramingName = 'abridged' | 'intermediate' | 'padded-intermediate' | 'full'

/** What carries the bytes ("Transports"). */
export type Carrier = 'tcp' | 'websocket' | 'http'

/**
 * What a connection turned out to be. On a server the framing is known from the first bytes, which is also when the
 * connection is announced; HTTP has no framing of its own.
 */
export interface TransportInfo {
  readonly carrier: Carrier
  readonly framing: FramingName | undefined
  readonly obfuscated: boolean
  /** Obfuscated under a proxy secret. */
  readonly proxySecret: boolean
  /** One of the `_test` paths of WebSocket and HTTP. */
  readonly testPath: boolean
}

/**
 * Who may send when.
 *
 * - `stream`: both sides at any time (TCP, WebSocket).
 * - `request`: the client's side of HTTP. Every `send` is a POST of its own; every packet that arrives is the answer to
 *   one of them. While `openRequests` is 0 the server has no way to speak, so the session sends an `http_wait`.
 * - `response`: the server's side of HTTP, one connection per POST. `onPacket` is called exactly once; the first `send`
 *   is the answer (one packet, so several messages go into one container) and ends the exchange with close code
 *   `ANSWERED`. `close` without a `send` answers with an empty body. An exchange may stay unanswered as long as the
 *   session's `http_wait` says; the driver ends it after `limits.httpAnswerTimeoutMs`.
 */
export type ConnectionMode = 'stream' | 'request' | 'response'

export interface SendOptions {
  /** Client only: ask for a quick acknowledgement. Ignored where the framing has none (full, HTTP). */
  readonly quickAck?: boolean
}

/** One connection of either side that carries packets: plain messages, encrypted messages. */
export interface PacketConnection {
  /** Unique within its listener or process; for logs. */
  readonly id: number
  readonly mode: ConnectionMode
  readonly transport: TransportInfo
  readonly remoteAddress: string | undefined
  readonly remotePort: number | undefined
  /**
   * The data centre of the obfuscated header: negative for media, 10000 added for test servers. Clients fill it in
   * reliably only under a proxy secret (`transport.proxySecret`); else it may be random, so it is a hint.
   */
  readonly dcId: number | undefined
  /** Bytes accepted by `send` that the operating system has not taken yet. */
  readonly bufferedBytes: number
  /** `request` mode: POSTs that wait for their answer. Otherwise 0. */
  readonly openRequests: number
  readonly closed: boolean
  /**
   * Queues one packet; all packets sent in one turn of the event loop leave in one write. The bytes are
   * the connection's from then on. Does nothing on a closed connection (the close event is the notice).
   */
  send(packet: Uint8Array, options?: SendOptions): void
  /** Server only: a quick acknowledgement; bit 31 is set on the wire whatever is given. Nothing where the framing has none. */
  sendQuickAck(token: number): void
  /** Server only: a transport error such as -404 (over HTTP: the status). The caller closes afterwards if it wants to. */
  sendTransportError(code: number): void
  /**
   * Stops reading from the peer until `resume`, so that one that asks faster than it can be served waits in its own
   * buffers. Packets of what has been read already still arrive. Nothing over HTTP, where every packet is asked for.
   */
  pause(): void
  resume(): void
  /** Sends what is queued, then closes. `onClose` follows; nothing else does. */
  close(reason?: string): void
  /** Drops the connection and what is queued at once. */
  abort(reason?: string): void
}

export type CloseCode =
  /** `close` or `abort` was called on this side. */
  | 'CLOSED_HERE'
  | 'CLOSED_BY_PEER'
  /** `response` mode: the answer has been sent. */
  | 'ANSWERED'
  | TransportErrorCode

export interface CloseReason {
  readonly code: CloseCode
  /** For logs; holds no secret. */
  readonly message: string
}

/** What a connection tells its owner. No call is made after `onClose`, and `onClose` is called exactly once. */
export interface PacketHandlers {
  /**
   * A packet arrived; `quickAck` is set when the peer asks for a quick acknowledgement. The bytes are there for as long as
   * the call takes: they may share memory with others of the same read, and that of large ones is given back then.
   */
  onPacket(packet: Uint8Array, quickAck: boolean): void
  /** Bytes arrived of a packet that is not complete yet: the peer is there, however slow the line. */
  onProgress?(): void
  /** Client: the server has received the packet with this token (see `quickAckToken`), an unsigned 32-bit number. */
  onQuickAck?(token: number): void
  /** Client: a transport error, a negative number such as -404 (-403, -404, -429, -444 are documented). */
  onTransportError?(code: number): void
  /** The queue has drained after `bufferedBytes` had been above the low-water mark. */
  onDrain?(): void
  /** `request` mode: a POST has ended, with or without a packet; `openRequests` is one less. */
  onRequestEnd?(): void
  onClose(reason: CloseReason): void
}

/** Called once for every new connection, before its first packet; gives back who listens to it. */
export type AcceptConnection = (connection: PacketConnection) => PacketHandlers
