import type { FutureSalt } from './server-salts.ts'

/** A salt about to end is left this long before its end. */
const MARGIN_S = 60

/** The salts that a client knows ("Service Messages", "Request for several future salts"). */
export class ClientSalts {
  #current: bigint
  #future: FutureSalt[] = []

  constructor(initial: bigint) {
    this.#current = initial
  }

  /** The salt to send under at `seconds` (unix time by the server's clock). */
  current(seconds: number): bigint {
    for (let next = this.#future[0]; next !== undefined && next.validSince <= seconds; next = this.#future[0]) {
      this.#future.shift()
      if (next.validUntil > seconds + MARGIN_S) this.#current = next.salt
    }
    return this.#current
  }

  /** The server said which salt to use now. */
  correct(salt: bigint): void {
    this.#current = salt
  }

  /** Takes the answer to get_future_salts. */
  setFuture(salts: readonly FutureSalt[]): void {
    this.#future = [...salts].sort((a, b) => a.validSince - b.validSince)
  }

  /** Until when the known future salts last (unix time), 0 when none is known. */
  get knownUntil(): number {
    return this.#future.at(-1)?.validUntil ?? 0
  }
}
