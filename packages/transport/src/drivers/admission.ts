/** Counts open sockets, in all and by address. */
export class Admission {
  readonly #maxConnections: number
  readonly #maxPerAddress: number
  readonly #isExempt: (address: string) => boolean
  readonly #byAddress: Map<string, number> = new Map()
  #count = 0

  constructor(maxConnections: number, maxPerAddress: number, isExempt: (address: string) => boolean) {
    this.#maxConnections = maxConnections
    this.#maxPerAddress = maxPerAddress
    this.#isExempt = isExempt
  }

  get count(): number {
    return this.#count
  }

  /** Lets one more in, or not. Whoever is in leaves by `leave`. */
  enter(address: string): boolean {
    const here = this.#byAddress.get(address) ?? 0
    if (this.#count >= this.#maxConnections) return false
    if (here >= this.#maxPerAddress && !this.#isExempt(address)) return false
    this.#byAddress.set(address, here + 1)
    this.#count += 1
    return true
  }

  leave(address: string): void {
    const here = this.#byAddress.get(address) ?? 0
    if (here > 1) this.#byAddress.set(address, here - 1)
    else this.#byAddress.delete(address)
    this.#count -= 1
  }
}

/** Loopback is one address for everybody behind a proxy on this machine, so its number says nothing. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}
