import { type BytesBus, createBytesBus } from '../bus/bytes-bus.ts'
import { silentLog } from '../ports/log.ts'

/** How a network treats messages; shares of 1. */
export interface BusFaults {
  readonly lost: number
  readonly doubled: number
}

/** A network between the processes of one test: what goes from one to another is bytes, late, out of order, twice or never. */
export interface FaultyBus {
  /** A process's end of it. */
  connect(): BytesBus
  /** Messages that have not come yet. */
  readonly underWay: number
  /** How often each fault befell a message. */
  readonly counts: { sent: number; lost: number; doubled: number; overtaken: number }
  /** What is sent from now on is lost, or nothing is but by `faults`. */
  cut: boolean
  /** Loses all that is under way, and goes on as if it had begun with this seed. */
  begin(seed: number): void
  /** Brings some of what is under way, in any order. */
  bringSome(): void
  /** Brings all that is under way, in any order. */
  bringAll(): void
}

/** @param seed the same gives the same, if what is sent is */
export function createFaultyBus(seed: number, faults: BusFaults): FaultyBus {
  let random = randomOf(seed)
  const ends: BytesBus[] = []
  const underWay: { readonly to: BytesBus; readonly bytes: Uint8Array }[] = []
  const counts = { sent: 0, lost: 0, doubled: 0, overtaken: 0 }

  const bringOne = (): void => {
    const place = Math.floor(random() * underWay.length)
    const [message] = underWay.splice(place, 1)
    if (place > 0) counts.overtaken++
    message?.to.receive(message.bytes)
  }

  const hub: FaultyBus = {
    counts,
    cut: false,
    get underWay() {
      return underWay.length
    },
    connect() {
      const end = createBytesBus({
        log: silentLog,
        send(bytes) {
          for (const to of ends) {
            if (to === end) continue
            counts.sent++
            const isLost = hub.cut || random() < faults.lost
            if (isLost) counts.lost++
            else underWay.push({ to, bytes })
            if (isLost || random() >= faults.doubled) continue
            counts.doubled++
            underWay.push({ to, bytes })
          }
        },
      })
      ends.push(end)
      return end
    },
    begin(next) {
      underWay.length = 0
      random = randomOf(next)
    },
    bringSome() {
      for (let left = Math.floor(random() * (underWay.length + 1)); left > 0; left--) bringOne()
    },
    bringAll() {
      while (underWay.length > 0) bringOne()
    },
  }
  return hub
}

/** Numbers from 0 to 1, the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
