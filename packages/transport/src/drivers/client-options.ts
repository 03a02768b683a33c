import { createClientStream, type PacketStream, type ServerStreamEvents } from '../framing/packet-stream.ts'
import type { ProxySecret } from '../framing/proxy-secret.ts'
import { TransportError } from '../transport-error.ts'
import { Deadlines } from './deadlines.ts'
import { FlushQueue } from './flush-queue.ts'
import { type ConnectionLimits, DEFAULT_CLIENT_LIMITS } from './limits.ts'
import type { AcceptConnection, FramingName } from './packet-connection.ts'
import type { ConnectionContext } from './stream-connection.ts'
import { systemTimers, type Timers } from './timers.ts'

/** What every way of connecting takes. */
export interface ConnectOptions {
  /** Called with the connection as soon as it is open; gives back who listens to it. */
  readonly accept: AcceptConnection
  /** Gives up connecting. Does nothing to a connection that is open. */
  readonly signal?: AbortSignal | undefined
  /** 15,000 by default. */
  readonly connectTimeoutMs?: number | undefined
  readonly limits?: Partial<ConnectionLimits> | undefined
  readonly timers?: Timers | undefined
}

/** What the connections that carry a stream of bytes take besides. */
export interface StreamOptions extends ConnectOptions {
  readonly random: (length: number) => Uint8Array
  /** Intermediate by default; a 17-byte proxy secret overrides it with padded intermediate. */
  readonly framing?: FramingName | undefined
  /** A proxy secret implies obfuscation. */
  readonly secret?: ProxySecret | undefined
  /** Told to the server in the obfuscated header: negative for media, 10000 added for test servers. */
  readonly dcId?: number | undefined
}

const CONNECT_TIMEOUT_MS = 15_000

export function clientContext(options: ConnectOptions): ConnectionContext {
  return {
    deadlines: new Deadlines(options.timers ?? systemTimers),
    flushes: new FlushQueue(),
    limits: { ...DEFAULT_CLIENT_LIMITS, ...options.limits },
    accept: options.accept,
    handshakeTimeoutMs: Number.POSITIVE_INFINITY,
    firstPacketTimeoutMs: Number.POSITIVE_INFINITY,
  }
}

export function clientStream(
  options: StreamOptions,
  limits: ConnectionLimits,
  obfuscated: boolean,
  events: ServerStreamEvents,
): PacketStream {
  return createClientStream(
    {
      framing: options.framing ?? 'intermediate',
      obfuscated,
      secret: options.secret,
      dcId: options.dcId,
      maxPacketBytes: limits.maxPacketBytes,
      random: options.random,
    },
    events,
  )
}

/** Calls back once if connecting takes too long or is given up; the function that is returned ends the watch. */
export function watchConnecting(options: ConnectOptions, giveUp: (error: TransportError) => void): () => void {
  const timers = options.timers ?? systemTimers
  const timeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  const cancel = timers.after(timeout, () => {
    giveUp(new TransportError('CONNECT_FAILED', `not connected after ${timeout} ms`))
  })
  const onAbort = (): void => giveUp(new TransportError('CONNECT_FAILED', 'connecting was given up'))
  options.signal?.addEventListener('abort', onAbort, { once: true })
  if (options.signal?.aborted) queueMicrotask(onAbort)
  return () => {
    cancel()
    options.signal?.removeEventListener('abort', onAbort)
  }
}
