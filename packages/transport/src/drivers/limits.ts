import { type ArrivingLimits, DEFAULT_ARRIVING_LIMITS } from './arriving-bytes.ts'

/** What a peer may cost. Times are in milliseconds, kept to the precision of a second. */
export interface ConnectionLimits {
  /** The longest packet that a peer may send. */
  readonly maxPacketBytes: number
  /** How much may wait for a peer that does not read; beyond that it is dropped. */
  readonly maxBufferedBytes: number
  /** The longest silence. Clients ping every minute or so. */
  readonly idleTimeoutMs: number
  /** How long a packet may take to arrive, once it has begun. */
  readonly packetTimeoutMs: number
}

export interface ServerLimits extends ConnectionLimits, ArrivingLimits {
  /** How long a peer may take to show which transport it speaks (over HTTP: to send its headers). */
  readonly handshakeTimeoutMs: number
  /** How long it may then take for its first whole packet. */
  readonly firstPacketTimeoutMs: number
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  /** How long a kept-alive HTTP connection may be idle between requests. */
  readonly httpKeepAliveMs: number
  /** How long an HTTP request may wait for its answer; `http_wait` asks for up to 25 s by default. */
  readonly httpAnswerTimeoutMs: number
}

const MIB = 1024 * 1024

/** A packet from a client is at most 1 MiB (a container is at most 1 MiB, a file part 512 KiB). */
export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  maxPacketBytes: MIB,
  maxBufferedBytes: 8 * MIB,
  idleTimeoutMs: 10 * 60_000,
  packetTimeoutMs: 120_000,
  handshakeTimeoutMs: 10_000,
  firstPacketTimeoutMs: 30_000,
  maxConnections: 50_000,
  maxConnectionsPerAddress: 10_000,
  httpKeepAliveMs: 60_000,
  httpAnswerTimeoutMs: 90_000,
  ...DEFAULT_ARRIVING_LIMITS,
}

/** A client trusts its server with more: answers to many requests may share a packet. */
export const DEFAULT_CLIENT_LIMITS: ConnectionLimits = {
  maxPacketBytes: 16 * MIB,
  maxBufferedBytes: 64 * MIB,
  idleTimeoutMs: 10 * 60_000,
  packetTimeoutMs: 300_000,
}
