import type { DhConfig, RandomBytes, RekeyingLimits } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Call } from '../rpc/call.ts'
import { sleep } from '../rpc/sleep.ts'
import type { ClientStorage } from '../storage/storage.ts'
import type { Handling } from '../updates/handling.ts'
import { askForChat } from './ask-for-chat.ts'
import type { Chat } from './chat.ts'
import { ChatList } from './chat-list.ts'
import { askDhConfig } from './dh-config.ts'
import { createSecretChatEmitter, type SecretChatEmitter } from './events.ts'
import { accept, notRequested, requestedRecord, tellAccepted } from './exchange.ts'
import { retryWaitMs } from './retry-wait.ts'
import { createSecretStore } from './store/secret-store.ts'
import { UpdatesOfChats } from './updates-of-chats.ts'

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

/** All secret chats of a device. */
export class SecretChatsOfDevice {
  readonly emitter: SecretChatEmitter
  readonly #options: SecretChatsOptions
  readonly #list: ChatList
  readonly #updates: UpdatesOfChats
  /** Requests whose chats may not have their final number yet. */
  readonly #requesting = new Set<Promise<unknown>>()

  /** @throws {ClientError} OPTION_INVALID */
  constructor(options: SecretChatsOptions) {
    const { storage, key, random, clock, call, log, handling, closed, rekeying, timeOffset, qts } = options
    if (key.length !== 32) throw new ClientError('OPTION_INVALID', `secretChats.key has 32 bytes, not ${key.length}`)
    this.#options = options
    this.emitter = createSecretChatEmitter(handling, log, () => {
      for (const chat of this.chats) chat.told.tellMissed()
    })
    const common = { clock, call, log, closed, emitter: this.emitter }
    const store = createSecretStore(storage, key.slice(), random)
    const serverNow = (): number => clock.now() + timeOffset() * 1000
    this.#list = new ChatList({ ...common, store, random, rekeying, serverNow })
    const numbered = (): Promise<unknown> => Promise.allSettled(this.#requesting)
    this.#updates = new UpdatesOfChats({ ...common, list: this.#list, handling, numbered, qts })
    closed.addEventListener('abort', () => {
      for (const chat of this.chats) chat.stop(new ClientError('CLOSED', 'the client was closed'))
    })
  }

  /** Reads what is stored. Nothing is sent before {@link start}. */
  async load(): Promise<void> {
    await this.#list.load()
  }

  /** Who is signed in here: what was begun goes on. */
  start(self: bigint): void {
    if (self !== this.#list.self) {
      this.#list.self = self
      if (this.chats.length > 0) return void this.forget()
    }
    for (const chat of this.chats) {
      const { phase } = chat.record
      void chat.resume()
      if (phase.kind === 'accepting') void this.#untilDone(chat, () => tellAccepted(chat, true))
      if (phase.kind === 'waiting' && !phase.answered) void this.#untilDone(chat, () => this.#ask(chat))
    }
  }

  get chats(): readonly Chat[] {
    return this.#list.all
  }

  /** @throws {ClientError} SECRET_CHAT_NOT_ACTIVE */
  get(chatId: number): Chat {
    return this.#list.get(chatId)
  }

  /** Asks somebody for a chat. */
  async request({ userId, accessHash }: api.inputUser): Promise<Chat> {
    const { random, clock } = this.#options
    const config = await this.#dhConfig()
    const date = Math.floor(clock.now() / 1000)
    const record = requestedRecord(config, userId, this.#list.newNumber(), date, random)
    // What names the person is needed again if the answer is lost.
    record.accessHash = accessHash
    const chat = await this.#list.add(record)
    try {
      return await this.#ask(chat)
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
  remove(chatId: number): Promise<void> {
    return this.#list.remove(chatId)
  }

  /** Nobody is signed in any more: all of it is forgotten. */
  forget(): Promise<void> {
    return this.#list.forget()
  }

  /** Stores what waits to be stored. */
  flush(): Promise<void> {
    return this.#updates.flush()
  }

  onUpdate(update: api.Update): void {
    this.#updates.receive(update)
  }

  async #ask(chat: Chat): Promise<Chat> {
    const asked = askForChat(this.#list, this.#options.call, chat)
    this.#requesting.add(asked)
    try {
      return await asked
    } finally {
      this.#requesting.delete(asked)
    }
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
        await sleep(clock, retryWaitMs(attempt), closed).catch(() => {})
      }
    }
  }

  async #dhConfig(): Promise<DhConfig> {
    const { group, config } = await askDhConfig(this.#options.call, this.#list.group)
    await this.#list.learnGroup(group)
    return config
  }
}
