import type { Transmission } from './effects.ts'
import { SecretChatOver } from './end-reason.ts'
import { MAX_GAP_MESSAGES } from './gap.ts'
import type { RawNumbers } from './sequence-numbers.ts'

/** How often one message is sent again because the other end asks for it. */
export const MAX_RESENDS = 32

/** A message of one's own that the other end has not acknowledged. Its plaintext is not kept. */
export interface SentMessage extends Transmission {
  readonly raw: RawNumbers
  /** The layer that it was written in. Those of later messages are not lower, and other clients see to it. */
  readonly layer: number
  /** Whether the server has it. */
  readonly confirmed: boolean
  readonly resends: number
}

/** One's own messages that may have to be sent again, in the order of their numbers. */
export class SentMessages {
  readonly #messages: SentMessage[]

  constructor(messages: SentMessage[]) {
    this.#messages = messages
  }

  add(message: Transmission, raw: RawNumbers, layer: number): void {
    this.#messages.push({ ...message, raw, layer, confirmed: false, resends: 0 })
  }

  /** The server has it. */
  confirm(randomId: bigint): void {
    this.#change(randomId, (message) => ({ ...message, confirmed: true }))
  }

  get unconfirmed(): readonly SentMessage[] {
    return this.#messages.filter(({ confirmed }) => !confirmed)
  }

  find(randomId: bigint): SentMessage | undefined {
    return this.#messages.find((message) => message.randomId === randomId)
  }

  /** Puts another packet in the place of one, under the same numbers. */
  replace(randomId: bigint, packet: Uint8Array): void {
    this.#change(randomId, (message) => ({ ...message, packet, isService: true }))
  }

  /** Forgets what the other end has, and gives its random ids. */
  acknowledge(count: number): bigint[] {
    const kept = this.#messages.findIndex(({ raw }) => raw.out >= count)
    return this.#messages.splice(0, kept < 0 ? this.#messages.length : kept).map(({ randomId }) => randomId)
  }

  /** The messages with these numbers, all of them, to be sent again as they are. */
  again(first: number, last: number): readonly Transmission[] {
    const count = last - first + 1
    const at = this.#messages.findIndex(({ raw }) => raw.out === first)
    const found = at < 0 || count < 1 || count > MAX_GAP_MESSAGES ? [] : this.#messages.slice(at, at + count)
    if (found.length !== count) throw new SecretChatOver('RESEND_UNSATISFIABLE')
    for (const [index, message] of found.entries()) {
      if (message.resends >= MAX_RESENDS) throw new SecretChatOver('RESEND_TOO_OFTEN')
      this.#messages[at + index] = { ...message, confirmed: false, resends: message.resends + 1 }
    }
    return found
  }

  #change(randomId: bigint, change: (message: SentMessage) => SentMessage): void {
    const at = this.#messages.findIndex((message) => message.randomId === randomId)
    const message = this.#messages[at]
    if (message !== undefined) this.#messages[at] = change(message)
  }
}
