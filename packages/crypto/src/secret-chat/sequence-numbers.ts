import { SecretChatOver } from './end-reason.ts'
import type { SecretChatRole } from './envelope.ts'

/*
 * The numbers of "Sequence numbers in Secret Chats". Inside, all are raw: 0 for the first message of either end. On the wire
 * a raw number n is 2n + x, and x tells the directions apart, so that a message that is mirrored shows.
 */

/** The highest raw number whose form on the wire is a positive `int`. */
const MAX_RAW = 2 ** 30 - 1

/** What has to be kept of the numbers of a chat. */
export interface SequenceState {
  /** The number of the next message of one's own, which is how many there were. */
  out: number
  /** The number that the other end's next message has to have. */
  in: number
  /** How many of one's own the other end has acknowledged. */
  peerIn: number
}

/** The two numbers of a message, as they stand in decryptedMessageLayer. */
export interface WireNumbers {
  readonly inSeqNo: number
  readonly outSeqNo: number
}

/** The two numbers of a message that has come, checked as far as that is possible before its turn. */
export interface RawNumbers {
  readonly in: number
  readonly out: number
}

export type Order =
  /** It came before. Its content does not matter: the sender may have deleted the first one meanwhile. */
  | 'repeated'
  | 'next'
  /** Something before it is missing. */
  | 'early'

/** One end's counters. All methods throw {@link SecretChatOver} where the documentation asks to abort the chat. */
export class SequenceNumbers {
  readonly #state: SequenceState
  /** x of what this end sends; in_seq_no has the other one's. */
  readonly #x: 0 | 1

  constructor(role: SecretChatRole, state: SequenceState) {
    this.#state = state
    this.#x = role === 'creator' ? 1 : 0
  }

  /** The numbers of the next message of one's own. They are never changed, however often it is sent. */
  get next(): RawNumbers {
    const { in: known, out } = this.#state
    if (out > MAX_RAW) throw new SecretChatOver('SEQ_NO_RANGE')
    return { in: known, out }
  }

  /** Counts that message. */
  noteSent(): void {
    this.#state.out++
  }

  wireOf(raw: RawNumbers): WireNumbers {
    return { inSeqNo: raw.in * 2 + (1 - this.#x), outSeqNo: raw.out * 2 + this.#x }
  }

  /**
   * Checks what holds for a message whenever it comes: parities, and that it acknowledges nothing which was not sent yet at
   * this moment.
   */
  check({ inSeqNo, outSeqNo }: WireNumbers): RawNumbers {
    if (!isInt(inSeqNo) || !isInt(outSeqNo)) throw new SecretChatOver('SEQ_NO_RANGE')
    if (inSeqNo % 2 !== this.#x || outSeqNo % 2 !== 1 - this.#x) throw new SecretChatOver('SEQ_NO_PARITY')
    const raw = { in: (inSeqNo - this.#x) / 2, out: (outSeqNo - (1 - this.#x)) / 2 }
    if (raw.in > this.#state.out) throw new SecretChatOver('IN_SEQ_NO_AHEAD')
    return raw
  }

  orderOf({ out }: RawNumbers): Order {
    if (out < this.#state.in) return 'repeated'
    return out === this.#state.in ? 'next' : 'early'
  }

  /** Counts the message whose turn it is. */
  accept({ in: acknowledged }: RawNumbers): void {
    if (acknowledged < this.#state.peerIn) throw new SecretChatOver('IN_SEQ_NO_DECREASED')
    this.#state.peerIn = acknowledged
    this.#state.in++
  }

  /** The raw numbers of one's own messages that decryptedMessageActionResend asks for, first and last. */
  askedAgain(startSeqNo: number, endSeqNo: number): readonly [number, number] {
    for (const seqNo of [startSeqNo, endSeqNo]) {
      if (!isInt(seqNo)) throw new SecretChatOver('SEQ_NO_RANGE')
      if (seqNo % 2 !== this.#x) throw new SecretChatOver('SEQ_NO_PARITY')
    }
    return [(startSeqNo - this.#x) / 2, (endSeqNo - this.#x) / 2]
  }

  /** What to ask for with decryptedMessageActionResend: the other end's messages by their numbers on the wire. */
  askFor(first: number, last: number): { readonly startSeqNo: number; readonly endSeqNo: number } {
    return { startSeqNo: first * 2 + (1 - this.#x), endSeqNo: last * 2 + (1 - this.#x) }
  }
}

/** Whether it is one of the numbers that can stand on the wire. */
function isInt(seqNo: number): boolean {
  return Number.isInteger(seqNo) && seqNo >= 0 && seqNo <= MAX_RAW * 2 + 1
}
