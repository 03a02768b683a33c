import type { Client } from '@chappe/client'
import { until } from '../../support/until.ts'

/** So many of what the two have said to each other the server keeps at least. */
const kept = 50

/** What the bot says to the owner of the group alone, as it was acknowledged and as the owner was told. */
export class EphemeralMessages {
  readonly complaints: string[] = []
  readonly #sent = new Map<number, string>()
  readonly #shown = new Map<number, string>()
  readonly #gone = new Set<number>()

  /** @param receiver to whom it is said */
  constructor(receiver: Client) {
    receiver.on('update', ({ update }) => {
      switch (update._) {
        case 'updateNewEphemeralMessage':
        case 'updateEditEphemeralMessage':
          this.#show(update.message.id, update.message.message)
          break
        case 'updateDeleteEphemeralMessages':
          for (const id of update.ids) {
            this.#gone.add(id)
            this.#shown.delete(id)
          }
          break
        default:
          break
      }
    })
  }

  /** What was said last, as far as it is there, by its number. */
  get last(): readonly (readonly [id: number, text: string])[] {
    return [...this.#sent].slice(-kept)
  }

  acknowledge(id: number, text: string | undefined): void {
    if (text === undefined) this.#sent.delete(id)
    else this.#sent.set(id, text)
  }

  /** Waits until the receiver was told of what there is, and of nothing else. */
  async arrive(): Promise<void> {
    await until(
      () => this.#differences().length === 0,
      () => `what is said to one alone: ${this.#differences().slice(0, 5).join(', ')}`,
    )
  }

  #differences(): string[] {
    const all = new Set([...this.#sent.keys(), ...this.#shown.keys()])
    return [...all].flatMap((id) => {
      const [is, should] = [this.#shown.get(id), this.#sent.get(id)]
      return is === should ? [] : [`${id} is ${is} and not ${should}`]
    })
  }

  #show(id: number, text: string): void {
    if (this.#gone.has(id)) this.complaints.push(`what was said to one alone is back: ${text}`)
    const isDouble = [...this.#shown].some(([other, words]) => other !== id && nameIn(words) === nameIn(text))
    if (isDouble) this.complaints.push(`it was said twice to one alone: ${text}`)
    this.#shown.set(id, text)
  }
}

/** Of which message it is: its first two words. */
function nameIn(text: string): string {
  return text.split(' ', 2).join(' ')
}
