import type { SeededRandom } from './random.ts'
import type { Weather } from './schedule.ts'
import type { Timeline } from './timeline.ts'

const MERGE_HOLD_MS = 300
const MAX_PIECES = 5
const PIECE_SPREAD_MS = 60
const SLOW_PIECE_BYTES = 1400

/** What takes the bytes at the end of a pipe. */
export interface Sink {
  received(bytes: Uint8Array): void
  drained(): void
}

/** One direction of one connection: bytes come out in the order in which they went in, in whatever pieces, or never. */
export class Pipe {
  readonly #timeline: Timeline
  readonly #random: SeededRandom
  readonly #weather: () => Weather
  readonly #sink: () => Sink | undefined
  #chunks: Uint8Array[] = []
  #written = 0
  #delivered = 0
  #reached = 0
  #stalledUntil = 0
  /** When a slow line has brought all that was written. */
  #freeAt = 0
  #paused = false
  #closed = false
  #lost = false
  #corruptBit: number | undefined
  #duplicateNext = false
  #damaged = false

  constructor(timeline: Timeline, random: SeededRandom, weather: () => Weather, sink: () => Sink | undefined) {
    this.#timeline = timeline
    this.#random = random
    this.#weather = weather
    this.#sink = sink
  }

  get inFlight(): number {
    return this.#written - this.#delivered
  }

  /** Whether other bytes have come out, or will, than went in: a stream stays out of step then. */
  get damaged(): boolean {
    return this.#damaged
  }

  write(bytes: Uint8Array): void {
    if (this.#closed || this.#lost || bytes.length === 0) return
    this.#add(this.#corrupted(bytes))
    if (this.#duplicateNext) {
      this.#duplicateNext = false
      this.#damaged = true
      this.#add(bytes.slice())
    }
  }

  stall(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#timeline.now + ms)
  }

  corruptNext(bit: number): void {
    this.#corruptBit = bit
  }

  duplicateNext(): void {
    this.#duplicateNext = true
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    if (this.#reached > this.#delivered) this.#timeline.defer(() => this.#arrive(this.#reached))
  }

  /** Takes no more; what is on its way arrives unless `lose` follows. */
  close(): void {
    this.#closed = true
  }

  /** Nothing arrives any more. */
  lose(): void {
    this.#lost = true
    this.#chunks = []
  }

  /** Faults are over: what is held up comes now. */
  heal(): void {
    this.#corruptBit = undefined
    this.#duplicateNext = false
    if (this.#stalledUntil <= this.#timeline.now) return
    this.#stalledUntil = this.#timeline.now
    this.#arriveAfter(1, this.#written)
  }

  /** Calls back when all that was written so far has arrived. */
  afterAll(callback: () => void): void {
    const target = this.#written
    const look = (): void => {
      if (this.#lost || this.#delivered >= target) callback()
      else this.#timeline.after(20, look)
    }
    this.#timeline.after(this.#latency(), look)
  }

  #corrupted(bytes: Uint8Array): Uint8Array {
    const copy = bytes.slice()
    if (this.#corruptBit === undefined) return copy
    const bit = this.#corruptBit % (copy.length * 8)
    this.#corruptBit = undefined
    this.#damaged = true
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return copy
  }

  #add(bytes: Uint8Array): void {
    const { split, merge, bytesPerS } = this.#weather()
    const start = this.#written
    this.#chunks.push(bytes)
    this.#written += bytes.length
    if (bytesPerS !== undefined) {
      this.#trickle(start, bytesPerS)
      return
    }
    let delay = this.#latency()
    if (this.#random.chance(split) && bytes.length > 1) {
      const pieces = this.#random.range(2, MAX_PIECES)
      const ends = Array.from({ length: pieces - 1 }, () => start + this.#random.range(1, bytes.length - 1))
      for (const end of ends.sort((a, b) => a - b)) {
        this.#arriveAfter(delay, end)
        delay += this.#random.range(0, PIECE_SPREAD_MS)
      }
    }
    this.#arriveAfter(this.#random.chance(merge) ? delay + MERGE_HOLD_MS : delay, this.#written)
  }

  /** Over a slow line everything takes its turn, in small pieces. */
  #trickle(start: number, bytesPerS: number): void {
    this.#freeAt = Math.max(this.#freeAt, this.#timeline.now + this.#latency())
    for (let end = start; end < this.#written; ) {
      const piece = Math.min(SLOW_PIECE_BYTES, this.#written - end)
      end += piece
      this.#freeAt += (piece / bytesPerS) * 1000
      this.#arriveAfter(this.#freeAt - this.#timeline.now, end)
    }
  }

  #latency(): number {
    const [low, high] = this.#weather().latency
    return this.#random.range(low, high)
  }

  #arriveAfter(delay: number, end: number): void {
    this.#timeline.after(delay, () => this.#arrive(end))
  }

  /** Everything up to the offset `end` has come through. */
  #arrive(end: number): void {
    if (this.#lost || end <= this.#delivered) return
    if (this.#timeline.now < this.#stalledUntil) {
      this.#timeline.at(this.#stalledUntil, () => this.#arrive(end))
      return
    }
    this.#reached = Math.max(this.#reached, end)
    if (this.#paused) return
    const bytes = this.#take(end - this.#delivered)
    this.#delivered = end
    const sink = this.#sink()
    sink?.received(bytes)
    sink?.drained()
  }

  #take(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const chunk = this.#chunks[0]
      if (chunk === undefined) break
      const part = chunk.subarray(0, length - filled)
      bytes.set(part, filled)
      filled += part.length
      if (part.length === chunk.length) this.#chunks.shift()
      else this.#chunks[0] = chunk.subarray(part.length)
    }
    return bytes
  }
}
