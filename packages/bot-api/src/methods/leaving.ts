import { BotApiError } from '../bot-api-error.ts'
import type { BotMethods } from './method.ts'

/** How long a bot is not let in again after `logOut`, and does not go by `close` after it has begun. */
export const leavingSeconds = 600

export interface LeavingPorts {
  /** Unix time in seconds. */
  readonly launchedAt: number
  readonly now: () => number
  /** Signs the bot out, and keeps it out for a while. */
  readonly logOut: () => Promise<void>
  /** Ends what runs for it; the next request begins it again. */
  readonly close: () => Promise<void>
}

/** How a bot leaves this Bot API for another one ("logOut", "close"). */
export function leavingMethods({ launchedAt, now, logOut, close }: LeavingPorts): BotMethods {
  return {
    async logOut() {
      await logOut()
      return true
    },
    async close() {
      const wait = launchedAt + leavingSeconds - now()
      if (wait > 0) throw new BotApiError(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait })
      await close()
      return true
    },
  }
}

/** As the public server says it, without the words before it that other refusals have. */
export function loggedOut(): BotApiError {
  return new BotApiError(400, 'Logged out')
}
