import { SecretChatOver } from './end-reason.ts'

/** How many messages may wait for one that is missing, or be missing; other clients resend no more than 1,000 either. */
export const MAX_GAP_MESSAGES = 1000
/** How many bytes may wait. */
export const MAX_GAP_BYTES: number = 8 * 1024 * 1024
/** When to ask again for the first time; each further wait is twice as long. */
export const ASK_AGAIN_AFTER_MS = 30_000
export const ASK_AGAIN_AT_MOST_EVERY_MS: number = 24 * 60 * 60_000
/** How often the other end may have sent again in vain. */
export const MAX_VAIN_RESENDS = 10

/** A message that came too early, decrypted. */
export interface EarlyMessage {
  readonly out: number
  readonly message: Uint8Array
  /** The fingerprint of the key that it came under. */
  readonly keyFingerprint: bigint
}

/** What was asked for and has not come. */
interface Asked {
  /** The number of the last message asked for. */
  readonly last: number
  /** The number of one's own message that asked. */
  readonly by: number
  readonly againAt: number
  readonly waitMs: number
  readonly vain: number
  /** Whether the other end has acknowledged that message, and so sent again what it asked for. */
  readonly served: boolean
}

/** What has to be kept of a gap. */
export interface GapState {
  early: EarlyMessage[]
  asked: Asked | undefined
}

/**
 * The messages that came before their turn, and when to ask for those that are missing ("Proper handling of gaps"). Each gap
 * is asked for once. It is asked for again only after a while: what was sent again, or the request itself, may have got lost.
 */
export class Gap {
  readonly #state: GapState

  constructor(state: GapState) {
    this.#state = state
  }

  get againAt(): number | undefined {
    return this.#state.asked?.againAt
  }

  has(out: number): boolean {
    return this.#state.early.some((message) => message.out === out)
  }

  /** Keeps a message until its turn. */
  hold(message: EarlyMessage, expected: number): void {
    const { early } = this.#state
    const bytes = early.reduce((sum, held) => sum + held.message.length, message.message.length)
    if (message.out - expected > MAX_GAP_MESSAGES || early.length >= MAX_GAP_MESSAGES || bytes > MAX_GAP_BYTES)
      throw new SecretChatOver('GAP_TOO_LARGE')
    const after = early.findIndex(({ out }) => out > message.out)
    early.splice(after < 0 ? early.length : after, 0, message)
  }

  /** The message whose turn it is now, if it waits. */
  takeNext(expected: number): EarlyMessage | undefined {
    const [first] = this.#state.early
    if (first === undefined || first.out !== expected) return undefined
    return this.#state.early.shift()
  }

  /** Learns from an early message how many of one's own the other end knew when it sent it. */
  noteAcknowledged(acknowledged: number): void {
    const { asked } = this.#state
    if (asked !== undefined && acknowledged > asked.by) this.#state.asked = { ...asked, served: true }
  }

  /** The first and the last number that is missing and has to be asked for now, if any. */
  toAsk(expected: number, now: number): readonly [number, number] | undefined {
    const { early, asked } = this.#state
    const [first] = early
    if (first === undefined) {
      this.#state.asked = undefined
      return undefined
    }
    if (asked !== undefined && asked.last >= expected && now < asked.againAt) return undefined
    return [expected, first.out - 1]
  }

  /** Notes that the message with the number `by` asks for what is missing up to `last`. */
  noteAsked(last: number, by: number, now: number): void {
    const { asked } = this.#state
    const again = asked?.last === last ? asked : undefined
    const vain = (again?.vain ?? 0) + (again?.served === true ? 1 : 0)
    if (vain > MAX_VAIN_RESENDS) throw new SecretChatOver('GAP_NOT_FILLED')
    const waitMs = again === undefined ? ASK_AGAIN_AFTER_MS : Math.min(again.waitMs * 2, ASK_AGAIN_AT_MOST_EVERY_MS)
    this.#state.asked = { last, by, againAt: now + waitMs, waitMs, vain, served: false }
  }
}
