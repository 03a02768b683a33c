import {
  type AuthKey,
  newSecretChat,
  type RandomBytes,
  type RekeyingLimits,
  SecretChat,
  type SecretChatEffect,
  type SecretChatState,
  visualiseKey,
  wipe,
} from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, type RpcError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Call } from '../rpc/call.ts'
import { SECRET_LAYER, type SecretContent } from './content.ts'
import { discard } from './discard.ts'
import type { SecretChatEmitter, SecretChatEvents, SecretChatInfo } from './events.ts'
import { receiveContent } from './receive-content.ts'
import { Saver } from './saver.ts'
import { secretCodec } from './secret-codec.ts'
import { type Around, type SecretMessage, toSecretMessage } from './secret-message.ts'
import { SelfDestruct } from './self-destruct.ts'
import {
  type Beside,
  type ChatRecord,
  type EarlyPacket,
  type SecretChatOverReason,
  storedForm,
} from './store/chat-record.ts'
import { History } from './store/history.ts'
import { wipeState } from './store/read-chat-state.ts'
import type { SecretStore, Write } from './store/secret-store.ts'
import type { StoredMessage } from './store/stored-message.ts'
import { ToldMessages } from './told-messages.ts'
import { Transmitter } from './transmitter.ts'

/** What a chat needs from outside. */
export interface ChatPorts {
  readonly store: SecretStore
  readonly clock: Clock
  readonly random: RandomBytes
  readonly call: Call
  readonly log: Log
  readonly closed: AbortSignal
  readonly emitter: SecretChatEmitter
  readonly self: bigint
  readonly rekeying: RekeyingLimits | undefined
  /** The clock of the server, in ms. */
  serverNow(): number
}

/** How many packets are kept that come before the key; the other end is asked for what is missing. */
const MAX_EARLY = 100
/** How much of what came beside messages that wait for their turn is kept. */
const MAX_BESIDE = 1200

export function chatRecordName(id: number): string {
  return `secret-${(id >>> 0).toString(16).padStart(8, '0')}`
}

/**
 * One secret chat of this device: its record, its cryptography, its history and its timers, which change together. Whatever
 * changes is stored in one step; messages leave and events are told after that.
 */
export class Chat {
  readonly record: ChatRecord
  readonly history: History
  readonly timers: SelfDestruct
  readonly ports: ChatPorts
  readonly saver: Saver
  readonly transmitter: Transmitter
  readonly told: ToldMessages
  #crypto: SecretChat<SecretContent> | undefined
  #cancelTimer: (() => void) | undefined
  /** Who waits for the server to take a message. */
  readonly #waiting = new Map<bigint, PromiseWithResolvers<void>>()
  #isDropped = false

  constructor(record: ChatRecord, ports: ChatPorts) {
    this.record = record
    this.ports = ports
    const { store, clock, log, closed, call } = ports
    const name = chatRecordName(record.id)
    this.history = new History(record.history, store, (block) => `${name}-${block}`)
    this.timers = new SelfDestruct(record.timers)
    this.saver = new Saver({
      ...{ store, clock, log, closed },
      writes: () => this.#writes(),
      afterwards: () => this.#sweep(),
    })
    this.told = new ToldMessages({
      emitter: ports.emitter,
      history: this.history,
      toMessage: (stored) => this.toMessage(stored),
      handled: () => record.handled,
      onHandled: (upTo) => {
        record.handled = upTo
        this.saver.saveLater()
      },
    })
    this.transmitter = new Transmitter({
      ...{ call, clock, log, closed },
      peer: () => this.peer,
      unconfirmed: () => (this.isActive ? this.#crypto?.resume() : undefined),
      outgoing: (randomId) => record.outgoing.find((of) => of.randomId === randomId),
      onSent: (randomId, date) => this.#onSent(randomId, date),
      onRefused: (randomId, error) => this.#onRefused(randomId, error),
      onGone: () => void this.commit(() => this.over('ENDED_THERE', true)).catch(() => {}),
    })
    if (record.state !== undefined) this.#crypto = this.#chatOf(record.state)
    // What the chat holds from here on is its own.
    record.state = undefined
  }

  get info(): SecretChatInfo {
    const { id, userId, role, date, phase, ttl } = this.record
    return {
      ...{ id, userId, date, ttl, out: role === 'creator', state: phase.kind },
      reason: phase.kind === 'ended' ? phase.reason : undefined,
      layer: this.#crypto?.layer ?? SECRET_LAYER,
    }
  }

  get peer(): api.inputEncryptedChat {
    return { _: 'inputEncryptedChat', chatId: this.record.id, accessHash: this.record.accessHash }
  }

  get isActive(): boolean {
    return this.record.phase.kind === 'active' && !this.#isDropped
  }

  get isOver(): boolean {
    return this.record.phase.kind === 'ended' || this.#isDropped
  }

  /** The cryptography of a chat that has its key. */
  get crypto(): SecretChat<SecretContent> {
    if (this.#crypto === undefined || !this.isActive)
      throw new ClientError('SECRET_CHAT_NOT_ACTIVE', `the secret chat ${this.record.id} is ${this.record.phase.kind}`)
    return this.#crypto
  }

  /** Changes something, at once and in memory; resolves when it is stored. What throws has changed nothing. */
  async commit<T>(act: () => T): Promise<T> {
    if (this.#isDropped) throw new ClientError('SECRET_CHAT_NOT_ACTIVE', 'the secret chat is gone')
    const value = act()
    this.#takeEffects()
    this.#schedule()
    await this.saver.save()
    return value
  }

  /** Told once what led to it is stored. */
  tell<N extends keyof SecretChatEvents>(name: N, event: SecretChatEvents[N]): void {
    this.saver.output(() => void this.ports.emitter.emit(name, event))
  }

  tellInfo(name: 'request' | 'ready' | 'ended'): void {
    this.saver.output(() => void this.ports.emitter.emit(name, this.info))
  }

  /** Both ends have the key. */
  hasKey(key: AuthKey, group: SecretChatState['group']): void {
    const picture = visualiseKey(key)
    this.record.picture = { image: picture.image, hex: picture.hex }
    this.#crypto = this.#chatOf(newSecretChat(this.record.role, group, key, this.ports.clock.now()))
    key.wipe()
  }

  /** The server knows that both have it: packets may leave, and those that came before are opened. */
  activate(): void {
    this.record.phase = { kind: 'active' }
    this.crypto.notifyLayer()
    this.tellInfo('ready')
    for (const packet of this.record.early.splice(0)) this.#open(packet)
  }

  /** A packet that the server says is for this chat. */
  receive(packet: EarlyPacket): void {
    const { early, phase } = this.record
    if (phase.kind === 'waiting') {
      if (early.length < MAX_EARLY) early.push(packet)
    } else if (this.#crypto !== undefined) this.#open(packet)
  }

  /** What was sent goes on, and what the app has not dealt with comes again. */
  async resume(): Promise<void> {
    const { phase } = this.record
    if (phase.kind === 'ended' && !phase.told) void discard(this)
    for (const { randomId } of this.#crypto?.resume() ?? []) this.transmitter.send(randomId)
    this.#schedule()
    await this.told.findMissed()
  }

  /**
   * The chat is over; its keys are overwritten.
   *
   * @param told whether the server knows, so that it need not be told
   * @param deleteHistory whether the other end is to delete what was said
   */
  over(reason: SecretChatOverReason, told: boolean, deleteHistory = false): void {
    const { record } = this
    const { phase } = record
    if (phase.kind === 'ended') return
    if (phase.kind === 'waiting') wipe(phase.half.secret)
    this.#crypto?.close()
    this.#crypto = undefined
    record.phase = { kind: 'ended', reason, told, deleteHistory }
    record.outgoing = []
    record.early = []
    record.beside = []
    this.tellInfo('ended')
    if (!told) this.saver.output(() => void discard(this))
    this.#abandon(new ClientError('SECRET_CHAT_NOT_ACTIVE', `the secret chat is over: ${reason}`))
  }

  /** The client is closed: no timer is left behind, which would keep the process alive. */
  stop(error: ClientError): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#abandon(error)
  }

  /** Whoever waits for the server to take a message need not wait any more. */
  #abandon(error: ClientError): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }

  /** Nothing of it is stored or done any more. */
  drop(): void {
    this.over('ENDED_HERE', true)
    this.#isDropped = true
    this.#cancelTimer?.()
  }

  /** Resolves when the server has taken a message of one's own. */
  sent(randomId: bigint): Promise<void> {
    const waiting = this.#waiting.get(randomId) ?? Promise.withResolvers<void>()
    waiting.promise.catch(() => {})
    this.#waiting.set(randomId, waiting)
    return waiting.promise
  }

  toMessage(stored: StoredMessage): SecretMessage {
    const { record, timers, ports } = this
    const pending = this.#pending
    const around: Around = {
      ...{ chatId: record.id, self: ports.self, other: record.userId, readDate: record.readDate },
      isPending: (id) => pending.has(id),
      deleteAt: (randomId) => timers.get(randomId)?.deleteAt,
    }
    return toSecretMessage(stored, around)
  }

  /** When something happened that the server dates, by the clock of this device, and not in its future; in ms. */
  localTime(date: number): number {
    const now = this.ports.clock.now()
    return Math.min(now, date * 1000 + now - this.ports.serverNow())
  }

  /** A message of the other end is shown, and told to the app once it is stored. */
  show(stored: StoredMessage): void {
    this.told.begin(stored)
    this.saver.output(() => void this.told.tell(stored))
  }

  // Inside

  #chatOf(state: SecretChatState): SecretChat<SecretContent> {
    const { clock, random, rekeying } = this.ports
    return new SecretChat(state, {
      ...{ codec: secretCodec, random, now: clock.now, layer: SECRET_LAYER },
      ...(rekeying !== undefined && { rekeying }),
    })
  }

  #open({ packet, ...beside }: EarlyPacket): void {
    const { record } = this
    // A message that has to wait for its turn comes without what came beside its packet.
    record.beside = [...record.beside.filter(({ randomId }) => randomId !== beside.randomId), beside].slice(-MAX_BESIDE)
    this.#crypto?.receive(packet)
    this.#takeEffects()
    if (this.#crypto?.earlyCount === 0) record.beside = []
  }

  #takeEffects(): void {
    for (const effect of this.#crypto?.takeEffects() ?? []) this.#apply(effect)
  }

  #apply(effect: SecretChatEffect<SecretContent>): void {
    const { record } = this
    switch (effect.kind) {
      case 'transmit':
        this.saver.output(() => this.transmitter.send(effect.randomId))
        return
      case 'message':
        receiveContent(this, effect.randomId, effect.content, this.#besideOf(effect.randomId))
        return
      case 'acknowledged': {
        const { randomIds } = effect
        const own = record.outgoing.filter(({ randomId }) => randomIds.includes(randomId))
        record.outgoing = record.outgoing.filter((of) => !own.includes(of))
        const shown = own.filter(({ id }) => id !== undefined).map(({ randomId }) => randomId)
        if (shown.length > 0) this.tell('acknowledged', { chatId: record.id, randomIds: shown })
        // The server has it if the other end does.
        for (const randomId of randomIds) this.#settleSent(randomId)
        return
      }
      case 'rekeyed':
        this.tell('rekeyed', { chatId: record.id })
        return
      case 'ignored':
        this.tell('ignored', { chatId: record.id, reason: effect.reason })
        return
      case 'ended':
        this.over(effect.reason, false)
        return
      case 'peerLayer':
        return
    }
  }

  #besideOf(randomId: bigint): Beside {
    const found = this.record.beside.find((beside) => beside.randomId === randomId)
    return found ?? { randomId, date: Math.floor(this.ports.serverNow() / 1000), file: undefined, fingerprint: 0 }
  }

  get #pending(): ReadonlySet<number> {
    const unconfirmed = new Set(this.#crypto?.resume().map(({ randomId }) => randomId))
    return new Set(
      this.record.outgoing.flatMap(({ id, randomId }) => (id !== undefined && unconfirmed.has(randomId) ? [id] : [])),
    )
  }

  #writes(): Write[] {
    const { record, ports } = this
    if (this.#isDropped) return []
    const blocks = this.history.spill(this.#pending)
    const state = this.#crypto?.save()
    const written = ports.store.seal(
      chatRecordName(record.id),
      storedForm({ ...record, state, timers: this.timers.messages }),
    )
    if (state !== undefined) wipeState(state)
    return [...blocks, written]
  }

  async #sweep(): Promise<void> {
    if (!this.history.isUnswept || this.#isDropped) return
    try {
      await this.history.sweep()
    } catch (error) {
      if (!this.ports.closed.aborted) this.ports.log('error', 'deleted messages are still stored', error)
    }
    this.saver.saveLater()
  }

  #onSent(randomId: bigint, date: number): void {
    this.#crypto?.confirm(randomId)
    const id = this.record.outgoing.find((of) => of.randomId === randomId)?.id
    if (id !== undefined) this.history.change(id, { date })
    this.timers.date(randomId, date)
    this.#settleSent(randomId)
    this.saver.saveLater()
  }

  #settleSent(randomId: bigint): void {
    this.#waiting.get(randomId)?.resolve()
    this.#waiting.delete(randomId)
  }

  /** What the server refuses has its number all the same: in its place the other end gets its deletion. */
  #onRefused(randomId: bigint, error: RpcError): boolean {
    const own = this.record.outgoing.find((of) => of.randomId === randomId)
    if (own?.id === undefined) return false
    const { id } = own
    void this.commit(() => {
      this.history.change(id, { failed: true })
      this.timers.forget([randomId])
      this.withdraw(randomId)
    }).catch(() => {})
    this.#waiting.get(randomId)?.reject(error)
    this.#waiting.delete(randomId)
    return true
  }

  /** If the other end does not have it yet, it gets its deletion instead ("Deleting unacknowledged messages"). */
  withdraw(randomId: bigint): void {
    const deletion: SecretContent = {
      _: 'decryptedMessageService',
      randomId,
      action: { _: 'decryptedMessageActionDeleteMessages', randomIds: [randomId] },
    }
    if (this.#crypto?.replace(randomId, deletion) !== true) return
    this.transmitter.withhold(randomId)
    this.record.outgoing = this.record.outgoing.filter((of) => of.randomId !== randomId)
    this.saver.output(() => this.transmitter.send(randomId))
  }

  /** Timers of messages, requests to send again, and new keys are due at some time. */
  #schedule(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const times = [this.isActive ? this.#crypto?.deadline : undefined, this.timers.deadline]
    const first = Math.min(...times.filter((time) => time !== undefined))
    if (!Number.isFinite(first) || this.ports.closed.aborted || this.#isDropped) return
    const waitMs = Math.max(0, first - this.ports.clock.now())
    this.#cancelTimer = this.ports.clock.after(waitMs, () => void this.commit(() => this.#tick()).catch(() => {}))
  }

  #tick(): void {
    if (this.isActive) this.#crypto?.tick()
    const randomIds = this.timers.takeDue(this.ports.clock.now())
    if (randomIds.length === 0) return
    this.history.remove(randomIds)
    for (const randomId of randomIds) this.withdraw(randomId)
    this.tell('deleted', { chatId: this.record.id, randomIds, by: 'timer' })
  }
}
