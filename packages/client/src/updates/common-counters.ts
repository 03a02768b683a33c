import { MAX_FRUITLESS } from './channel-boxes.ts'
import type { Reached } from './premature.ts'
import { type Counted, PtsBox } from './pts-box.ts'
import { Sequence } from './sequence.ts'
import type { Delivered, UpdateAction, UpdateStateLimits } from './update-types.ts'

/** Where an account stands outside its channels. */
export interface Standing extends Reached {
  readonly date: number
}

/** What waits behind gaps. */
export interface Waiting {
  readonly common: Counted<Delivered>[]
  readonly secret: Counted<Delivered>[]
}

const MAX_WAIT_MS = 60_000

/**
 * The counters of an account outside its channels: pts, qts and seq, each with what waits behind its gap, and the one
 * question for what is missing in any of them.
 */
export class CommonCounters {
  readonly sequence: Sequence
  readonly #limits: UpdateStateLimits
  readonly #act: (action: UpdateAction) => void
  readonly #pts: PtsBox<Delivered>
  readonly #qts: PtsBox<Delivered>
  #date: number
  /** Answers of updates.differenceTooLong in a row. */
  #tooLong = 0
  /** The difference is asked for then, in ms. */
  #askAt = Number.POSITIVE_INFINITY

  /** @param act gets what is delivered, asked and lost */
  constructor({ pts, qts, seq, date }: Standing, limits: UpdateStateLimits, act: (action: UpdateAction) => void) {
    this.#limits = limits
    this.#act = act
    this.#pts = new PtsBox(pts, limits.maxEarly)
    this.#qts = new PtsBox(qts, limits.maxEarly)
    this.sequence = new Sequence(limits.maxEarly)
    this.sequence.seq = seq
    this.#date = date
  }

  get standing(): Standing {
    return { pts: this.#pts.pts, qts: this.#qts.pts, seq: this.sequence.seq, date: this.#date }
  }

  /** The difference is being asked for: everything waits for it. */
  get asking(): boolean {
    return this.#pts.asking
  }

  /** When `askOverdue` has something to do, in ms. */
  get dueAt(): number {
    return Math.min(this.#askAt, this.#gapDueAt)
  }

  get #gapDueAt(): number {
    const { gapPatienceMs } = this.#limits
    return Math.min(...[this.#pts, this.#qts, this.sequence].map((box) => box.dueAt(gapPatienceMs)))
  }

  askOverdue(now: number): void {
    if (now >= this.#askAt) {
      this.#setAsking(false)
      this.ask()
    }
    if (now >= this.#gapDueAt) this.ask()
  }

  ask(): void {
    if (this.asking) return
    this.#setAsking(true)
    this.sequence.gapSince = undefined
    this.#askAt = Number.POSITIVE_INFINITY
    const { pts, qts, date } = this.standing
    this.#act({ type: 'getDifference', pts, qts, date })
  }

  add(box: 'common' | 'secret', item: Counted<Delivered>, now: number): void {
    const ready = (box === 'secret' ? this.#qts : this.#pts).add(item, now)
    if (ready === 'overflow') this.ask()
    else this.#emit(ready)
  }

  noteDate(date: number): void {
    if (date > this.#date) this.#date = date
  }

  /** An answer is there: what waited for it no longer does. */
  answered(): void {
    this.#setAsking(false)
  }

  /** The difference, or one slice of it, brought the counters here. */
  moveTo({ pts, qts, seq, date }: Standing, isFinal: boolean, now: number): void {
    // Where a slice tells only of what has no counter, it is the date that moves.
    const again = !isFinal && (pts > this.#pts.pts || qts > this.#qts.pts || date > this.#date)
    this.#setAsking(again)
    this.#tooLong = 0
    this.#date = date
    this.sequence.seq = seq
    this.#emit([...this.#pts.moveTo(pts, now), ...this.#qts.moveTo(qts, now)])
    if (!again) return
    this.#setAsking(false)
    this.ask()
  }

  /**
   * Too much happened. The server is asked again from where it says, at once the first time, then less and less often.
   * False when that has led nowhere too often.
   */
  skipTo(pts: number, now: number): boolean {
    const from = this.#pts.pts
    const moved = pts > from
    this.#tooLong++
    if (moved) {
      this.#act({ type: 'gap', channelId: undefined, from, to: pts, reason: 'TOO_LONG' })
      this.#pts.asking = true
      this.#pts.moveTo(pts, now)
      this.#pts.asking = false
    } else if (this.#tooLong >= MAX_FRUITLESS) {
      return false
    }
    if (moved && this.#tooLong === 1) {
      this.ask()
    } else {
      this.#setAsking(true)
      this.#askAt = now + Math.min(this.#limits.gapPatienceMs * 2 ** this.#tooLong, MAX_WAIT_MS)
    }
    return true
  }

  /** False after answer upon answer that brings nothing of what is missing: it does not exist. */
  noteAnswer(moved: boolean): boolean {
    const fruitless = [this.#pts, this.#qts, this.sequence].map((box) => box.noteAnswer(moved))
    return Math.max(...fruitless) < MAX_FRUITLESS
  }

  /** Takes out what waits. */
  drain(): Waiting {
    return { common: this.#pts.drain(), secret: this.#qts.drain() }
  }

  #setAsking(asking: boolean): void {
    this.#pts.asking = asking
    this.#qts.asking = asking
  }

  #emit(ready: readonly Delivered[]): void {
    for (const delivered of ready) this.#act({ type: 'deliver', delivered })
  }
}
