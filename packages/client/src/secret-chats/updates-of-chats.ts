import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import type { Log } from '../log.ts'
import type { Call } from '../rpc/call.ts'
import type { Handling } from '../updates/handling.ts'
import type { ChatList } from './chat-list.ts'
import type { SecretChatEmitter } from './events.ts'
import { complete, offeredRecord } from './exchange.ts'
import type { EarlyPacket } from './store/chat-record.ts'
import type { StoredFile } from './store/stored-message.ts'

export interface UpdatesOfChatsPorts {
  readonly list: ChatList
  readonly emitter: SecretChatEmitter
  readonly clock: Clock
  readonly log: Log
  readonly call: Call
  readonly handling: Handling
  readonly closed: AbortSignal
  /** Resolves when no chat is being asked for whose number may change by the answer. */
  numbered(): Promise<unknown>
  /** Up to which number secret messages were delivered. */
  qts(): number | undefined
}

/** Strangers may ask for so many chats at a time; the oldest are forgotten. */
const MAX_REQUESTED = 100
/** How long it takes until the server is told that messages are stored here, so that many are told of at once. */
const ACKNOWLEDGE_AFTER_MS = 300

/** What was begun, and resolves when it is stored. */
interface Stored {
  readonly stored: Promise<unknown>
}

/** What the server tells of secret chats, dealt with in its order. Counters are not stored before what it changes is. */
export class UpdatesOfChats {
  readonly #ports: UpdatesOfChatsPorts
  #told: Promise<void> = Promise.resolve()
  #acknowledgeDue = false

  constructor(ports: UpdatesOfChatsPorts) {
    this.#ports = ports
  }

  receive(update: api.Update): void {
    const { list, emitter } = this.#ports
    switch (update._) {
      case 'updateNewEncryptedMessage':
        this.#inTurn(() => this.#onMessage(update.message))
        return
      case 'updateEncryption':
        this.#inTurn(() => this.#onChat(update.chat))
        return
      case 'updateEncryptedChatTyping':
        if (list.find(update.chatId)?.isActive === true)
          void emitter.emit('typing', { chatId: update.chatId, action: undefined })
        return
      case 'updateEncryptedMessagesRead':
        this.#inTurn(() => this.#onRead(update))
        return
    }
  }

  /** Resolves when all that was told is dealt with and stored. */
  async flush(): Promise<void> {
    await this.#told
    await this.#ports.list.flush()
  }

  /** @param act what is to be stored before the counters are; what follows does not wait for that */
  #inTurn(act: () => Stored | undefined | Promise<void>): void {
    const { handling, closed, log } = this.#ports
    const done = handling.begin()
    const onLost = (error: unknown): void => {
      if (!closed.aborted) log('error', 'an update of a secret chat was lost', error)
    }
    this.#told = this.#told.then(async () => {
      try {
        const result = await act()
        void (result?.stored ?? Promise.resolve()).catch(onLost).finally(done)
      } catch (error) {
        onLost(error)
        done()
      }
    })
  }

  #onMessage(message: api.EncryptedMessage): Stored | undefined {
    const chat = this.#ports.list.find(message.chatId)
    this.#acknowledge()
    if (chat === undefined || chat.isOver) return undefined
    const { randomId, date, bytes: packet } = message
    const file = message._ === 'encryptedMessage' && message.file._ === 'encryptedFile' ? message.file : undefined
    const early: EarlyPacket = { randomId, date, packet, file: fileOf(file), fingerprint: file?.keyFingerprint ?? 0 }
    return { stored: chat.commit(() => chat.receive(early)) }
  }

  async #onChat(chat: api.EncryptedChat): Promise<void> {
    const { list, numbered } = this.#ports
    // A chat that was asked for may still go by the number of its request.
    if (list.find(chat.id) === undefined) await numbered()
    const known = list.find(chat.id)
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
    const chat = this.#ports.list.find(chatId)
    if (chat === undefined) return
    await chat.commit(() => {
      chat.record.readDate = Math.max(chat.record.readDate, maxDate)
      chat.timers.readUpTo(maxDate, true, chat.localTime(date))
      chat.tell('read', { chatId, maxDate, randomIds: [] })
    })
  }

  async #offer(chat: api.encryptedChatRequested): Promise<void> {
    const { list, emitter } = this.#ports
    const requested = list.all.filter(({ record }) => record.phase.kind === 'requested')
    for (const { record } of requested.slice(0, Math.max(0, requested.length + 1 - MAX_REQUESTED)))
      await list.remove(record.id)
    const added = await list.add(offeredRecord(chat))
    void emitter.emit('request', added.info)
  }

  /** What is stored here the server need not keep ("messages.receivedQueue"). */
  #acknowledge(): void {
    const { clock, closed, call, qts } = this.#ports
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
