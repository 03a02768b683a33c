import type { SecretChatEffect, Transmission } from '../secret-chat/effects.ts'
import { SecretChat, type SecretChatPorts, type SecretChatState } from '../secret-chat/secret-chat.ts'

/** At which moment of an input a process is killed. */
export type Crash = 'before it is kept' | 'before it is transmitted'

/**
 * One end with a disk: what it keeps survives a kill, everything else does not. It does what the docstring of SecretChat
 * asks of an owner, in that order.
 */
export class End {
  readonly #ports: SecretChatPorts<string>
  readonly #transmit: (message: Transmission) => void
  #saved: SecretChatState
  #chat: SecretChat<string>
  /** The disk. */
  readonly messages: string[] = []
  readonly events: SecretChatEffect<string>[] = []

  constructor(state: SecretChatState, ports: SecretChatPorts<string>, transmit: (message: Transmission) => void) {
    this.#ports = ports
    this.#transmit = transmit
    this.#saved = structuredClone(state)
    this.#chat = new SecretChat(state, ports)
  }

  get chat(): SecretChat<string> {
    return this.#chat
  }

  get saved(): SecretChatState {
    return this.#saved
  }

  /** Gives the chat an input. Whether it was kept, and so has happened. */
  do(input: (chat: SecretChat<string>) => void, crash?: Crash): boolean {
    input(this.#chat)
    if (crash === 'before it is kept') {
      this.#restart()
      return false
    }
    const effects = this.#chat.takeEffects()
    this.#saved = this.#chat.save()
    for (const effect of effects) {
      this.events.push(effect)
      if (effect.kind === 'message') this.messages.push(effect.content ?? '')
    }
    if (crash === 'before it is transmitted') {
      this.#restart()
      return true
    }
    for (const effect of effects) if (effect.kind === 'transmit') this.#send(effect)
    return true
  }

  #restart(): void {
    this.#chat = new SecretChat(structuredClone(this.#saved), this.#ports)
    for (const message of this.#chat.resume()) this.#send(message)
  }

  /** The server takes everything; that it did is not kept before the next input, as little as elsewhere. */
  #send(message: Transmission): void {
    this.#transmit(message)
    this.#chat.confirm(message.randomId)
  }
}
