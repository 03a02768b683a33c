import type { api } from '@chappe/tl-codec/api'
import { type Counted, PtsBox } from './pts-box.ts'
import type { Delivered, GapReason, UpdateAction, UpdateStateLimits } from './update-types.ts'

/** Answers in a row that bring nothing, after which what is missing is given up. */
export const MAX_FRUITLESS = 3

/** The counters of channels, each with what waits behind it. Bounded: the one least heard of makes room. */
export class ChannelBoxes {
  readonly #limits: UpdateStateLimits
  readonly #act: (action: UpdateAction) => void
  readonly #boxes = new Map<bigint, PtsBox<Delivered>>()

  /** @param act gets what is delivered, asked and lost */
  constructor(stored: ReadonlyMap<bigint, number>, limits: UpdateStateLimits, act: (action: UpdateAction) => void) {
    this.#limits = limits
    this.#act = act
    for (const [channelId, pts] of stored) this.#boxes.set(channelId, this.#box(pts))
  }

  get counters(): Map<bigint, number> {
    return new Map([...this.#boxes].map(([id, box]) => [id, box.pts]))
  }

  /** When `askOverdue` has something to do, in ms. */
  get dueAt(): number {
    let due = Number.POSITIVE_INFINITY
    for (const box of this.#boxes.values()) due = Math.min(due, box.dueAt(this.#limits.gapPatienceMs))
    return due
  }

  add(channelId: bigint, item: Counted<Delivered>, now: number): void {
    // The first that is heard of a channel begins its count.
    const box = this.#boxes.get(channelId) ?? this.#box(item.pts - item.count)
    this.#boxes.delete(channelId)
    this.#boxes.set(channelId, box)
    for (const oldest of this.#boxes.keys()) {
      if (this.#boxes.size <= this.#limits.maxChannels) break
      this.#boxes.delete(oldest)
    }
    const ready = box.add(item, now)
    if (ready === 'overflow') this.#ask(channelId, box)
    else this.#emit(ready)
  }

  tooLong({ channelId, pts }: api.updateChannelTooLong): void {
    const box = this.#boxes.get(channelId)
    if (box !== undefined) this.#ask(channelId, box)
    else if (pts !== undefined) this.#boxes.set(channelId, this.#box(pts))
  }

  /** The answer to updates.getChannelDifference. */
  difference(channelId: bigint, difference: api.updates.ChannelDifference, now: number): void {
    const box = this.#boxes.get(channelId)
    if (box === undefined) return
    const { users, chats } = difference._ === 'updates.channelDifferenceEmpty' ? { users: [], chats: [] } : difference
    const from = box.pts
    let pts = from
    if (difference._ === 'updates.channelDifferenceTooLong') {
      const { dialog } = difference
      pts = (dialog._ === 'dialog' ? dialog.pts : undefined) ?? from
      if (pts > from) this.#act({ type: 'gap', channelId, from, to: pts, reason: 'TOO_LONG' })
    } else {
      pts = difference.pts
    }
    if (difference._ === 'updates.channelDifference') {
      for (const message of difference.newMessages) {
        const update: api.Update = { _: 'updateNewChannelMessage', message, pts: 0, ptsCount: 0 }
        this.#emit([{ update, users, chats }])
      }
      for (const update of difference.otherUpdates) this.#emit([{ update, users, chats }])
    }
    // A slice that moves nothing must not be asked for again and again.
    box.asking = difference.final !== true && pts > from
    this.#emit(box.moveTo(pts, now))
    if (box.asking) this.#act({ type: 'getChannelDifference', channelId, pts })
    else if (box.noteAnswer(pts > from) >= MAX_FRUITLESS) this.lost(channelId, 'NO_PROGRESS')
  }

  /** What is missing cannot be had: what waits behind it is delivered, and the next update begins the count anew. */
  lost(channelId: bigint, reason: GapReason, error?: Error): void {
    const box = this.#boxes.get(channelId)
    if (box === undefined) return
    this.#boxes.delete(channelId)
    const waiting = box.drain()
    this.#act({ type: 'gap', channelId, from: box.pts, to: waiting.at(-1)?.pts, reason, error })
    this.#emit(waiting.flatMap(({ content }) => content ?? []))
  }

  askOverdue(now: number): void {
    for (const [channelId, box] of this.#boxes) {
      if (now >= box.dueAt(this.#limits.gapPatienceMs)) this.#ask(channelId, box)
    }
  }

  #ask(channelId: bigint, box: PtsBox<Delivered>): void {
    if (box.asking) return
    box.asking = true
    this.#act({ type: 'getChannelDifference', channelId, pts: box.pts })
  }

  #box(pts: number): PtsBox<Delivered> {
    return new PtsBox(pts, this.#limits.maxEarly)
  }

  #emit(ready: readonly Delivered[]): void {
    for (const delivered of ready) this.#act({ type: 'deliver', delivered })
  }
}
