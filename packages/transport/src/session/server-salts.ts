import { type AuthKey, sha256 } from '@chappe/crypto'

/** A new salt begins every half hour and is valid for an hour, so two are always valid. */
const PERIOD_S = 1800
/** "Service Messages", "Request for several future salts": at most 64. */
const MAX_FUTURE = 64

export interface FutureSalt {
  readonly validSince: number
  readonly validUntil: number
  readonly salt: bigint
}

/**
 * A server's salts for one authorization key, computed from the key, the time and a secret that each run of a server
 * draws anew: what an earlier run received bears salts that are none any more, so it cannot be replayed, whatever clocks
 * have shown since. The salt that came out of the key exchange is valid for the key's first hour, in the run that made
 * the key.
 */
export class ServerSalts {
  readonly #secret: Uint8Array
  readonly #initial: FutureSalt | undefined
  readonly #cache = new Map<number, bigint>()

  /** @param runSecret what this run of the server has drawn */
  constructor(
    key: AuthKey,
    initial?: { readonly salt: bigint; readonly createdAt: number },
    runSecret: Uint8Array = new Uint8Array(0),
  ) {
    this.#secret = sha256(concat(new TextEncoder().encode('chappe server salt'), key.bytes, runSecret))
    if (initial !== undefined) {
      this.#initial = { salt: initial.salt, validSince: 0, validUntil: initial.createdAt + 2 * PERIOD_S }
    }
  }

  /** Whether `salt` is valid at `seconds` (unix time). */
  accepts(salt: bigint, seconds: number): boolean {
    const period = Math.floor(seconds / PERIOD_S)
    if (salt === this.#at(period) || salt === this.#at(period - 1)) return true
    return this.#initial !== undefined && salt === this.#initial.salt && seconds < this.#initial.validUntil
  }

  current(seconds: number): bigint {
    return this.#at(Math.floor(seconds / PERIOD_S))
  }

  /** The salt valid now and those after it, `count` in all, 64 at most. */
  future(seconds: number, count: number): FutureSalt[] {
    const period = Math.floor(seconds / PERIOD_S)
    const length = Math.max(1, Math.min(count, MAX_FUTURE))
    return Array.from({ length }, (_, i) => ({
      validSince: (period + i) * PERIOD_S,
      validUntil: (period + i + 2) * PERIOD_S,
      salt: this.#derive(period + i),
    }))
  }

  #at(period: number): bigint {
    const known = this.#cache.get(period)
    if (known !== undefined) return known
    const salt = this.#derive(period)
    if (this.#cache.size > 4) this.#cache.clear()
    this.#cache.set(period, salt)
    return salt
  }

  #derive(period: number): bigint {
    const input = new Uint8Array(40)
    input.set(this.#secret)
    new DataView(input.buffer).setBigInt64(32, BigInt(period), true)
    return new DataView(sha256(input).buffer).getBigInt64(0, true)
  }
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
