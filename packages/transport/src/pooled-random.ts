import type { RandomBytes } from '@chappe/crypto'

const POOL_BYTES = 4096

/**
 * The same random bytes, fetched in blocks: asking the system costs a few microseconds however little is asked for,
 * which is as much as encrypting a small packet. For padding and identifiers; keys are better drawn from the source.
 */
export function pooledRandom(source: RandomBytes): RandomBytes {
  let pool: Uint8Array = new Uint8Array()
  let used = 0
  return (length) => {
    if (length > POOL_BYTES) return source(length)
    if (used + length > pool.length) {
      // A new block each time: what was handed out from the last one may still be looked at.
      pool = source(POOL_BYTES)
      used = 0
    }
    used += length
    return pool.subarray(used - length, used)
  }
}
