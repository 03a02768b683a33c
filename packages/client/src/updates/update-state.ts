import type { api } from '@chappe/tl-codec/api'
import { placeOf } from './pts.ts'
import { PtsBox } from './pts-box.ts'

/** The counters of an account ("Working with Updates"). What is stored to go on later. */
export interface UpdatesState {
  readonly pts: number
  readonly qts: number
  /** Unix time in seconds. */
  readonly date: number
  readonly seq: number
  readonly channels: ReadonlyMap<bigint, number>
}

/** An update with the people and chats that came with it. */
export interface Delivered {
  readonly update: api.Update
  readonly users: readonly api.User[]
  readonly chats: readonly api.Chat[]
}

export type UpdateAction =
  | { readonly type: 'deliver'; readonly delivered: Delivered }
  | { readonly type: 'getState' }
  | { readonly type: 'getDifference'; readonly pts: number; readonly qts: number; readonly date: number }
  | { readonly type: 'getChannelDifference'; readonly channelId: bigint; readonly pts: number }
  /** What happened between the two numbers cannot be had any more: lists of messages are to be loaded anew. */
  | { readonly type: 'gap'; readonly channelId: bigint | undefined; readonly from: number; readonly to: number }

export interface UpdateStateLimits {
  /** How long a missing update is waited for before the difference is asked for, in ms. Default 500. */
  readonly gapPatienceMs: number
  /** Updates that wait behind a gap, for each counter. Default 1,000. */
  readonly maxEarly: number
  /** Channels whose counters are remembered; the ones least heard of are forgotten. Default 10,000. */
  readonly maxChannels: number
}

export const DEFAULT_UPDATE_STATE_LIMITS: UpdateStateLimits = {
  gapPatienceMs: 500,
  maxEarly: 1000,
  maxChannels: 10_000,
}

/** A container of updates that its seq puts in order. */
interface Sequenced {
  readonly start: number
  readonly end: number
  readonly date: number
  readonly items: readonly Delivered[]
}

/**
 * The state machine behind updates: containers and answers go in, updates in order, questions and gaps come out. No
 * input or output, no clock. After every input take the actions; ask it again at `deadline`.
 */
export class UpdateState {
  readonly #limits: UpdateStateLimits
  #common: PtsBox<Delivered> | undefined
  #secret: PtsBox<Delivered>
  readonly #channels = new Map<bigint, PtsBox<Delivered>>()
  #date = 0
  #seq = 0
  #early: Sequenced[] = []
  #seqGapSince: number | undefined
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
    if (stored === undefined) return
    this.#common = this.#box(stored.pts)
    this.#date = stored.date
    this.#seq = stored.seq
    for (const [channelId, pts] of stored.channels) this.#channels.set(channelId, this.#box(pts))
  }

  /** Whether the counters are known. */
  get isKnown(): boolean {
    return this.#common !== undefined
  }

  /** What is to be stored; undefined before the state is known. */
  get state(): UpdatesState | undefined {
    if (this.#common === undefined) return undefined
    const channels = new Map([...this.#channels].map(([id, box]) => [id, box.pts]))
    return { pts: this.#common.pts, qts: this.#secret.pts, date: this.#date, seq: this.#seq, channels }
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
    if (channelId !== undefined) this.#addToChannel(channelId, item, now)
    else if (this.#common !== undefined) this.#add(this.#common, item, now, () => this.#ask())
    return this.#take()
  }

  /** The answer to updates.getState. */
  started(state: api.updates.State, now: number): UpdateAction[] {
    this.#askingState = false
    this.#common = this.#box(state.pts)
    this.#secret = this.#box(state.qts)
    this.#date = state.date
    this.#seq = state.seq
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
        this.#seq = difference.seq
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
    this.#early = []
    this.#seqGapSince = undefined
    this.#actions.push({ type: 'gap', channelId: undefined, from, to: 0 })
    this.#askState()
    return this.#take()
  }

  /** The answer to updates.getChannelDifference. */
  channelDifference(channelId: bigint, difference: api.updates.ChannelDifference, now: number): UpdateAction[] {
    const box = this.#channels.get(channelId)
    if (box === undefined) return []
    const { users, chats } = difference._ === 'updates.channelDifferenceEmpty' ? { users: [], chats: [] } : difference
    const from = box.pts
    let pts = from
    if (difference._ === 'updates.channelDifferenceTooLong') {
      const { dialog } = difference
      pts = (dialog._ === 'dialog' ? dialog.pts : undefined) ?? from
      this.#actions.push({ type: 'gap', channelId, from, to: pts })
    } else {
      pts = difference.pts
    }
    if (difference._ === 'updates.channelDifference') {
      for (const message of difference.newMessages) {
        this.#deliver({ update: { _: 'updateNewChannelMessage', message, pts: 0, ptsCount: 0 }, users, chats })
      }
      for (const update of difference.otherUpdates) this.#deliver({ update, users, chats })
    }
    // A slice that moves nothing must not be asked for again and again.
    box.asking = difference.final !== true && pts > from
    this.#emit(box.moveTo(pts, now))
    if (box.asking) this.#actions.push({ type: 'getChannelDifference', channelId, pts })
    return this.#take()
  }

  /** The difference of a channel cannot be had: what was missed is lost, what waits is delivered. */
  channelLost(channelId: bigint): UpdateAction[] {
    const box = this.#channels.get(channelId)
    if (box === undefined) return []
    this.#channels.delete(channelId)
    this.#actions.push({ type: 'gap', channelId, from: box.pts, to: 0 })
    return this.#take()
  }

  /** When `poll` has something to do, in ms. */
  get deadline(): number {
    let since = this.#seqGapSince ?? Number.POSITIVE_INFINITY
    for (const box of this.#boxes()) {
      if (!box.asking && box.gapSince !== undefined && box.gapSince < since) since = box.gapSince
    }
    return since + this.#limits.gapPatienceMs
  }

  /** Asks for what has been missing too long. */
  poll(now: number): UpdateAction[] {
    const overdue = (since: number | undefined): boolean =>
      since !== undefined && now >= since + this.#limits.gapPatienceMs
    if (overdue(this.#seqGapSince) || overdue(this.#common?.gapSince) || overdue(this.#secret.gapSince)) this.#ask()
    for (const [channelId, box] of this.#channels) if (overdue(box.gapSince)) this.#askChannel(channelId, box)
    return this.#take()
  }

  *#boxes(): Iterable<PtsBox<Delivered>> {
    if (this.#common !== undefined) yield this.#common
    yield this.#secret
    yield* this.#channels.values()
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
    if (end <= this.#seq) return
    if (this.#early.length >= this.#limits.maxEarly) {
      this.#early = []
      return this.#ask()
    }
    this.#early.push({ start, end, date, items })
    this.#replay(now)
  }

  /** Applies the containers whose turn has come. */
  #replay(now: number): void {
    this.#early.sort((a, b) => a.start - b.start)
    while (this.#common?.asking === false) {
      const next = this.#early[0]
      if (next === undefined || next.start > this.#seq + 1) break
      this.#early.shift()
      if (next.end > this.#seq) this.#applySequenced(next, now)
    }
    const waiting = this.#early.length > 0 && this.#common?.asking === false
    this.#seqGapSince = waiting ? (this.#seqGapSince ?? now) : undefined
  }

  #applySequenced({ end, date, items }: Sequenced, now: number): void {
    this.#sort(items, now)
    if (end > 0) this.#seq = end
    if (date > this.#date) this.#date = date
  }

  /** Puts updates where they belong: to a counter, or straight out. */
  #sort(items: readonly Delivered[], now: number): void {
    for (const content of items) {
      const { update } = content
      if (update._ === 'updateChannelTooLong') this.#onChannelTooLong(update)
      else if (update._ === 'updatePtsChanged') this.#ask()
      else this.#place(content, now)
    }
  }

  #place(content: Delivered, now: number): void {
    const place = placeOf(content.update)
    if (place === undefined) return this.#common?.asking ? this.#hold(content) : this.#deliver(content)
    const item = { pts: place.pts, count: place.count, content }
    if (place.box === 'channel') this.#addToChannel(place.channelId, item, now)
    else if (place.box === 'secret') this.#add(this.#secret, item, now, () => this.#ask())
    else if (this.#common !== undefined) this.#add(this.#common, item, now, () => this.#ask())
  }

  #addToChannel(channelId: bigint, item: { pts: number; count: number; content: Delivered | undefined }, now: number) {
    // The first that is heard of a channel begins its count.
    const box = this.#channels.get(channelId) ?? this.#box(item.pts - item.count)
    this.#channels.delete(channelId)
    this.#channels.set(channelId, box)
    for (const oldest of this.#channels.keys()) {
      if (this.#channels.size <= this.#limits.maxChannels) break
      this.#channels.delete(oldest)
    }
    this.#add(box, item, now, () => this.#askChannel(channelId, box))
  }

  #add(
    box: PtsBox<Delivered>,
    item: { pts: number; count: number; content: Delivered | undefined },
    now: number,
    ask: () => void,
  ): void {
    const ready = box.add(item, now)
    if (ready === 'overflow') ask()
    else this.#emit(ready)
  }

  #onChannelTooLong({ channelId, pts }: api.updateChannelTooLong): void {
    const box = this.#channels.get(channelId)
    if (box !== undefined) this.#askChannel(channelId, box)
    else if (pts !== undefined) this.#channels.set(channelId, this.#box(pts))
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
      if (update._ === 'updateChannelTooLong') this.#onChannelTooLong(update)
      else if (place?.box === 'channel') this.#place(content, now)
      else this.#deliver(content)
    }
    const again = !final && (state.pts > from || state.qts > this.#secret.pts)
    common.asking = again
    this.#secret.asking = again
    this.#date = state.date
    this.#seq = state.seq
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
    this.#seqGapSince = undefined
    this.#actions.push({ type: 'getDifference', pts: this.#common.pts, qts: this.#secret.pts, date: this.#date })
  }

  #askState(): void {
    if (this.#askingState) return
    this.#askingState = true
    this.#actions.push({ type: 'getState' })
  }

  #askChannel(channelId: bigint, box: PtsBox<Delivered>): void {
    if (box.asking) return
    box.asking = true
    this.#actions.push({ type: 'getChannelDifference', channelId, pts: box.pts })
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
