/** How much sessions may hold together that their clients have not taken yet, in bytes. */
export interface HeldMemoryLimits {
  /** Sessions of one key. Default 32 MiB. */
  readonly heldBytesPerKey: number
  /** Sessions last heard from at one address (a /64 of IPv6). Default 128 MiB. Loopback has no bound of its own. */
  readonly heldBytesPerAddress: number
  /** All sessions. Default 512 MiB. */
  readonly heldBytes: number
}

export const DEFAULT_HELD_MEMORY_LIMITS: HeldMemoryLimits = {
  heldBytesPerKey: 32 * 1024 * 1024,
  heldBytesPerAddress: 128 * 1024 * 1024,
  heldBytes: 512 * 1024 * 1024,
}

/** Beyond its bound by this factor, a group's largest sessions end: their clients ask, and do not take. */
const OVERFULL = 2

/** Who counts together: sessions of one key, of one address, or all. */
export type HeldBy = 'key' | 'address' | 'server'

/** Whose bounds a session counts under. */
export interface Holder {
  readonly authKeyId: bigint
  readonly addressGroup: string | undefined
}

/** What all sessions hold, by key, by address and together. */
export class HeldMemory {
  readonly #limits: HeldMemoryLimits
  readonly #byKey = new Map<bigint, number>()
  readonly #byAddress = new Map<string, number>()
  #total = 0

  constructor(limits: HeldMemoryLimits) {
    this.#limits = limits
  }

  get total(): number {
    return this.#total
  }

  /** A session holds `bytes` more, or less. */
  change({ authKeyId, addressGroup }: Holder, bytes: number): void {
    this.#total += bytes
    add(this.#byKey, authKeyId, bytes)
    if (addressGroup !== undefined) add(this.#byAddress, addressGroup, bytes)
  }

  /** Whether a session's queries are to wait until others with whom it shares a bound hold less. */
  isFull(holder: Holder): boolean {
    return this.#reaches(holder, 1) !== undefined
  }

  /** The bound that is passed by so much that sessions under it have to end. */
  overfull(holder: Holder): HeldBy | undefined {
    return this.#reaches(holder, OVERFULL)
  }

  #reaches({ authKeyId, addressGroup }: Holder, factor: number): HeldBy | undefined {
    const { heldBytes, heldBytesPerAddress, heldBytesPerKey } = this.#limits
    if ((this.#byKey.get(authKeyId) ?? 0) > heldBytesPerKey * factor) return 'key'
    const atAddress = addressGroup === undefined ? 0 : (this.#byAddress.get(addressGroup) ?? 0)
    if (atAddress > heldBytesPerAddress * factor) return 'address'
    return this.#total > heldBytes * factor ? 'server' : undefined
  }
}

function add<Key>(sums: Map<Key, number>, key: Key, bytes: number): void {
  const sum = (sums.get(key) ?? 0) + bytes
  if (sum > 0) sums.set(key, sum)
  else sums.delete(key)
}
