import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from '../test-server.ts'
import { DeviceView } from './device-view.ts'
import type { Fetched } from './server-snapshot.ts'

/** Whoever says where an answer stands in `pts`. */
export interface Affected {
  readonly pts: number
  readonly ptsCount: number
}

/**
 * A device that keeps to the rules of "Working with Updates": what fits its `pts` is applied, what is older is ignored,
 * and a gap is filled by `updates.getDifference`. Pushes wait until it takes them; they may be lost before.
 */
export class Device {
  readonly client: TestClient
  readonly self: bigint
  readonly view: DeviceView
  #pts = 0
  #qts = 0
  #date = 0
  #hasGap = false
  readonly #fetch: () => Promise<Fetched>
  /** How often it had to fetch everything anew. */
  refetches = 0

  /** @param fetch asks for all that the device shows, as it does when it is told of changes no more */
  constructor(client: TestClient, self: bigint, fetch: () => Promise<Fetched>) {
    this.client = client
    this.self = self
    this.#fetch = fetch
    this.view = new DeviceView(self)
  }

  async start(): Promise<void> {
    const { pts, qts, date } = await this.client.call({ _: 'updates.getState' })
    this.#pts = pts
    this.#qts = qts
    this.#date = date
    this.client.pushed.length = 0
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
        break
      case 'updates':
      case 'updatesCombined':
        this.view.meet(updates.users)
        for (const update of updates.updates) this.#applyInOrder(update)
        break
      case 'updateShortMessage':
        if (this.view.knows(updates.userId)) this.#applyInOrder(this.#expand(updates))
        else this.#hasGap = true
        break
      case 'updateShortChatMessage':
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
    for (;;) {
      const request = {
        _: 'updates.getDifference',
        pts: this.#pts,
        ptsLimit: 10,
        qts: this.#qts,
        date: this.#date,
      } as const
      const difference = await this.client.call(request)
      if (difference._ === 'updates.differenceTooLong') {
        if (difference.pts <= this.#pts) throw new TypeError('a difference leads on')
        this.view.replace(await this.#fetch())
        this.refetches++
        this.#pts = difference.pts
        continue
      }
      if (difference._ === 'updates.differenceEmpty') {
        this.#date = difference.date
        break
      }
      this.view.meet(difference.users)
      for (const message of difference.newMessages) {
        this.view.apply({ _: 'updateNewMessage', message, pts: 0, ptsCount: 0 })
      }
      for (const update of difference.otherUpdates) this.view.apply(update)
      const isLast = difference._ === 'updates.difference'
      const state = isLast ? difference.state : difference.intermediateState
      if (state.pts <= this.#pts && state.qts <= this.#qts) throw new TypeError('a difference leads on')
      this.#pts = state.pts
      this.#qts = state.qts
      this.#date = state.date
      if (isLast) break
    }
    this.client.pushed.length = 0
    this.#hasGap = false
  }

  #applyInOrder(update: api.Update): void {
    const isNumbered = 'pts' in update && 'ptsCount' in update && update.pts !== undefined
    if (!isNumbered || this.#fits(update.pts, update.ptsCount)) this.view.apply(update)
  }

  #fits(pts: number, ptsCount: number): boolean {
    if (this.#hasGap) return false
    const expected = pts - ptsCount
    if (this.#pts > expected || (ptsCount === 0 && this.#pts === pts)) return false
    if (this.#pts < expected) {
      this.#hasGap = true
      return false
    }
    this.#pts = pts
    return true
  }

  #expand(short: api.updateShortMessage): api.Update {
    const { id, out, userId, message, date, entities, replyTo, pts, ptsCount } = short
    const fromId: api.Peer = { _: 'peerUser', userId: out ? this.self : userId }
    const peerId: api.Peer = { _: 'peerUser', userId }
    const expanded: api.message = { _: 'message', id, out, fromId, peerId, message, date, entities, replyTo }
    return { _: 'updateNewMessage', message: expanded, pts, ptsCount }
  }
}
