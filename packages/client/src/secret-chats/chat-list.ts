import { ClientError } from '../errors.ts'
import { Chat, type ChatPorts, chatRecordName } from './chat.ts'
import { type KnownGroup, readKnownGroup } from './dh-config.ts'
import { type ChatRecord, readChatRecord } from './store/chat-record.ts'

const INDEX = 'secret-chats'
/** Chats that ended before anything was said: so many are remembered. */
const MAX_EMPTY = 20

/** The chats of a device, and what is kept beside them: whose they are, and the group of the server. */
export class ChatList {
  readonly #ports: ChatPorts
  readonly #chats = new Map<number, Chat>()
  #self = 0n
  #group: KnownGroup | undefined
  /** Writes of the list come one after the other. */
  #saving: Promise<void> = Promise.resolve()

  constructor(ports: Omit<ChatPorts, 'self'>) {
    const self = (): bigint => this.#self
    this.#ports = {
      ...ports,
      get self() {
        return self()
      },
    }
  }

  async load(): Promise<void> {
    const { store } = this.#ports
    const index = await store.load(INDEX, (record) => ({
      self: record.bigint('self'),
      chats: record.list('chats', (item) => item.number('id')),
      group: record.has('group') ? record.nested('group', readKnownGroup) : undefined,
    }))
    this.#self = index?.self ?? 0n
    this.#group = index?.group
    for (const id of index?.chats ?? []) {
      const record = await store.load(chatRecordName(id), readChatRecord)
      if (record !== undefined) this.#chats.set(id, new Chat(record, this.#ports))
    }
  }

  /** Whose chats these are; not stored before the next chat is added. */
  get self(): bigint {
    return this.#self
  }

  set self(self: bigint) {
    this.#self = self
  }

  get all(): readonly Chat[] {
    return [...this.#chats.values()]
  }

  find(chatId: number): Chat | undefined {
    return this.#chats.get(chatId)
  }

  /** @throws {ClientError} SECRET_CHAT_NOT_ACTIVE */
  get(chatId: number): Chat {
    const chat = this.#chats.get(chatId)
    if (chat === undefined) throw new ClientError('SECRET_CHAT_NOT_ACTIVE', `this device has no secret chat ${chatId}`)
    return chat
  }

  /** The list comes first: of a record that is not listed nobody would know. */
  async add(record: ChatRecord): Promise<Chat> {
    const empty = this.all.filter((chat) => chat.isOver && chat.history.lastId === 0)
    for (const chat of empty.slice(0, Math.max(0, empty.length - MAX_EMPTY))) await this.remove(chat.record.id)
    const chat = new Chat(record, this.#ports)
    this.#chats.set(record.id, chat)
    await this.#save()
    await chat.commit(() => undefined)
    return chat
  }

  /** Nothing is kept of a chat any more. */
  async remove(chatId: number): Promise<void> {
    const chat = this.#chats.get(chatId)
    if (chat === undefined) return
    await chat.saver.flush().catch(() => {})
    chat.drop()
    this.#chats.delete(chatId)
    await this.#save()
    const { store } = this.#ports
    for (const name of [chatRecordName(chatId), ...chat.history.names]) await store.write({ name, sealed: undefined })
  }

  /** All of it is forgotten. */
  async forget(): Promise<void> {
    for (const chat of this.all) chat.drop()
    for (const { record } of this.all) await this.remove(record.id)
  }

  async flush(): Promise<void> {
    await Promise.allSettled([this.#saving, ...this.all.map((chat) => chat.saver.flush())])
  }

  get group(): KnownGroup | undefined {
    return this.#group
  }

  async learnGroup(group: KnownGroup): Promise<void> {
    if (group.version === this.#group?.version) return
    this.#group = group
    await this.#save()
  }

  /** A positive number that is not taken. */
  newNumber(): number {
    for (;;) {
      const number = new DataView(this.#ports.random(4).slice().buffer).getInt32(0) & 0x7fffffff
      if (number !== 0 && !this.#chats.has(number)) return number
    }
  }

  #save(): Promise<void> {
    const { store } = this.#ports
    const saved = this.#saving.then(() => {
      const chats = this.all.map(({ record }) => ({ id: record.id }))
      return store.write(store.seal(INDEX, { self: this.#self, chats, group: this.#group }))
    })
    this.#saving = saved.catch(() => {})
    return saved
  }
}
