import type { api } from '@chappe/tl-codec/api'
import { ChannelBoxes } from './channel-boxes.ts'
import { CommonCounters, type Standing, type Waiting } from './common-counters.ts'
import { coveredBy, itemsOf, itemsOfDifference, Premature, placedIn, type Reached, withoutOrder } from './premature.ts'
import { placeOf } from './pts.ts'
import type { Sequenced } from './sequence.ts'
import {
  DEFAULT_UPDATE_STATE_LIMITS,
  type Delivered,
  type Gap,
  type GapReason,
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
  /** Undefined while the state is not known. */
  #common: CommonCounters | undefined
  readonly #channels: ChannelBoxes
  #askingState = false
  /** Without a counter, and later than the difference that is on its way, which may tell of the same thing. */
  #held: Delivered[] = []
  #heldTooMany = false
  /** What comes before the state is known. */
  readonly #premature: Premature
  /** What was lost, until the state says where it goes on. */
  #lost: (Pick<Gap, 'reason' | 'error'> & { readonly before: Reached; readonly boxes: Waiting }) | undefined
  #actions: UpdateAction[] = []

  constructor(stored: UpdatesState | undefined, limits: Partial<UpdateStateLimits> = {}) {
    this.#limits = { ...DEFAULT_UPDATE_STATE_LIMITS, ...limits }
    this.#premature = new Premature(this.#limits.maxEarly)
    this.#channels = new ChannelBoxes(stored?.channels ?? new Map(), this.#limits, (action) => this.#act(action))
    if (stored !== undefined) this.#common = this.#countersAt(stored)
  }

  /** Whether the counters are known. */
  get isKnown(): boolean {
    return this.#common !== undefined
  }

  /** What is to be stored; undefined before the state is known. */
  get state(): UpdatesState | undefined {
    if (this.#common === undefined) return undefined
    return { ...this.#common.standing, channels: this.#channels.counters }
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
        break
      case 'updates':
      case 'updatesCombined':
        this.#receiveSequenced(this.#common, container, now)
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
    else this.#common?.add('common', item, now)
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
      this.#act({ type: 'gap', channelId: undefined, from: before.pts, to: state.pts, reason, error })
    }
    const containers = this.#premature.take()
    const items = containers.flatMap(itemsOf)
    const waiting = lost?.boxes ?? { common: [], secret: [] }
    this.#emit(coveredBy(state.pts, before.pts, [...waiting.common, ...placedIn('common', items)]))
    this.#emit(coveredBy(state.qts, before.qts, [...waiting.secret, ...placedIn('secret', items)]))
    const common = this.#countersAt(state)
    this.#common = common
    for (const item of waiting.common) common.add('common', item, now)
    for (const item of waiting.secret) common.add('secret', item, now)
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
    const from = common.standing
    common.answered()
    switch (difference._) {
      case 'updates.differenceEmpty':
        common.moveTo({ ...from, date: difference.date, seq: difference.seq }, true, now)
        break
      case 'updates.differenceTooLong':
        if (!common.skipTo(difference.pts, now)) this.#begin('NO_PROGRESS')
        return this.#take()
      case 'updates.difference':
        this.#tell(difference, now)
        common.moveTo(difference.state, true, now)
        break
      case 'updates.differenceSlice':
        this.#tell(difference, now)
        common.moveTo(difference.intermediateState, false, now)
        break
    }
    if (!common.asking) {
      this.#release()
      this.#replay(common, now)
      const { pts, qts } = common.standing
      if (!common.noteAnswer(pts > from.pts || qts > from.qts)) this.#begin('NO_PROGRESS')
    }
    return this.#take()
  }

  /** The difference cannot be had from here: begins anew with the server's state. What waits is delivered then. */
  restart(reason: GapReason, error?: Error): UpdateAction[] {
    this.#begin(reason, error)
    return this.#take()
  }

  #begin(reason: GapReason, error?: Error): void {
    const common = this.#common
    if (common === undefined) return
    const before = common.standing
    const boxes = common.drain()
    if (reason === 'NO_PROGRESS') {
      // The server knows nothing of what is missing, so its state would make these wait again.
      this.#emit([...boxes.common.splice(0), ...boxes.secret.splice(0)].flatMap(({ content }) => content ?? []))
    }
    this.#lost = { reason, error, before, boxes }
    this.#common = undefined
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
    return Math.min(this.#common?.dueAt ?? Number.POSITIVE_INFINITY, this.#channels.dueAt)
  }

  /** Asks for what has been missing too long. */
  poll(now: number): UpdateAction[] {
    this.#common?.askOverdue(now)
    this.#channels.askOverdue(now)
    return this.#take()
  }

  #countersAt(standing: Standing): CommonCounters {
    return new CommonCounters(standing, this.#limits, (action) => this.#act(action))
  }

  #receiveSequenced(common: CommonCounters, container: api.updates | api.updatesCombined, now: number): void {
    const { users, chats, updates, date, seq: end } = container
    const items = updates.map((update) => ({ update, users, chats }))
    const start = container._ === 'updatesCombined' ? container.seqStart : end
    // seq 0: ordered by pts alone.
    if (end === 0) return this.#applySequenced(common, { start, end, date, items }, now)
    if (end <= common.sequence.seq) return
    if (!common.sequence.add({ start, end, date, items })) return common.ask()
    this.#replay(common, now)
  }

  /** Applies the containers whose turn has come. */
  #replay(common: CommonCounters, now: number): void {
    while (!common.asking) {
      const next = common.sequence.next()
      if (next === undefined) break
      this.#applySequenced(common, next, now)
    }
    common.sequence.noteGap(!common.asking, now)
  }

  #applySequenced(common: CommonCounters, { end, date, items }: Sequenced, now: number): void {
    this.#sort(items, now)
    // By its date a server knows what this client was told of that has no counter. A container without a seq does not show
    // that everything before it has come.
    if (end === 0) return
    common.sequence.seq = end
    common.noteDate(date)
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
    else this.#common?.add(place.box, item, now)
  }

  /** What a difference tells is all new to the common counters; what belongs to a channel has its own place. */
  #tell(difference: api.updates.difference | api.updates.differenceSlice, now: number): void {
    for (const content of itemsOfDifference(difference)) {
      const { update } = content
      if (update._ === 'updateChannelTooLong') this.#channels.tooLong(update)
      else if (placeOf(update)?.box === 'channel') this.#place(content, now)
      else this.#deliver(content)
    }
  }

  #ask(): void {
    this.#common?.ask()
  }

  #askState(): void {
    if (this.#askingState) return
    this.#askingState = true
    this.#act({ type: 'getState' })
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
    this.#act({ type: 'deliver', delivered })
  }

  #act(action: UpdateAction): void {
    this.#actions.push(action)
  }

  #take(): UpdateAction[] {
    return this.#actions.splice(0)
  }
}
