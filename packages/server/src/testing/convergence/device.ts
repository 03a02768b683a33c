import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from '../test-server.ts'
import { DeviceView } from './device-view.ts'
import type { Fetched } from './server-snapshot.ts'

/** Whoever says where an answer stands in `pts`. */
export interface Affected {
  readonly pts: number
  readonly ptsCount: number
}

/** What a client keeps of where it stands. */
interface State {
  readonly pts: number
  readonly qts: number
  readonly date: number
}

interface Copy {
  readonly state: State
  readonly view: DeviceView
}

/**
 * A device that keeps to the rules of "Working with Updates": what fits its `pts` is applied, what is older is ignored,
 * and a gap is filled by `updates.getDifference`. Pushes wait until it takes them; they may be lost before.
 */
export class Device {
  readonly client: TestClient
  readonly self: bigint
  view: DeviceView
  #state: State = { pts: 0, qts: 0, date: 0 }
  #hasGap = false
  #copy: Copy | undefined
  /** Its date moves on with whatever comes, as Desktop's does; that of others only with differences, as TDLib's. */
  readonly #isHasty: boolean
  readonly #fetch: () => Promise<Fetched>
  /** How often it had to fetch everything anew. */
  refetches = 0

  /**
   * @param fetch asks for all that the device shows, as it does when it is told of changes no more
   * @param isHasty what is pushed moves its date on
   */
  constructor(client: TestClient, self: bigint, fetch: () => Promise<Fetched>, isHasty: boolean) {
    this.#isHasty = isHasty
    this.client = client
    this.self = self
    this.#fetch = fetch
    this.view = new DeviceView(self)
  }

  async start(): Promise<void> {
    const { pts, qts, date } = await this.client.call({ _: 'updates.getState' })
    this.#state = { pts, qts, date }
    this.client.pushed.length = 0
    this.copy()
  }

  /** All that it has is copied, as when a phone is backed up. */
  copy(): void {
    this.#copy = { state: { ...this.#state }, view: this.view.copy() }
  }

  /** The copy takes its place, and asks for what it missed as every client does that starts. */
  async restore(): Promise<void> {
    if (this.#copy === undefined) return
    this.#state = { ...this.#copy.state }
    this.view = this.#copy.view.copy()
    this.client.pushed.length = 0
    this.#hasGap = true
    if (this.isOnline) await this.catchUp()
  }

  /** The answer is lost; what is pushed meanwhile waits for it, and goes with it. */
  async askInVain(): Promise<void> {
    await this.#ask()
    this.client.pushed.length = 0
    this.#hasGap = true
  }

  get isOnline(): boolean {
    return this.client.link.connected
  }

  goOffline(): void {
    // What was on its way is lost with the connection.
    this.client.pushed.length = 0
    this.client.link.connected = false
  }

  async goOnline(): Promise<void> {
    this.client.link.connected = true
    if (this.#hasGap) await this.catchUp()
    await this.receive()
  }

  /** Pushes are lost without anybody noticing. */
  lose(): void {
    this.client.pushed.length = 0
  }

  async receive(): Promise<void> {
    for (let next = this.client.pushed.shift(); next !== undefined; next = this.client.pushed.shift()) {
      await this.take(next)
    }
  }

  /** A push, or an answer that consists of updates. */
  async take(updates: api.Updates): Promise<void> {
    switch (updates._) {
      case 'updatesTooLong':
        this.#hasGap = true
        break
      case 'updateShort':
        this.#applyInOrder(updates.update)
        this.#noteDate(updates.date)
        break
      case 'updates':
      case 'updatesCombined':
        this.view.meet(updates.users, updates.chats)
        for (const update of updates.updates) this.#applyInOrder(update)
        this.#noteDate(updates.date)
        break
      case 'updateShortMessage':
        if (this.view.knows(updates.userId)) this.#applyInOrder(this.#expand(updates))
        else this.#hasGap = true
        break
      case 'updateShortChatMessage': {
        const { fromId, chatId } = updates
        if (this.view.knows(fromId) && this.view.knowsGroup(-chatId)) this.#applyInOrder(this.#expandInGroup(updates))
        else this.#hasGap = true
        break
      }
      case 'updateShortSentMessage':
        throw new TypeError(`${updates._} is no push of a private chat`)
    }
    if (this.#hasGap) await this.catchUp()
  }

  /** An answer that moves `pts` on and says nothing of what changed, because the device knows. */
  async settle({ pts, ptsCount }: Affected, apply: () => void): Promise<void> {
    if (this.#fits(pts, ptsCount)) apply()
    if (this.#hasGap) await this.catchUp()
  }

  /** What was pushed before the difference was made came before it, and is in it. */
  async catchUp(): Promise<void> {
    for (let asked = 0; ; asked++) {
      if (asked > 100) throw new TypeError('a difference ends')
      const difference = await this.#ask()
      if (difference._ === 'updates.differenceTooLong') {
        if (difference.pts <= this.#state.pts) throw new TypeError('a difference leads on')
        this.view.replace(await this.#fetch())
        this.refetches++
        this.#state = { ...this.#state, pts: difference.pts }
        continue
      }
      if (difference._ === 'updates.differenceEmpty') {
        this.#state = { ...this.#state, date: difference.date }
        break
      }
      this.view.meet(difference.users, difference.chats)
      for (const message of difference.newMessages) {
        this.view.apply({ _: 'updateNewMessage', message, pts: 0, ptsCount: 0 })
      }
      for (const update of difference.otherUpdates) this.view.apply(update)
      const isLast = difference._ === 'updates.difference'
      const { pts, qts, date } = isLast ? difference.state : difference.intermediateState
      // TDLib takes one that moves none of them for the last.
      const { pts: lastPts, date: lastDate } = this.#state
      if (!isLast && pts <= lastPts && date <= lastDate) throw new TypeError('a slice leads on')
      if (qts !== this.#state.qts) throw new TypeError('there is nothing that qts counts')
      this.#state = { pts, qts, date }
      if (isLast) break
    }
    this.client.pushed.length = 0
    this.#hasGap = false
  }

  #ask(): Promise<api.updates.Difference> {
    return this.client.call({ _: 'updates.getDifference', ...this.#state, ptsLimit: 10 })
  }

  #noteDate(date: number): void {
    const { date: last } = this.#state
    if (this.#isHasty && !this.#hasGap && date > last) this.#state = { ...this.#state, date }
  }

  #applyInOrder(update: api.Update): void {
    const isNumbered = 'pts' in update && 'ptsCount' in update && update.pts !== undefined
    if (!isNumbered || this.#fits(update.pts, update.ptsCount)) this.view.apply(update)
  }

  #fits(pts: number, ptsCount: number): boolean {
    if (this.#hasGap) return false
    const expected = pts - ptsCount
    const { pts: last } = this.#state
    if (last > expected || (ptsCount === 0 && last === pts)) return false
    if (last < expected) {
      this.#hasGap = true
      return false
    }
    this.#state = { ...this.#state, pts }
    return true
  }

  #expandInGroup(short: api.updateShortChatMessage): api.Update {
    const { id, out, fromId: userId, chatId, message, date, entities, replyTo, pts, ptsCount } = short
    const fromId: api.Peer = { _: 'peerUser', userId }
    const peerId: api.Peer = { _: 'peerChat', chatId }
    const expanded: api.message = { _: 'message', id, out, fromId, peerId, message, date, entities, replyTo }
    return { _: 'updateNewMessage', message: expanded, pts, ptsCount }
  }

  #expand(short: api.updateShortMessage): api.Update {
    const { id, out, userId, message, date, entities, replyTo, pts, ptsCount } = short
    const fromId: api.Peer = { _: 'peerUser', userId: out ? this.self : userId }
    const peerId: api.Peer = { _: 'peerUser', userId }
    const expanded: api.message = { _: 'message', id, out, fromId, peerId, message, date, entities, replyTo }
    return { _: 'updateNewMessage', message: expanded, pts, ptsCount }
  }
}
