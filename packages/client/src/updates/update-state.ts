import type { api } from '@chappe/tl-codec/api'
import { ChannelBoxes, MAX_FRUITLESS } from './channel-boxes.ts'
import { coveredBy, itemsOf, Premature, placedIn, type Reached, withoutOrder } from './premature.ts'
import { placeOf } from './pts.ts'
import { type Counted, PtsBox } from './pts-box.ts'
import { Sequence, type Sequenced } from './sequence.ts'
import {
  DEFAULT_UPDATE_STATE_LIMITS,
  type Delivered,
  type Gap,
  type GapReason,
  type UpdateAction,
  type UpdateStateLimits,
  type UpdatesState,
} from './update-types.ts'

/** What waits behind gaps. */
interface Waiting {
  readonly common: Counted<Delivered>[]
  readonly secret: Counted<Delivered>[]
}

const MAX_WAIT_MS = 60_000

/**
 * The state machine behind updates: containers and answers go in, updates in order, questions and gaps come out. No
 * input or output, no clock. After every input take the actions; ask it again at `deadline`.
 */
export class UpdateState {
  readonly #limits: UpdateStateLimits
  #common: PtsBox<Delivered> | undefined
  #secret: PtsBox<Delivered>
  readonly #channels: ChannelBoxes
  #date = 0
  readonly #sequence: Sequence
  #askingState = false
  /** Without a counter, and later than the difference that is on its way, which may tell of the same thing. */
  #held: Delivered[] = []
  #heldTooMany = false
  /** What comes before the state is known. */
  readonly #premature: Premature
  /** What was lost, until the state says where it goes on. */
  #lost: (Pick<Gap, 'reason' | 'error'> & { readonly before: Reached; readonly boxes: Waiting }) | undefined
  /** Answers of updates.differenceTooLong in a row. */
  #tooLong = 0
  /** The difference is asked for then, in ms. */
  #askAt = Number.POSITIVE_INFINITY
  #actions: UpdateAction[] = []

  constructor(stored: UpdatesState | undefined, limits: Partial<UpdateStateLimits> = {}) {
    this.#limits = { ...DEFAULT_UPDATE_STATE_LIMITS, ...limits }
    this.#secret = this.#box(stored?.qts ?? 0)
    this.#sequence = new Sequence(this.#limits.maxEarly)
    this.#premature = new Premature(this.#limits.maxEarly)
    this.#channels = new ChannelBoxes(stored?.channels ?? new Map(), this.#limits, (action) => {
      this.#actions.push(action)
    })
    if (stored === undefined) return
    this.#common = this.#box(stored.pts)
    this.#date = stored.date
    this.#sequence.seq = stored.seq
  }

  /** Whether the counters are known. */
  get isKnown(): boolean {
    return this.#common !== undefined
  }

  /** What is to be stored; undefined before the state is known. */
  get state(): UpdatesState | undefined {
    if (this.#common === undefined) return undefined
    const { counters: channels } = this.#channels
    return { pts: this.#common.pts, qts: this.#secret.pts, date: this.#date, seq: this.#sequence.seq, channels }
  }

  /** Something may have been missed: a new session, a new connection, a container that does not decode. */
  catchUp(): UpdateAction[] {
    if (this.#common === undefined) this.#askState()
    else this.#ask()
    return this.#take()
  }

  /** A container that the server sent, or an answer that is one. Short messages are written out by the caller. */
  receive(container: api.Updates, now: number): UpdateAction[] {
    if (this.#common === undefined) {
      // It may have been made after the answer that is on its way, so it waits to be compared with that.
      this.#premature.add(container)
      this.#askState()
      return this.#take()
    }
    switch (container._) {
      case 'updatesTooLong':
        this.#ask()
        break
      case 'updateShort':
        this.#sort([{ update: container.update, users: [], chats: [] }], now)
        if (container.date > this.#date) this.#date = container.date
        break
      case 'updates':
      case 'updatesCombined':
        this.#receiveSequenced(container, now)
        break
      default:
        // A short form that was not written out: its content comes with the difference.
        this.#ask()
    }
    return this.#take()
  }

  /** An answer moved a counter and says no more (messages.affectedMessages and the like). */
  affected(pts: number, count: number, channelId: bigint | undefined, now: number): UpdateAction[] {
    const item = { pts, count, content: undefined }
    if (channelId !== undefined) this.#channels.add(channelId, item, now)
    else if (this.#common !== undefined) this.#add(this.#common, item, now, () => this.#ask())
    return this.#take()
  }

  /** The answer to updates.getState. */
  started(state: api.updates.State, now: number): UpdateAction[] {
    const lost = this.#lost
    this.#lost = undefined
    this.#askingState = false
    const before = lost?.before ?? { pts: 0, qts: 0, seq: 0 }
    if (lost !== undefined) {
      const { reason, error } = lost
      this.#actions.push({ type: 'gap', channelId: undefined, from: before.pts, to: state.pts, reason, error })
    }
    const containers = this.#premature.take()
    const items = containers.flatMap(itemsOf)
    const waiting = lost?.boxes ?? { common: [], secret: [] }
    this.#emit(coveredBy(state.pts, before.pts, [...waiting.common, ...placedIn('common', items)]))
    this.#emit(coveredBy(state.qts, before.qts, [...waiting.secret, ...placedIn('secret', items)]))
    const common = this.#box(state.pts)
    this.#common = common
    this.#secret = this.#box(state.qts)
    this.#date = state.date
    this.#sequence.seq = state.seq
    for (const item of waiting.common) this.#add(common, item, now, () => this.#ask())
    for (const item of waiting.secret) this.#add(this.#secret, item, now, () => this.#ask())
    this.#release()
    const actions = this.#take()
    for (const container of containers) actions.push(...this.receive(withoutOrder(container, before, state), now))
    return actions
  }

  /** The answer to updates.getDifference. */
  difference(difference: api.updates.Difference, now: number): UpdateAction[] {
    const common = this.#common
    // What was asked before the state was asked for says nothing now.
    if (common?.asking !== true) return []
    const from = { pts: common.pts, qts: this.#secret.pts }
    common.asking = false
    this.#secret.asking = false
    if (difference._ !== 'updates.differenceTooLong') this.#tooLong = 0
    switch (difference._) {
      case 'updates.differenceEmpty':
        this.#date = difference.date
        this.#sequence.seq = difference.seq
        this.#emit(common.moveTo(common.pts, now))
        this.#emit(this.#secret.moveTo(this.#secret.pts, now))
        break
      case 'updates.differenceTooLong':
        return this.#onTooLong(common, difference.pts, now)
      case 'updates.difference':
        this.#takeDifference(difference, difference.state, true, now)
        break
      case 'updates.differenceSlice':
        this.#takeDifference(difference, difference.intermediateState, false, now)
        break
    }
    if (!common.asking) {
      this.#release()
      this.#replay(now)
      this.#noteAnswer(common.pts > from.pts || this.#secret.pts > from.qts)
    }
    return this.#take()
  }

  /** Too much happened. The server is asked again from where it says, at once the first time, then less and less often. */
  #onTooLong(common: PtsBox<Delivered>, pts: number, now: number): UpdateAction[] {
    const from = common.pts
    const moved = pts > from
    this.#tooLong++
    if (moved) {
      this.#actions.push({ type: 'gap', channelId: undefined, from, to: pts, reason: 'TOO_LONG' })
      common.asking = true
      common.moveTo(pts, now)
      common.asking = false
    } else if (this.#tooLong >= MAX_FRUITLESS) {
      return this.restart('NO_PROGRESS')
    }
    if (moved && this.#tooLong === 1) {
      this.#ask()
    } else {
      common.asking = true
      this.#secret.asking = true
      this.#askAt = now + Math.min(this.#limits.gapPatienceMs * 2 ** this.#tooLong, MAX_WAIT_MS)
    }
    return this.#take()
  }

  /** After answer upon answer that brings nothing of what is missing, it does not exist. */
  #noteAnswer(moved: boolean): void {
    const fruitless = [this.#common, this.#secret, this.#sequence].map((box) => box?.noteAnswer(moved) ?? 0)
    if (Math.max(...fruitless) >= MAX_FRUITLESS) this.#begin('NO_PROGRESS')
  }

  /** The difference cannot be had from here: begins anew with the server's state. What waits is delivered then. */
  restart(reason: GapReason, error?: Error): UpdateAction[] {
    this.#begin(reason, error)
    return this.#take()
  }

  #begin(reason: GapReason, error?: Error): void {
    const common = this.#common
    if (common === undefined) return
    const before = { pts: common.pts, qts: this.#secret.pts, seq: this.#sequence.seq }
    const boxes = { common: common.drain(), secret: this.#secret.drain() }
    if (reason === 'NO_PROGRESS') {
      // The server knows nothing of what is missing, so its state would make these wait again.
      this.#emit([...boxes.common.splice(0), ...boxes.secret.splice(0)].flatMap(({ content }) => content ?? []))
    }
    this.#lost = { reason, error, before, boxes }
    this.#common = undefined
    this.#tooLong = 0
    this.#askAt = Number.POSITIVE_INFINITY
    this.#sequence.clear()
    this.#askState()
  }

  /** The answer to updates.getChannelDifference. */
  channelDifference(channelId: bigint, difference: api.updates.ChannelDifference, now: number): UpdateAction[] {
    this.#channels.difference(channelId, difference, now)
    return this.#take()
  }

  /** The difference of a channel cannot be had: what was missed is lost, what waits is delivered. */
  channelLost(channelId: bigint, reason: GapReason, error?: Error): UpdateAction[] {
    this.#channels.lost(channelId, reason, error)
    return this.#take()
  }

  /** When `poll` has something to do, in ms. */
  get deadline(): number {
    const { gapPatienceMs } = this.#limits
    const counters = [this.#common, this.#secret, this.#sequence].map(
      (box) => box?.dueAt(gapPatienceMs) ?? Number.POSITIVE_INFINITY,
    )
    return Math.min(this.#askAt, this.#channels.dueAt, ...counters)
  }

  /** Asks for what has been missing too long. */
  poll(now: number): UpdateAction[] {
    const { gapPatienceMs } = this.#limits
    if (now >= this.#askAt && this.#common !== undefined) {
      this.#common.asking = false
      this.#ask()
    }
    if (
      [this.#common, this.#secret, this.#sequence].some(
        (box) => now >= (box?.dueAt(gapPatienceMs) ?? Number.POSITIVE_INFINITY),
      )
    ) {
      this.#ask()
    }
    this.#channels.askOverdue(now)
    return this.#take()
  }

  #box(pts: number): PtsBox<Delivered> {
    return new PtsBox(pts, this.#limits.maxEarly)
  }

  #receiveSequenced(container: api.updates | api.updatesCombined, now: number): void {
    const { users, chats, updates, date, seq: end } = container
    const items = updates.map((update) => ({ update, users, chats }))
    const start = container._ === 'updatesCombined' ? container.seqStart : end
    // seq 0: ordered by pts alone.
    if (end === 0) return this.#applySequenced({ start, end, date, items }, now)
    if (end <= this.#sequence.seq) return
    if (!this.#sequence.add({ start, end, date, items })) return this.#ask()
    this.#replay(now)
  }

  /** Applies the containers whose turn has come. */
  #replay(now: number): void {
    while (this.#common?.asking === false) {
      const next = this.#sequence.next()
      if (next === undefined) break
      this.#applySequenced(next, now)
    }
    this.#sequence.noteGap(this.#common?.asking === false, now)
  }

  #applySequenced({ end, date, items }: Sequenced, now: number): void {
    this.#sort(items, now)
    if (end > 0) this.#sequence.seq = end
    if (date > this.#date) this.#date = date
  }

  /** Puts updates where they belong: to a counter, or straight out. */
  #sort(items: readonly Delivered[], now: number): void {
    for (const content of items) {
      const { update } = content
      if (update._ === 'updateChannelTooLong') this.#channels.tooLong(update)
      else if (update._ === 'updatePtsChanged') this.#ask()
      else this.#place(content, now)
    }
  }

  #place(content: Delivered, now: number): void {
    const place = placeOf(content.update)
    if (place === undefined) return this.#common?.asking ? this.#hold(content) : this.#deliver(content)
    const item = { pts: place.pts, count: place.count, content }
    if (place.box === 'channel') this.#channels.add(place.channelId, item, now)
    else if (place.box === 'secret') this.#add(this.#secret, item, now, () => this.#ask())
    else if (this.#common !== undefined) this.#add(this.#common, item, now, () => this.#ask())
  }

  #add(box: PtsBox<Delivered>, item: Counted<Delivered>, now: number, ask: () => void): void {
    const ready = box.add(item, now)
    if (ready === 'overflow') ask()
    else this.#emit(ready)
  }

  #takeDifference(
    {
      newMessages,
      newEncryptedMessages,
      otherUpdates,
      users,
      chats,
    }: api.updates.difference | api.updates.differenceSlice,
    state: api.updates.State,
    final: boolean,
    now: number,
  ): void {
    const common = this.#common
    if (common === undefined) return
    const from = common.pts
    for (const message of newMessages) {
      this.#deliver({ update: { _: 'updateNewMessage', message, pts: 0, ptsCount: 0 }, users, chats })
    }
    for (const message of newEncryptedMessages) {
      this.#deliver({ update: { _: 'updateNewEncryptedMessage', message, qts: 0 }, users, chats })
    }
    for (const update of otherUpdates) {
      const content = { update, users, chats }
      // Of the common counters it is all new; what belongs to a channel has its own place.
      const place = placeOf(update)
      if (update._ === 'updateChannelTooLong') this.#channels.tooLong(update)
      else if (place?.box === 'channel') this.#place(content, now)
      else this.#deliver(content)
    }
    const again = !final && (state.pts > from || state.qts > this.#secret.pts)
    common.asking = again
    this.#secret.asking = again
    this.#date = state.date
    this.#sequence.seq = state.seq
    const ready = [...common.moveTo(state.pts, now), ...this.#secret.moveTo(state.qts, now)]
    this.#emit(ready)
    if (!again) return
    common.asking = false
    this.#ask()
  }

  #ask(): void {
    if (this.#common === undefined || this.#common.asking) return
    this.#common.asking = true
    this.#secret.asking = true
    this.#sequence.gapSince = undefined
    this.#askAt = Number.POSITIVE_INFINITY
    this.#actions.push({ type: 'getDifference', pts: this.#common.pts, qts: this.#secret.pts, date: this.#date })
  }

  #askState(): void {
    if (this.#askingState) return
    this.#askingState = true
    this.#actions.push({ type: 'getState' })
  }

  #hold(content: Delivered): void {
    this.#heldTooMany ||= this.#held.length >= this.#limits.maxEarly
    if (this.#heldTooMany) this.#held = []
    else this.#held.push(content)
  }

  /** The difference is there. What did not fit is in the next one, as far as it lasts. */
  #release(): void {
    this.#emit(this.#held.splice(0))
    if (this.#heldTooMany) this.#ask()
    this.#heldTooMany = false
  }

  #emit(ready: readonly Delivered[]): void {
    for (const delivered of ready) this.#deliver(delivered)
  }

  #deliver(delivered: Delivered): void {
    this.#actions.push({ type: 'deliver', delivered })
  }

  #take(): UpdateAction[] {
    return this.#actions.splice(0)
  }
}
