import type { api } from '@chappe/tl-codec/api'
import { ChannelBoxes } from './channel-boxes.ts'
import { placeOf } from './pts.ts'
import { type Counted, PtsBox } from './pts-box.ts'
import { Sequence, type Sequenced } from './sequence.ts'
import {
  DEFAULT_UPDATE_STATE_LIMITS,
  type Delivered,
  type UpdateAction,
  type UpdateStateLimits,
  type UpdatesState,
} from './update-types.ts'

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
  #premature: api.Updates[] = []
  #actions: UpdateAction[] = []

  constructor(stored: UpdatesState | undefined, limits: Partial<UpdateStateLimits> = {}) {
    this.#limits = { ...DEFAULT_UPDATE_STATE_LIMITS, ...limits }
    this.#secret = this.#box(stored?.qts ?? 0)
    this.#sequence = new Sequence(this.#limits.maxEarly)
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
      if (this.#premature.length < this.#limits.maxEarly) this.#premature.push(container)
      else this.#premature = [{ _: 'updatesTooLong' }]
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
    this.#askingState = false
    this.#common = this.#box(state.pts)
    this.#secret = this.#box(state.qts)
    this.#date = state.date
    this.#sequence.seq = state.seq
    this.#release()
    const actions = this.#take()
    for (const container of this.#premature.splice(0)) actions.push(...this.receive(container, now))
    return actions
  }

  /** The answer to updates.getDifference. */
  difference(difference: api.updates.Difference, now: number): UpdateAction[] {
    const common = this.#common
    if (common === undefined) return []
    common.asking = false
    this.#secret.asking = false
    switch (difference._) {
      case 'updates.differenceEmpty':
        this.#date = difference.date
        this.#sequence.seq = difference.seq
        this.#emit(common.moveTo(common.pts, now))
        break
      case 'updates.differenceTooLong':
        this.#actions.push({ type: 'gap', channelId: undefined, from: common.pts, to: difference.pts })
        common.asking = true
        common.moveTo(difference.pts, now)
        common.asking = false
        this.#ask()
        break
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
    }
    return this.#take()
  }

  /** The difference cannot be had from here (the server does not know this pts): begins anew with the server's state. */
  restart(): UpdateAction[] {
    const from = this.#common?.pts ?? 0
    this.#common = undefined
    this.#sequence.clear()
    this.#actions.push({ type: 'gap', channelId: undefined, from, to: 0 })
    this.#askState()
    return this.#take()
  }

  /** The answer to updates.getChannelDifference. */
  channelDifference(channelId: bigint, difference: api.updates.ChannelDifference, now: number): UpdateAction[] {
    this.#channels.difference(channelId, difference, now)
    return this.#take()
  }

  /** The difference of a channel cannot be had: what was missed is lost, what waits is delivered. */
  channelLost(channelId: bigint): UpdateAction[] {
    this.#channels.lost(channelId)
    return this.#take()
  }

  /** When `poll` has something to do, in ms. */
  get deadline(): number {
    let since = Math.min(this.#sequence.gapSince ?? Number.POSITIVE_INFINITY, this.#channels.gapSince)
    for (const box of [this.#common, this.#secret]) {
      if (box?.asking === false && box.gapSince !== undefined && box.gapSince < since) since = box.gapSince
    }
    return since + this.#limits.gapPatienceMs
  }

  /** Asks for what has been missing too long. */
  poll(now: number): UpdateAction[] {
    const overdue = (since: number | undefined): boolean =>
      since !== undefined && now >= since + this.#limits.gapPatienceMs
    if (overdue(this.#sequence.gapSince) || overdue(this.#common?.gapSince) || overdue(this.#secret.gapSince))
      this.#ask()
    this.#channels.askOverdue(overdue)
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
