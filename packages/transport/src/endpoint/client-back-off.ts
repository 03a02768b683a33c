import type { RandomBytes } from '@chappe/crypto'

export interface BackOff {
  /** How long to wait before the next attempt, in ms. */
  next(): number
  /** The same after the server asked for patience (transport error -429). */
  nextAfterFlood(): number
  /** The connection has proved good. */
  reset(): void
  /** How often in a row it had to be waited. */
  readonly failures: number
}

export interface BackOffOptions {
  readonly backOffMs: number
  readonly maxBackOffMs: number
  readonly floodBackOffMs: number
  readonly random: RandomBytes
}

/** However long the flood, ten minutes is enough. */
const MAX_FLOOD_MS = 600_000

/**
 * Exponential back-off: the first attempt at once, then waits that double up to a cap, each shortened at random by up
 * to a half so that clients that lost the same server do not all come back together.
 */
export function createBackOff(options: BackOffOptions): BackOff {
  let failures = 0
  let floods = 0

  const jittered = (ms: number): number => {
    const [byte = 0, other = 0] = options.random(2)
    return Math.round(ms * (1 - (byte * 256 + other) / 131_072))
  }

  return {
    next() {
      if (failures++ === 0) return 0
      return jittered(Math.min(options.backOffMs * 2 ** Math.min(failures - 2, 30), options.maxBackOffMs))
    },
    nextAfterFlood() {
      failures++
      // At least the whole first wait: here the server has said that it is too soon.
      const ms = Math.min(options.floodBackOffMs * 2 ** Math.min(floods++, 30), MAX_FLOOD_MS)
      return ms + jittered(ms) / 2
    },
    reset() {
      failures = 0
      floods = 0
    },
    get failures() {
      return failures
    },
  }
}
