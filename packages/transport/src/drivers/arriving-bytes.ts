import { addressGroup } from '../endpoint/address-group.ts'

/** What peers may have us hold of packets that have begun to arrive and are not whole, in bytes. */
export interface ArrivingLimits {
  /** Of all connections. Default 256 MiB. */
  readonly arrivingBytes: number
  /** Of those from one address (a /64 of IPv6). Default 64 MiB. Loopback has no bound of its own. */
  readonly arrivingBytesPerAddress: number
  /** The same of connections over which nothing has come yet under a key that is known. Default 64 MiB. */
  readonly strangeBytes: number
  /** Default 16 MiB. */
  readonly strangeBytesPerAddress: number
}

const MIB = 1024 * 1024

export const DEFAULT_ARRIVING_LIMITS: ArrivingLimits = {
  arrivingBytes: 256 * MIB,
  arrivingBytesPerAddress: 64 * MIB,
  strangeBytes: 64 * MIB,
  strangeBytesPerAddress: 16 * MIB,
}

/** Somebody of whose packet a part has come. */
export interface Arriving {
  readonly remoteAddress: string | undefined
  /** It has to go, for others that share its bound have more coming than may be held. */
  giveUp(message: string): void
}

/**
 * Counts what is held of packets that are not whole. A bound that is passed costs whoever has taken longest for a packet:
 * somebody who sends as fast as the network allows is done soon, and somebody who only holds what is begun is not.
 */
export class ArrivingBytes {
  readonly #known: Pool
  readonly #strange: Pool

  constructor(limits: ArrivingLimits) {
    this.#known = new Pool(limits.arrivingBytes, limits.arrivingBytesPerAddress)
    this.#strange = new Pool(limits.strangeBytes, limits.strangeBytesPerAddress)
  }

  /** What is held in all. */
  get total(): number {
    return this.#known.total + this.#strange.total
  }

  /**
   * So much is held of a packet now; 0 when it is whole, or given up.
   *
   * @param isKnown whether a packet under a key that is known has come from there before
   */
  note(one: Arriving, bytes: number, isKnown: boolean): void {
    if (isKnown) this.#strange.set(one, 0)
    const pool = isKnown ? this.#known : this.#strange
    pool.set(one, bytes)
    if (bytes > 0) pool.enforce(one)
  }

  forget(one: Arriving): void {
    this.#known.set(one, 0)
    this.#strange.set(one, 0)
  }
}

interface Group {
  /** Whoever began first is first. */
  readonly held: Map<Arriving, number>
  bytes: number
}

class Pool {
  readonly #most: number
  readonly #mostPerAddress: number
  readonly #groups = new Map<string | undefined, Group>()
  total = 0

  constructor(most: number, mostPerAddress: number) {
    this.#most = most
    this.#mostPerAddress = mostPerAddress
  }

  set(one: Arriving, bytes: number): void {
    if (this.total === 0 && bytes === 0) return
    const name = addressGroup(one.remoteAddress)
    let group = this.#groups.get(name)
    if (group === undefined) {
      if (bytes === 0) return
      group = { held: new Map(), bytes: 0 }
      this.#groups.set(name, group)
    }
    const change = bytes - (group.held.get(one) ?? 0)
    group.bytes += change
    this.total += change
    if (bytes > 0) group.held.set(one, bytes)
    else group.held.delete(one)
    if (group.held.size === 0) this.#groups.delete(name)
  }

  enforce(one: Arriving): void {
    const name = addressGroup(one.remoteAddress)
    const group = this.#groups.get(name)
    while (name !== undefined && group !== undefined && group.bytes > this.#mostPerAddress) {
      this.#giveUpFirst(group, 'too much is arriving from one address')
    }
    while (this.total > this.#most) {
      let largest: Group | undefined
      for (const other of this.#groups.values()) {
        if (largest === undefined || other.bytes > largest.bytes) largest = other
      }
      if (largest === undefined) return
      this.#giveUpFirst(largest, 'too much is arriving')
    }
  }

  #giveUpFirst({ held }: Group, message: string): void {
    const [first] = held.keys()
    if (first === undefined) return
    this.set(first, 0)
    first.giveUp(message)
  }
}
