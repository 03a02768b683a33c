import type { ClientState, Waiting } from '@chappe/transport/client'
import { ClientError } from './errors.ts'
import type { Log } from './log.ts'

/** The state of the connection. `waiting` is the time between two attempts to connect, and says why. */
export type StateChange =
  | { readonly state: Exclude<ClientState, 'waiting'> }
  | {
      readonly state: 'waiting'
      /** UNREACHABLE, whose `cause` is what the platform or the protocol said. */
      readonly cause: ClientError
      /** Attempts in a row that failed, or 1 after a connection that was lost. */
      readonly attempt: number
      /** When the next attempt is made, in ms of unix time. */
      readonly nextAt: number
    }

export interface WaitOptions {
  /** How long to wait for a connection, in ms. No limit by default. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export function unreachable({ cause }: Waiting): ClientError {
  return new ClientError('UNREACHABLE', `there is no connection: ${cause.message}`, { cause })
}

/** No connection and no answer in time: what is known of why is the cause, and part of the message. */
export function timedOut(message: string, cause: unknown): ClientError {
  const why = cause instanceof Error ? `${message}: ${cause.message}` : message
  return new ClientError('TIMED_OUT', why, { cause })
}

/**
 * Warns of attempts that failed: of the first, of another reason, and then less and less often. That a good connection
 * was lost is worth no line before the next attempt fails as well.
 */
export function createConnectionWarnings(log: Log): (dcId: number, waiting: Waiting | undefined) => void {
  const last = new Map<number, string>()
  const good = new Set<number>()
  return (dcId, waiting) => {
    if (waiting === undefined) {
      last.delete(dcId)
      good.add(dcId)
      return
    }
    const { cause, attempt, retryInMs } = waiting
    if (attempt === 1 && good.has(dcId)) return
    const isPowerOf2 = (attempt & (attempt - 1)) === 0
    if (last.get(dcId) === cause.message && !isPowerOf2) return
    last.set(dcId, cause.message)
    const next = retryInMs < 1000 ? 'at once' : `in ${Math.round(retryInMs / 1000)} s`
    log('warn', `data centre ${dcId}: ${cause.message} (attempt ${attempt}, the next one ${next})`, cause)
  }
}
