import { toHex } from '../bytes.ts'
import type { Transmission } from '../secret-chat/effects.ts'
import type { SeededRandom } from './random.ts'

/** What a hostile server can do to what it relays. */
export const FAULTS = ['drop', 'double', 'reorder', 'flip', 'replay', 'mirror', 'mix', 'forge'] as const
export type Fault = (typeof FAULTS)[number]

/** The queue of packets for one end, as the server keeps it. */
export interface Queue {
  readonly waiting: Transmission[]
  /** All that was ever sent to this end. */
  readonly archive: Transmission[]
}

/** Relays packets between the ends of several chats; it is honest unless a fault is asked for. */
export class HostileServer {
  readonly #random: SeededRandom
  readonly queues: readonly Queue[]

  /** @param ends how many; the two of a chat follow one another */
  constructor(ends: number, random: SeededRandom) {
    this.#random = random
    this.queues = Array.from({ length: ends }, () => ({ waiting: [], archive: [] }))
  }

  /** Takes a message for the other end. A random id that still waits is the same message, sent again. */
  take(from: number, { randomId, packet, isService }: Transmission): void {
    const { waiting, archive } = this.#queue(from ^ 1)
    archive.push({ randomId, packet, isService })
    if (!waiting.some((one) => one.randomId === randomId)) waiting.push({ randomId, packet, isService })
  }

  /** Does one thing to what waits for an end, and says whether there was something to do it to. */
  harm(to: number, fault: Fault): boolean {
    const { waiting, archive } = this.#queue(to)
    const at = this.#random.int(Math.max(1, waiting.length))
    const victim = waiting[at]
    const old = (queue: Queue): Transmission | undefined =>
      queue.archive[this.#random.int(Math.max(1, queue.archive.length))]
    switch (fault) {
      case 'drop':
        return waiting.splice(at, 1).length > 0
      case 'double':
        return this.#insert(waiting, victim)
      case 'reorder':
        waiting.splice(at, 1)
        return this.#insert(waiting, victim)
      case 'flip': {
        if (victim === undefined) return false
        const packet = victim.packet.slice()
        const byte = this.#random.int(packet.length)
        packet[byte] = (packet[byte] ?? 0) ^ (1 << this.#random.int(8))
        waiting[at] = { ...victim, packet }
        return true
      }
      case 'replay':
        return this.#insert(waiting, old({ waiting, archive }))
      case 'mirror':
        return this.#insert(waiting, old(this.#queue(to ^ 1)))
      case 'mix':
        return this.#insert(waiting, old(this.#queue((to + 2) % this.queues.length)))
      case 'forge': {
        const packet = this.#random.bytes(24 + 16 * this.#random.int(8))
        // Under a fingerprint that the end knows, if there is one.
        const known = old({ waiting, archive })
        if (known !== undefined) packet.set(known.packet.subarray(0, 8))
        return this.#insert(waiting, { randomId: 0n, packet, isService: true })
      }
    }
  }

  /** The next packet for an end, which leaves the queue only by {@link acknowledge}. */
  next(to: number): Transmission | undefined {
    return this.#queue(to).waiting[0]
  }

  acknowledge(to: number): void {
    this.#queue(to).waiting.shift()
  }

  /** All that ever crossed, without repetitions. */
  get packets(): readonly Uint8Array[] {
    const all = new Map<string, Uint8Array>()
    for (const { archive } of this.queues) for (const { packet } of archive) all.set(toHex(packet), packet)
    return [...all.values()]
  }

  #insert(waiting: Transmission[], message: Transmission | undefined): boolean {
    if (message === undefined) return false
    waiting.splice(this.#random.int(waiting.length + 1), 0, message)
    return true
  }

  #queue(end: number): Queue {
    const queue = this.queues[end]
    if (queue === undefined) throw new RangeError(`there is no end ${end}`)
    return queue
  }
}
