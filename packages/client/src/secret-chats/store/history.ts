import type { HistoryState } from './history-state.ts'
import type { SecretStore, Write } from './secret-store.ts'
import { packedMessage, readPackedMessage, type StoredMessage } from './stored-message.ts'

/** So many numbers share a block. */
export const BLOCK_MESSAGES = 32
/** So many of the newest messages stay beside the state at least, so that what was said just now can still change. */
const KEPT_MESSAGES = 8

/**
 * The messages of one chat. The newest are part of the chat's record, so that they are stored in one step with the numbers
 * and keys that go with them; older ones move into blocks, which are written once and again only when something in them is
 * deleted.
 */
export class History {
  readonly #state: HistoryState
  readonly #store: SecretStore
  readonly #nameOf: (block: number) => string
  /** Random ids of the messages of a block, as far as they are known. */
  readonly #ids = new Map<number, BigInt64Array>()

  constructor(state: HistoryState, store: SecretStore, nameOf: (block: number) => string) {
    this.#state = state
    this.#store = store
    this.#nameOf = nameOf
  }

  get lastId(): number {
    return this.#state.nextId - 1
  }

  /** Gives the message its number. */
  add(message: Omit<StoredMessage, 'id'>): StoredMessage {
    const stored = { ...message, id: this.#state.nextId++ }
    this.#state.tail.push(stored)
    return stored
  }

  /** Changes one of the newest messages. */
  change(id: number, change: Partial<Pick<StoredMessage, 'date' | 'failed'>>): StoredMessage | undefined {
    const { tail } = this.#state
    const at = tail.findIndex((message) => message.id === id)
    const message = tail[at]
    if (message === undefined) return undefined
    const changed = { ...message, ...change }
    tail[at] = changed
    return changed
  }

  /** From now on these are not there; {@link sweep} takes them out of where they are stored. */
  remove(randomIds: readonly bigint[]): void {
    const gone = new Set(randomIds)
    const { tail, blocks, doomed } = this.#state
    this.#state.tail = tail.filter(({ randomId }) => !gone.has(randomId))
    if (blocks.length > 0) this.#state.doomed = [...new Set([...doomed, ...gone])]
  }

  /** Everything is gone. */
  clear(): void {
    this.#state.tail = []
    this.#state.firstId = this.#state.nextId
    this.#state.doomed = []
  }

  /** Moves messages that will not change any more into blocks, which are to be written before the record. */
  spill(pending: ReadonlySet<number>): Write[] {
    const state = this.#state
    const writes: Write[] = []
    for (;;) {
      const first = state.tail[0]
      const block = first === undefined ? undefined : Math.floor(first.id / BLOCK_MESSAGES)
      if (block === undefined || state.nextId < (block + 1) * BLOCK_MESSAGES + KEPT_MESSAGES) return writes
      const messages = state.tail.filter(({ id }) => id < (block + 1) * BLOCK_MESSAGES)
      if (messages.some(({ id }) => pending.has(id))) return writes
      state.tail = state.tail.slice(messages.length)
      state.blocks.push(block)
      this.#ids.set(
        block,
        BigInt64Array.from(messages, ({ randomId }) => randomId),
      )
      writes.push(this.#store.seal(this.#nameOf(block), { messages: messages.map(packedMessage) }))
    }
  }

  /** Whether {@link sweep} has something to do. */
  get isUnswept(): boolean {
    const { doomed, blocks, firstId } = this.#state
    return doomed.length > 0 || blocks.some((block) => (block + 1) * BLOCK_MESSAGES <= firstId)
  }

  /** Takes deleted messages out of the blocks. Whoever is killed meanwhile does it once more. */
  async sweep(): Promise<void> {
    const state = this.#state
    const { firstId } = state
    const gone = new Set(state.doomed)
    for (const block of [...state.blocks]) {
      const ids = await this.#idsOf(block)
      const whole = (block + 1) * BLOCK_MESSAGES <= firstId
      if (!whole && !ids.some((randomId) => gone.has(randomId))) continue
      const left = whole
        ? []
        : (await this.#load(block)).filter(({ id, randomId }) => id >= firstId && !gone.has(randomId))
      const name = this.#nameOf(block)
      await this.#store.write(
        left.length === 0 ? { name, sealed: undefined } : this.#store.seal(name, { messages: left.map(packedMessage) }),
      )
      this.#ids.set(
        block,
        BigInt64Array.from(left, ({ randomId }) => randomId),
      )
      if (left.length === 0) this.#drop(block)
    }
    state.doomed = state.doomed.filter((randomId) => !gone.has(randomId))
  }

  async get(id: number): Promise<StoredMessage | undefined> {
    const found = this.#state.tail.find((message) => message.id === id)
    const block = Math.floor(id / BLOCK_MESSAGES)
    if (found !== undefined || !this.#state.blocks.includes(block)) return found
    return (await this.#alive(block)).find((message) => message.id === id)
  }

  /** From the newest to the oldest, below a number. */
  async *before(id: number): AsyncGenerator<StoredMessage, void, undefined> {
    const inTail = this.#state.tail.filter((message) => message.id < id)
    for (const message of inTail.reverse()) yield message
    for (const block of this.#state.blocks.toSorted((a, b) => b - a)) {
      if (block * BLOCK_MESSAGES >= id) continue
      for (const message of (await this.#alive(block)).reverse()) if (message.id < id) yield message
    }
  }

  /** The names of all blocks that there may be, to be deleted with the chat. */
  get names(): string[] {
    const { blocks, tail, nextId } = this.#state
    const all = new Set(blocks)
    // A process may have been killed when it had written a block and not yet the record.
    const from = Math.floor((tail[0]?.id ?? nextId) / BLOCK_MESSAGES)
    for (let block = from; block * BLOCK_MESSAGES < nextId; block++) all.add(block)
    return [...all].map(this.#nameOf)
  }

  #drop(block: number): void {
    this.#state.blocks = this.#state.blocks.filter((other) => other !== block)
    this.#ids.delete(block)
  }

  async #alive(block: number): Promise<StoredMessage[]> {
    const messages = await this.#load(block)
    const gone = new Set(this.#state.doomed)
    return messages.filter(({ id, randomId }) => id >= this.#state.firstId && !gone.has(randomId))
  }

  async #load(block: number): Promise<StoredMessage[]> {
    const messages = await this.#store.load(this.#nameOf(block), (record) => record.list('messages', readPackedMessage))
    return messages ?? []
  }

  async #idsOf(block: number): Promise<BigInt64Array> {
    const known = this.#ids.get(block)
    if (known !== undefined) return known
    const ids = BigInt64Array.from(await this.#load(block), ({ randomId }) => randomId)
    this.#ids.set(block, ids)
    return ids
  }
}
