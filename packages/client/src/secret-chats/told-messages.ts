import type { SecretChatEmitter } from './events.ts'
import type { SecretMessage } from './secret-message.ts'
import type { History } from './store/history.ts'
import type { StoredMessage } from './store/stored-message.ts'

export interface ToldMessagesPorts {
  readonly emitter: SecretChatEmitter
  readonly history: History
  toMessage(stored: StoredMessage): SecretMessage
  /** Up to which number the app has dealt with messages, as it was stored. */
  handled(): number
  onHandled(upTo: number): void
}

/** Tells the app of messages, and knows up to where it has dealt with them: what it has not is told again after a restart. */
export class ToldMessages {
  readonly #ports: ToldMessagesPorts
  /** Messages that the app is dealing with, or that wait to be told. */
  readonly #open = new Set<number>()
  /** Messages that an earlier process has stored, and that the app has not dealt with. */
  readonly #missed: StoredMessage[] = []

  constructor(ports: ToldMessagesPorts) {
    this.#ports = ports
  }

  /** It is told some time later, once it is stored. */
  begin(stored: StoredMessage): void {
    this.#open.add(stored.id)
  }

  async tell(stored: StoredMessage): Promise<void> {
    const { emitter, history, toMessage, onHandled } = this.#ports
    await emitter.emit('message', toMessage(stored))
    this.#open.delete(stored.id)
    onHandled(Math.min(history.lastId, ...[...this.#open].map((id) => id - 1)))
  }

  /** Looks for what an earlier process has left. */
  async findMissed(): Promise<void> {
    const { history, handled } = this.#ports
    const from = handled()
    if (from >= history.lastId) return
    for await (const stored of history.before(history.lastId + 1)) {
      if (stored.id <= from) break
      if (!stored.out) this.#missed.unshift(stored)
    }
    for (const { id } of this.#missed) this.#open.add(id)
    this.tellMissed()
  }

  /** Tells what was missed, once somebody listens. */
  tellMissed(): void {
    if (!this.#ports.emitter.has('message')) return
    for (const stored of this.#missed.splice(0)) void this.tell(stored)
  }
}
