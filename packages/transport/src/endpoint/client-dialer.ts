import type { AcceptConnection, PacketConnection } from '../drivers/packet-connection.ts'
import { TransportError } from '../transport-error.ts'
import { Alarm } from './alarm.ts'
import type { BackOff } from './client-back-off.ts'
import type { ClientEndpointEvent, Waiting } from './client-endpoint-options.ts'
import type { Clock } from './ports.ts'

export interface DialerOptions {
  readonly connect: (accept: AcceptConnection, signal: AbortSignal) => Promise<PacketConnection>
  readonly clock: Clock
  readonly backOff: BackOff
  readonly connectTimeoutMs: number
  onConnecting(): void
  onConnected(): void
  onPacket(packet: Uint8Array): void
  onProgress(): void
  onTransportError(code: number): void
  onQuickAck(token: number): void
  onDrain(): void
  onRequestEnd(): void
  /** There is no connection any more; gives back what is told as the cause. */
  onLost(cause: Error): Error
  onWaiting(waiting: Waiting): void
  log(event: ClientEndpointEvent): void
}

/** Sees to it that there is one connection, and another one when it is gone. */
export interface Dialer {
  /** The connection in use. */
  readonly connection: PacketConnection | undefined
  start(): void
  /** The connection is of no use any more; another one is made after a while. */
  drop(why: string | Error, afterFlood?: boolean): void
  /** The next attempt is made now instead of later, also instead of one that has been under way for a while. */
  hurry(): void
  /** Closes the connection, after what was sent has left, and makes no other. */
  stop(patienceMs: number): Promise<void>
}

const HTTP_CLOSE_MS = 500
/** An attempt that was begun longer ago may still go to a network that is gone. */
const STALE_ATTEMPT_MS = 2000

export function createDialer(options: DialerOptions): Dialer {
  const { clock, backOff, log } = options
  let connection: PacketConnection | undefined
  let attempt: AbortController | undefined
  let attemptSince = 0
  let stopped = false
  let onStopped: (() => void) | undefined
  const alarm = new Alarm(clock, connect)

  function connect(): void {
    if (stopped || connection !== undefined || attempt !== undefined) return
    alarm.stop()
    options.onConnecting()
    const mine = new AbortController()
    attempt = mine
    attemptSince = clock.now()
    const { connectTimeoutMs } = options
    const cancelTimeout = clock.after(connectTimeoutMs, () => {
      mine.abort(new TransportError('CONNECT_FAILED', `not connected after ${connectTimeoutMs} ms`))
    })
    const onSettled = (error?: unknown): void => {
      cancelTimeout()
      if (attempt !== mine) return
      attempt = undefined
      if (connection !== undefined) return
      log({ type: 'connectFailed', error })
      retry(false, error instanceof Error ? error : new TransportError('CONNECT_FAILED', 'no connection was opened'))
    }
    // One that throws at once has failed like any other.
    const connected = new Promise<PacketConnection>((resolve) => {
      resolve(options.connect((opened) => accept(opened, mine), mine.signal))
    })
    connected.then(() => onSettled(), onSettled)
    // A dialer that takes no notice of its signal must not hold up the next attempt.
    mine.signal.addEventListener('abort', () => onSettled(mine.signal.reason), { once: true })
  }

  function accept(opened: PacketConnection, mine: AbortController): ReturnType<AcceptConnection> {
    if (attempt !== mine || connection !== undefined) {
      clock.defer(() => opened.abort('another connection is in use'))
      return { onPacket() {}, onClose() {} }
    }
    connection = opened
    const ifInUse = (act: () => void): void => {
      if (connection === opened) act()
    }
    // The driver has to know who listens before anything is sent.
    clock.defer(() => ifInUse(options.onConnected))
    return {
      onPacket: (packet) => ifInUse(() => options.onPacket(packet)),
      onProgress: () => ifInUse(options.onProgress),
      onTransportError: (code) => ifInUse(() => options.onTransportError(code)),
      onQuickAck: (token) => ifInUse(() => options.onQuickAck(token)),
      onDrain: () => ifInUse(options.onDrain),
      onRequestEnd: () => ifInUse(options.onRequestEnd),
      onClose({ code, message }) {
        ifInUse(() => lose(new TransportError('CONNECTION_LOST', `${code}: ${message}`), false))
        onStopped?.()
      },
    }
  }

  function lose(cause: Error, afterFlood: boolean): void {
    log({ type: 'disconnected', why: cause.message })
    connection = undefined
    attempt = undefined
    retry(afterFlood, options.onLost(cause))
  }

  function retry(afterFlood: boolean, cause: Error): void {
    if (stopped) return
    const delay = afterFlood ? backOff.nextAfterFlood() : backOff.next()
    options.onWaiting({ cause, attempt: backOff.failures, retryInMs: delay })
    alarm.set(clock.now() + delay)
  }

  return {
    get connection() {
      return connection
    },
    start: connect,
    drop(why, afterFlood = false) {
      const dropped = connection
      if (dropped === undefined) return
      const cause = typeof why === 'string' ? new TransportError('CONNECTION_LOST', why) : why
      lose(cause, afterFlood)
      dropped.abort(cause.message)
    },
    hurry() {
      backOff.reset()
      if (attempt !== undefined && clock.now() >= attemptSince + STALE_ATTEMPT_MS) {
        attempt.abort(new TransportError('CONNECT_FAILED', 'the device woke up: another attempt is made'))
      }
      connect()
    },
    stop(patienceMs) {
      stopped = true
      alarm.stop()
      const open = connection
      connection = undefined
      const mine = attempt
      attempt = undefined
      mine?.abort()
      if (open === undefined || open.closed) return Promise.resolve()
      return new Promise((resolve) => {
        // A peer that does not take what is left is not waited for; over HTTP, one POST is there only to wait.
        const waitMs = open.mode === 'request' ? Math.min(patienceMs, HTTP_CLOSE_MS) : patienceMs
        const cancel = clock.after(waitMs, () => open.abort('the client is done'))
        onStopped = () => {
          cancel()
          resolve()
        }
        open.close('the client is done')
      })
    },
  }
}
