import type { api } from '@chappe/tl-codec/api'
import { RpcError } from '../../../rpc/rpc-error.ts'
import type { TestClient } from '../../test-server.ts'
import { type Fetched, fetchChannel, isAdmin } from './fetched.ts'
import { type ChannelSnapshot, type Post, postSnapshot } from './snapshot.ts'

/** What a device keeps of a channel. */
interface Kept {
  chat: api.Chat
  /** How far its log is known; 0 for one that the user is not in. */
  pts: number
  readInbox: number
  messages: Map<number, Post>
}

interface State {
  readonly pts: number
  readonly qts: number
  readonly date: number
}

/**
 * A device that keeps to the rules of "Working with Updates" for channels: each has a `pts` of its own, what fits is applied,
 * what is older is ignored, and a gap is filled by `updates.getChannelDifference`. `updateChannel` has it look at the channel
 * anew, `updateChannelTooLong` ask what it missed. Pushes wait until it takes them; they may be lost before.
 */
export class ChannelDevice {
  readonly client: TestClient
  readonly self: bigint
  /** How it names those that it was shown. */
  readonly #names: Map<bigint, api.inputChannel>
  /** Its date moves on with whatever comes, as Desktop's does; that of others only with differences, as TDLib's. */
  readonly #isHasty: boolean
  #state: State = { pts: 0, qts: 0, date: 0 }
  #channels = new Map<bigint, Kept>()
  #copy: { readonly state: State; readonly channels: Map<bigint, Kept> } | undefined
  #isBehind = false
  /** Channels of which something is missing, and those that are to be looked at anew. */
  readonly #gaps = new Set<bigint>()
  readonly #stale = new Set<bigint>()
  /** How often a channel was fetched anew since too much was missing. */
  refetches = 0

  constructor(client: TestClient, self: bigint, names: readonly api.inputChannel[], isHasty: boolean) {
    this.client = client
    this.self = self
    this.#names = new Map(names.map((name) => [name.channelId, name]))
    this.#isHasty = isHasty
  }

  async start(): Promise<void> {
    const { pts, qts, date } = await this.client.call({ _: 'updates.getState' })
    this.#state = { pts, qts, date }
    for (const name of this.#names.values()) await this.#fetch(name)
    this.client.pushed.length = 0
    this.copy()
  }

  copy(): void {
    this.#copy = { state: this.#state, channels: copied(this.#channels) }
  }

  /** The copy takes its place, and asks for what it missed as every client does that starts. */
  async restore(): Promise<void> {
    if (this.#copy === undefined) return
    this.#state = this.#copy.state
    this.#channels = copied(this.#copy.channels)
    this.client.pushed.length = 0
    this.#isBehind = true
    if (this.isOnline) await this.catchUp()
  }

  /** The answer is lost, and with it what was pushed meanwhile. */
  async askInVain(): Promise<void> {
    await this.#ask()
    this.client.pushed.length = 0
    this.#isBehind = true
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
    await this.#heal()
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
        this.#isBehind = true
        break
      case 'updateShort':
        this.#apply(updates.update)
        this.#noteDate(updates.date)
        break
      case 'updates':
      case 'updatesCombined':
        this.#meet(updates.chats)
        for (const update of updates.updates) this.#apply(update)
        this.#noteDate(updates.date)
        break
      default:
        throw new TypeError(`${updates._} is no push of a channel`)
    }
    await this.#heal()
  }

  /** An answer that moves a channel's `pts` on and says nothing of what changed, because the device knows. */
  async settle(id: bigint, { pts, ptsCount }: api.messages.affectedMessages, apply: () => void): Promise<void> {
    if (this.#fits(id, pts, ptsCount)) apply()
    await this.#heal()
  }

  /** What every client does that comes back. */
  async catchUp(): Promise<void> {
    this.#isBehind = true
    await this.#heal()
  }

  nameOf(id: bigint): api.inputChannel {
    const name = this.#names.get(id)
    if (name === undefined) throw new TypeError('this channel was never shown')
    return name
  }

  knows(id: bigint): boolean {
    return this.#names.has(id)
  }

  /** The messages that it shows, oldest first. */
  messagesIn(id: bigint): Post[] {
    return [...(this.#channels.get(id)?.messages.values() ?? [])].sort((a, b) => a.id - b.id)
  }

  readInboxOf(id: bigint): number {
    return this.#channels.get(id)?.readInbox ?? 0
  }

  removeMessages(id: bigint, ids: readonly number[]): void {
    for (const one of ids) this.#channels.get(id)?.messages.delete(one)
  }

  unpinAll(id: bigint): void {
    for (const message of this.messagesIn(id)) this.#pin(id, message.id, false)
  }

  read(id: bigint, maxId: number): void {
    const kept = this.#channels.get(id)
    const top = this.messagesIn(id).at(-1)?.id ?? 0
    if (kept !== undefined) kept.readInbox = Math.max(kept.readInbox, Math.min(maxId || top, top))
  }

  snapshot(id: bigint): ChannelSnapshot {
    const kept = this.#channels.get(id)
    if (kept === undefined) return { isIn: false, isBanned: false }
    const { chat, readInbox } = kept
    if (chat._ !== 'channel' || chat.left === true) return { isIn: false, isBanned: chat._ === 'channelForbidden' }
    const messages = this.messagesIn(id)
    return {
      ...{ isIn: true, title: chat.title, isAdmin: isAdmin(chat), messages: messages.map(postSnapshot) },
      unread: messages.filter((message) => message.out !== true && message.id > readInbox).length,
    }
  }

  /** Asks for all that it knows to be missing, until nothing is. */
  async #heal(): Promise<void> {
    if (!this.isOnline) return
    for (let asked = 0; this.#isBehind || this.#stale.size > 0 || this.#gaps.size > 0; asked++) {
      if (asked > 100) throw new TypeError('what is missing comes to an end')
      if (this.#isBehind) await this.#difference()
      for (const id of this.#stale) {
        this.#stale.delete(id)
        this.#gaps.delete(id)
        await this.#fetch(this.nameOf(id))
      }
      for (const id of this.#gaps) await this.#channelDifference(id)
    }
  }

  async #difference(): Promise<void> {
    for (let asked = 0; ; asked++) {
      if (asked > 100) throw new TypeError('a difference ends')
      const difference = await this.#ask()
      if (difference._ === 'updates.differenceTooLong') {
        this.#state = { ...this.#state, pts: difference.pts }
        continue
      }
      if (difference._ === 'updates.differenceEmpty') {
        this.#state = { ...this.#state, date: difference.date }
        break
      }
      this.#meet(difference.chats)
      for (const update of difference.otherUpdates) this.#apply(update)
      const isLast = difference._ === 'updates.difference'
      const { pts, qts, date } = isLast ? difference.state : difference.intermediateState
      this.#state = { pts, qts, date }
      if (isLast) break
    }
    this.client.pushed.length = 0
    this.#isBehind = false
  }

  async #fetch(channel: api.inputChannel): Promise<void> {
    this.#replace(await fetchChannel(this.client, channel))
    await this.look(channel.channelId)
  }

  /** What else it asks for where it looks at a channel anew. */
  protected async look(_id: bigint): Promise<void> {}

  #ask(): Promise<api.updates.Difference> {
    return this.client.call({ _: 'updates.getDifference', ...this.#state, ptsLimit: 10 })
  }

  async #channelDifference(id: bigint): Promise<void> {
    const kept = this.#channels.get(id)
    if (kept === undefined || kept.pts === 0) {
      this.#gaps.delete(id)
      return
    }
    const filter: api.channelMessagesFilterEmpty = { _: 'channelMessagesFilterEmpty' }
    const request = { channel: this.nameOf(id), filter, pts: kept.pts, limit: 3 }
    const difference = await this.client.call({ _: 'updates.getChannelDifference', ...request }).catch(goneFrom)
    if (difference === undefined || difference._ === 'updates.channelDifferenceTooLong') {
      // It is not in it any more, or has to look at all of it anew.
      if (difference !== undefined) this.refetches++
      this.#gaps.delete(id)
      this.#stale.add(id)
      return
    }
    if (difference._ === 'updates.channelDifference') {
      this.#meet(difference.chats)
      for (const message of difference.newMessages)
        this.show({ _: 'updateNewChannelMessage', message, pts: kept.pts, ptsCount: 0 })
      for (const update of difference.otherUpdates) this.show(update)
      if (difference.pts <= kept.pts && difference.final !== true) throw new TypeError('a slice leads on')
    }
    kept.pts = difference.pts
    if (difference.final === true) this.#gaps.delete(id)
  }

  #replace({ chat, dialog, messages }: Fetched): void {
    const kept = { chat, pts: dialog?.pts ?? 0, readInbox: dialog?.readInboxMaxId ?? 0 }
    this.#channels.set(chat.id, { ...kept, messages: new Map(messages.map((message) => [message.id, message])) })
  }

  #meet(chats: readonly api.Chat[]): void {
    for (const chat of chats) {
      const kept = this.#channels.get(chat.id)
      if (kept === undefined) this.#meetNew(chat)
      if (kept === undefined || (chat._ !== 'channel' && chat._ !== 'channelForbidden')) continue
      // What a `min` one does not say stays as it is known.
      if (chat._ === 'channel' && chat.min === true) {
        if (kept.chat._ === 'channel') kept.chat = { ...kept.chat, title: chat.title }
        continue
      }
      const [was, is] = [isIn(kept.chat), isIn(chat)]
      kept.chat = chat
      if (was && !is) Object.assign(kept, { pts: 0, messages: new Map() })
      if (is && !was) this.#stale.add(chat.id)
    }
  }

  /** One that it was not shown before. */
  #meetNew(chat: api.Chat): void {
    if (chat._ !== 'channel' || chat.min === true || chat.accessHash === undefined || !isIn(chat)) return
    this.#names.set(chat.id, { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash })
    this.#stale.add(chat.id)
  }

  #apply(update: api.Update): void {
    switch (update._) {
      case 'updateChannel':
        if (this.#names.has(update.channelId)) this.#stale.add(update.channelId)
        return
      case 'updateChannelTooLong': {
        const kept = this.#channels.get(update.channelId)
        if (kept !== undefined && kept.pts < (update.pts ?? Number.MAX_SAFE_INTEGER)) this.#gaps.add(update.channelId)
        return
      }
      case 'updateNewChannelMessage':
      case 'updateEditChannelMessage': {
        const { message, pts, ptsCount } = update
        if (message.peerId?._ !== 'peerChannel') throw new TypeError('a post is in a channel')
        if (this.#fits(message.peerId.channelId, pts, ptsCount)) this.show(update)
        return
      }
      case 'updateDeleteChannelMessages':
      case 'updatePinnedChannelMessages':
        if (this.#fits(update.channelId, update.pts, update.ptsCount)) this.show(update)
        return
      default:
        this.show(update)
    }
  }

  /** Changes what it shows; what is out of order never comes here. */
  protected show(update: api.Update): void {
    switch (update._) {
      case 'updateNewChannelMessage':
      case 'updateEditChannelMessage': {
        const { message } = update
        if (message._ === 'messageEmpty' || message.peerId._ !== 'peerChannel') return
        this.#channels.get(message.peerId.channelId)?.messages.set(message.id, message)
        return
      }
      case 'updateDeleteChannelMessages':
        return this.removeMessages(update.channelId, update.messages)
      case 'updatePinnedChannelMessages':
        for (const id of update.messages) this.#pin(update.channelId, id, update.pinned === true)
        return
      case 'updateReadChannelInbox': {
        const kept = this.#channels.get(update.channelId)
        if (kept !== undefined && kept.pts > 0) kept.readInbox = update.maxId
        return
      }
      default:
        return
    }
  }

  #pin(channelId: bigint, id: number, pinned: boolean): void {
    const messages = this.#channels.get(channelId)?.messages
    const message = messages?.get(id)
    if (message?._ === 'message') messages?.set(id, { ...message, pinned })
  }

  #noteDate(date: number): void {
    const { date: last } = this.#state
    if (this.#isHasty && !this.#isBehind && date > last) this.#state = { ...this.#state, date }
  }

  #fits(id: bigint, pts: number, ptsCount: number): boolean {
    const kept = this.#channels.get(id)
    // Nothing is kept of one that the user is not in, and what is missing comes with what is asked for.
    if (kept === undefined || kept.pts === 0 || this.#gaps.has(id) || this.#stale.has(id)) return false
    if (kept.pts > pts - ptsCount || (ptsCount === 0 && kept.pts === pts)) return false
    if (kept.pts < pts - ptsCount) {
      this.#gaps.add(id)
      return false
    }
    kept.pts = pts
    return true
  }
}

/** What the answer is where the user is in it no more. */
function goneFrom(error: unknown): undefined {
  if (error instanceof RpcError && error.message === 'CHANNEL_PRIVATE') return undefined
  throw error
}

function isIn(chat: api.Chat): boolean {
  return chat._ === 'channel' && chat.left !== true
}

function copied(channels: ReadonlyMap<bigint, Kept>): Map<bigint, Kept> {
  return new Map([...channels].map(([id, kept]) => [id, { ...kept, messages: new Map(kept.messages) }]))
}
