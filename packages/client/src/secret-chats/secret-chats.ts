import type { RandomBytes, RekeyingLimits } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Call } from '../rpc/call.ts'
import { sleep } from '../rpc/sleep.ts'
import type { ClientStorage } from '../storage/storage.ts'
import type { Handling } from '../updates/handling.ts'
import { Chat, type ChatPorts, chatRecordName } from './chat.ts'
import { askDhConfig, type KnownGroup, readKnownGroup } from './dh-config.ts'
import { createSecretChatEmitter, type SecretChatEmitter } from './events.ts'
import { accept, complete, notRequested, offeredRecord, requestedRecord, tellAccepted } from './exchange.ts'
import { retryWaitMs } from './retry-wait.ts'
import { type ChatRecord, type EarlyPacket, readChatRecord } from './store/chat-record.ts'
import { createSecretStore, type SecretStore } from './store/secret-store.ts'
import type { StoredFile } from './store/stored-message.ts'

export interface SecretChatsOptions {
  readonly storage: ClientStorage
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly rekeying: RekeyingLimits | undefined
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
  readonly call: Call
  readonly handling: Handling
  readonly closed: AbortSignal
  /** Seconds that the clock of this device is behind the server's. */
  timeOffset(): number
  /** Up to which number secret messages were delivered. */
  qts(): number | undefined
}

const INDEX = 'secret-chats'
/** Strangers may ask for so many chats at a time; the oldest are forgotten. */
const MAX_REQUESTED = 100
/** Chats that ended before anything was said: so many are remembered. */
const MAX_EMPTY = 20
/** How long it takes until the server is told that messages are stored here, so that many are told of at once. */
const ACKNOWLEDGE_AFTER_MS = 300

/** What was begun, and resolves when it is stored. */
interface Stored {
  readonly stored: Promise<unknown>
}

/** All secret chats of a device. */
export class SecretChatsOfDevice {
  readonly emitter: SecretChatEmitter
  readonly #options: SecretChatsOptions
  readonly #store: SecretStore
  readonly #chats = new Map<number, Chat>()
  #group: KnownGroup | undefined
  #self = 0n
  /** Writes of the list of chats come one after the other. */
  #indexed: Promise<void> = Promise.resolve()
  #acknowledgeDue = false
  /** Requests whose chats may not have their final number yet. */
  readonly #requesting = new Set<Promise<unknown>>()
  /** Updates about chats are dealt with in their order. */
  #told: Promise<void> = Promise.resolve()

  constructor(options: SecretChatsOptions) {
    if (options.key.length !== 32)
      throw new ClientError('OPTION_INVALID', `secretChats.key has 32 bytes, not ${options.key.length}`)
    this.#options = options
    this.#store = createSecretStore(options.storage, options.key.slice(), options.random)
    this.emitter = createSecretChatEmitter(options.handling, options.log, () => {
      for (const chat of this.chats) chat.tellMissed()
    })
    options.closed.addEventListener('abort', () => {
      for (const chat of this.chats) chat.abandon(new ClientError('CLOSED', 'the client was closed'))
    })
  }

  /** Reads what is stored. Nothing is sent before {@link start}. */
  async load(): Promise<void> {
    const index = await this.#store.load(INDEX, (record) => ({
      self: record.bigint('self'),
      chats: record.list('chats', (item) => item.number('id')),
      group: record.has('group') ? record.nested('group', readKnownGroup) : undefined,
    }))
    this.#self = index?.self ?? 0n
    this.#group = index?.group
    for (const id of index?.chats ?? []) {
      const record = await this.#store.load(chatRecordName(id), readChatRecord)
      if (record !== undefined) this.#chats.set(id, new Chat(record, this.#ports))
    }
  }

  /** Who is signed in here: what was begun goes on. */
  start(self: bigint): void {
    if (self !== this.#self) {
      this.#self = self
      if (this.#chats.size > 0) return void this.forget()
    }
    for (const chat of this.#chats.values()) {
      const { phase } = chat.record
      void chat.resume()
      if (phase.kind === 'accepting') void this.#untilDone(chat, () => tellAccepted(chat, true))
      if (phase.kind === 'waiting' && !phase.answered) void this.#untilDone(chat, () => this.#request(chat))
    }
  }

  get chats(): readonly Chat[] {
    return [...this.#chats.values()]
  }

  /** @throws {ClientError} SECRET_CHAT_NOT_ACTIVE */
  get(chatId: number): Chat {
    const chat = this.#chats.get(chatId)
    if (chat === undefined) throw new ClientError('SECRET_CHAT_NOT_ACTIVE', `this device has no secret chat ${chatId}`)
    return chat
  }

  /** Asks somebody for a chat. */
  async request(userId: api.inputUser): Promise<Chat> {
    const { random, clock } = this.#options
    const config = await this.#dhConfig()
    const chatId = this.#newNumber()
    const date = Math.floor(clock.now() / 1000)
    const record = requestedRecord(config, userId.userId, chatId, date, random)
    // What names the person is needed again if the answer is lost.
    record.accessHash = userId.accessHash
    const chat = await this.#add(record)
    try {
      return await this.#request(chat)
    } catch (error) {
      // What the server has refused it does not know; of anything else it is told that nothing comes of it.
      if (error instanceof RpcError) await this.remove(chat.record.id)
      else await chat.commit(() => chat.over('ENDED_HERE', false)).catch(() => {})
      throw error
    }
  }

  /** Takes a chat that somebody else asks for. */
  async accept(chatId: number): Promise<Chat> {
    const chat = this.get(chatId)
    if (chat.record.phase.kind !== 'requested') throw notRequested(chat)
    await accept(chat, await this.#dhConfig())
    try {
      await tellAccepted(chat, false)
    } catch (error) {
      if (error instanceof RpcError || this.#options.closed.aborted) throw error
      await this.#untilDone(chat, () => tellAccepted(chat, true))
    }
    return chat
  }

  /** Ends a chat, and with it one that is asked for. */
  async end(chatId: number, deleteHistory: boolean): Promise<void> {
    const chat = this.get(chatId)
    await chat.commit(() => {
      chat.over('ENDED_HERE', false, deleteHistory)
      if (deleteHistory) chat.history.clear()
    })
  }

  /** Nothing is kept of a chat any more. */
  async remove(chatId: number): Promise<void> {
    const chat = this.#chats.get(chatId)
    if (chat === undefined) return
    await chat.saver.flush().catch(() => {})
    chat.drop()
    this.#chats.delete(chatId)
    await this.#saveIndex()
    for (const name of [chatRecordName(chatId), ...chat.history.names])
      await this.#store.write({ name, sealed: undefined })
  }

  /** Nobody is signed in any more: all of it is forgotten. */
  async forget(): Promise<void> {
    const ids = [...this.#chats.keys()]
    for (const id of ids) this.#chats.get(id)?.drop()
    for (const id of ids) await this.remove(id)
  }

  /** Stores what waits to be stored. */
  async flush(): Promise<void> {
    await this.#told
    await Promise.allSettled([this.#indexed, ...this.chats.map((chat) => chat.saver.flush())])
  }

  /** What the server tells, in its order. Gives what has to be waited for before the update counts as dealt with. */
  onUpdate(update: api.Update): void {
    switch (update._) {
      case 'updateNewEncryptedMessage':
        this.#inTurn(() => this.#receive(update.message))
        return
      case 'updateEncryption':
        this.#inTurn(() => this.#onChat(update.chat))
        return
      case 'updateEncryptedChatTyping':
        if (this.#chats.get(update.chatId)?.isActive === true)
          void this.emitter.emit('typing', { chatId: update.chatId, action: undefined })
        return
      case 'updateEncryptedMessagesRead':
        this.#inTurn(() => this.#onRead(update))
        return
    }
  }

  // Inside

  get #ports(): ChatPorts {
    const { clock, random, call, log, closed, rekeying, timeOffset } = this.#options
    const self = (): bigint => this.#self
    return {
      ...{ store: this.#store, clock, random, call, log, closed, rekeying, emitter: this.emitter },
      get self() {
        return self()
      },
      serverNow: () => clock.now() + timeOffset() * 1000,
    }
  }

  /** @param act what is to be stored before the counters are; what follows does not wait for that */
  #inTurn(act: () => Stored | undefined | Promise<void>): void {
    const done = this.#options.handling.begin()
    this.#told = this.#told.then(async () => {
      try {
        const result = await act()
        void (result?.stored ?? Promise.resolve()).catch(this.#onLost).finally(done)
      } catch (error) {
        this.#onLost(error)
        done()
      }
    })
  }

  readonly #onLost = (error: unknown): void => {
    if (!this.#options.closed.aborted) this.#options.log('error', 'an update of a secret chat was lost', error)
  }

  #receive(message: api.EncryptedMessage): Stored | undefined {
    const chat = this.#chats.get(message.chatId)
    this.#acknowledge()
    if (chat === undefined || chat.isOver) return undefined
    const { randomId, date, bytes: packet } = message
    const file = message._ === 'encryptedMessage' && message.file._ === 'encryptedFile' ? message.file : undefined
    const early: EarlyPacket = { randomId, date, packet, file: fileOf(file), fingerprint: file?.keyFingerprint ?? 0 }
    return { stored: chat.commit(() => chat.receive(early)) }
  }

  async #onChat(chat: api.EncryptedChat): Promise<void> {
    // A chat that was asked for may still go by the number of its request.
    if (!this.#chats.has(chat.id)) await Promise.allSettled(this.#requesting)
    const known = this.#chats.get(chat.id)
    switch (chat._) {
      case 'encryptedChatRequested':
        if (known === undefined) await this.#offer(chat)
        return
      case 'encryptedChat':
        if (known === undefined) return
        if (known.record.phase.kind === 'requested') return known.commit(() => known.over('TAKEN_OR_WITHDRAWN', true))
        return complete(known, chat)
      case 'encryptedChatDiscarded': {
        if (known === undefined || known.isOver) return
        const wasActive = known.record.phase.kind === 'active'
        await known.commit(() => {
          if (chat.historyDeleted === true) {
            known.history.clear()
            known.tell('deleted', { chatId: chat.id, randomIds: undefined, by: 'there' })
          }
          const mine = known.record.role === 'creator'
          known.over(wasActive || mine ? 'ENDED_THERE' : 'TAKEN_OR_WITHDRAWN', true)
        })
        return
      }
      case 'encryptedChatWaiting':
      case 'encryptedChatEmpty':
        return
    }
  }

  async #onRead({ chatId, maxDate, date }: api.updateEncryptedMessagesRead): Promise<void> {
    const chat = this.#chats.get(chatId)
    if (chat === undefined) return
    await chat.commit(() => {
      chat.record.readDate = Math.max(chat.record.readDate, maxDate)
      chat.timers.readUpTo(maxDate, true, chat.localTime(date))
      chat.tell('read', { chatId, maxDate, randomIds: [] })
    })
  }

  async #offer(chat: api.encryptedChatRequested): Promise<void> {
    const requested = this.chats.filter(({ record }) => record.phase.kind === 'requested')
    for (const { record } of requested.slice(0, Math.max(0, requested.length + 1 - MAX_REQUESTED)))
      await this.remove(record.id)
    const added = await this.#add(offeredRecord(chat))
    void this.emitter.emit('request', added.info)
  }

  /** Asks the server, which gives the chat its number. */
  async #request(chat: Chat): Promise<Chat> {
    const asked = this.#askForChat(chat)
    this.#requesting.add(asked)
    try {
      return await asked
    } finally {
      this.#requesting.delete(asked)
    }
  }

  async #askForChat(chat: Chat): Promise<Chat> {
    const { record } = chat
    const { phase, userId, accessHash } = record
    if (phase.kind !== 'waiting') return chat
    const answer = await this.#options.call({
      _: 'messages.requestEncryption',
      userId: { _: 'inputUser', userId, accessHash },
      ...{ randomId: record.id, gA: phase.half.public },
    })
    if (answer._ === 'encryptedChatDiscarded') {
      await chat.commit(() => chat.over('ENDED_THERE', true))
      return chat
    }
    const answered = { ...phase, answered: true }
    const hash = 'accessHash' in answer ? answer.accessHash : 0n
    if (answer.id === record.id) {
      await chat.commit(() => {
        record.accessHash = hash
        record.phase = answered
      })
    } else {
      // The server has a number of its own for it. The one before is forgotten once this is stored.
      const renamed = await this.#add({ ...record, id: answer.id, accessHash: hash, phase: answered })
      record.phase = { kind: 'ended', reason: 'ENDED_HERE', told: true, deleteHistory: false }
      await this.remove(record.id)
      chat = renamed
    }
    if (answer._ === 'encryptedChat') await complete(chat, answer)
    return chat
  }

  /** Tries again until there is an answer, or until the chat is over. */
  async #untilDone(chat: Chat, act: () => Promise<unknown>): Promise<void> {
    const { clock, closed, log } = this.#options
    for (let attempt = 0; !closed.aborted && !chat.isOver; attempt++) {
      try {
        await act()
        return
      } catch (error) {
        if (closed.aborted) return
        if (error instanceof RpcError && error.code >= 400 && error.code < 420) {
          await chat.commit(() => chat.over('REFUSED', false)).catch(() => {})
          return
        }
        log('warn', 'a step of a key exchange failed, it is tried again', error)
        const wait = retryWaitMs(attempt)
        await sleep(clock, wait, closed).catch(() => {})
      }
    }
  }

  async #dhConfig() {
    const { group, config } = await askDhConfig(this.#options.call, this.#group)
    if (group.version !== this.#group?.version) {
      this.#group = group
      await this.#saveIndex()
    }
    return config
  }

  /** The list comes first: of a record that is not listed nobody would know. */
  async #add(record: ChatRecord): Promise<Chat> {
    const empty = this.chats.filter((other) => other.isOver && other.history.lastId === 0)
    for (const other of empty.slice(0, Math.max(0, empty.length - MAX_EMPTY))) await this.remove(other.record.id)
    const chat = new Chat(record, this.#ports)
    this.#chats.set(record.id, chat)
    await this.#saveIndex()
    await chat.commit(() => undefined)
    return chat
  }

  #saveIndex(): Promise<void> {
    const saved = this.#indexed.then(() => {
      const chats = [...this.#chats.keys()].map((id) => ({ id }))
      return this.#store.write(this.#store.seal(INDEX, { self: this.#self, chats, group: this.#group }))
    })
    this.#indexed = saved.catch(() => {})
    return saved
  }

  /** A positive number that is not taken. */
  #newNumber(): number {
    for (;;) {
      const number = new DataView(this.#options.random(4).slice().buffer).getInt32(0) & 0x7fffffff
      if (number !== 0 && !this.#chats.has(number)) return number
    }
  }

  /** What is stored here the server need not keep ("messages.receivedQueue"). */
  #acknowledge(): void {
    const { clock, closed, call, qts } = this.#options
    if (this.#acknowledgeDue || closed.aborted) return
    this.#acknowledgeDue = true
    clock.after(ACKNOWLEDGE_AFTER_MS, async () => {
      if (closed.aborted) return
      const maxQts = qts()
      await this.flush()
      this.#acknowledgeDue = false
      if (maxQts === undefined || maxQts <= 0 || closed.aborted) return
      await call({ _: 'messages.receivedQueue', maxQts }).catch(() => {})
    })
  }
}

function fileOf(file: api.encryptedFile | undefined): StoredFile | undefined {
  if (file === undefined) return undefined
  const { id, accessHash, dcId, size } = file
  return { id, accessHash, dcId, size }
}
