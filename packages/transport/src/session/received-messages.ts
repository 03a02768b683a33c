import { firstNotBelow } from './first-not-below.ts'

/** What became of a message identifier when it was recorded. */
export type Arrival =
  | 'new'
  | 'duplicate'
  /** Lower than everything in a full window: it cannot be told from a replay. */
  | 'forgotten'
  /** A lower msg_id came with a higher (or the same odd) seq_no: error 32. */
  | 'seq_no_too_low'
  /** A higher msg_id came with a lower (or the same odd) seq_no: error 33. */
  | 'seq_no_too_high'

/**
 * The window of received message identifiers ("Security Guidelines", "Checking msg_id"): no identifier is accepted
 * twice, nor one below a full window. Identifiers mostly ascend, so the window is a sorted array that grows at its end
 * and is halved when it has twice the promised size.
 */
export class ReceivedMessages {
  readonly #size: number
  #ids: bigint[] = []
  #seqNos: number[] = []
  /** Everything up to here is forgotten. */
  #floor = 0n

  /** @param size how many identifiers are remembered at least */
  constructor(size: number) {
    this.#size = size
  }

  /** Whether `msgId` is in the window. */
  has(msgId: bigint): boolean {
    return this.#ids[firstNotBelow(this.#ids, msgId)] === msgId
  }

  /** Below the window: it may have been received once and forgotten since. */
  isForgotten(msgId: bigint): boolean {
    return msgId <= this.#floor
  }

  get highest(): bigint | undefined {
    return this.#ids.at(-1)
  }

  /** How many identifiers are held now. */
  get length(): number {
    return this.#ids.length
  }

  /** What `add` would say, without recording anything. Sequence numbers are compared only when `checkSeqNo` is set. */
  check(msgId: bigint, seqNo: number, checkSeqNo: boolean): Arrival {
    if (msgId <= this.#floor) return 'forgotten'
    return this.#checkAt(firstNotBelow(this.#ids, msgId), msgId, seqNo, checkSeqNo)
  }

  /** Records `msgId` when it is new. */
  add(msgId: bigint, seqNo: number, checkSeqNo: boolean): Arrival {
    if (msgId <= this.#floor) return 'forgotten'
    const index = firstNotBelow(this.#ids, msgId)
    const arrival = this.#checkAt(index, msgId, seqNo, checkSeqNo)
    if (arrival !== 'new') return arrival
    if (index === this.#ids.length) {
      this.#ids.push(msgId)
      this.#seqNos.push(seqNo)
    } else {
      this.#ids.splice(index, 0, msgId)
      this.#seqNos.splice(index, 0, seqNo)
    }
    if (this.#ids.length >= this.#size * 2) this.#forget(this.#ids.length - this.#size)
    return 'new'
  }

  #checkAt(index: number, msgId: bigint, seqNo: number, checkSeqNo: boolean): Arrival {
    if (this.#ids[index] === msgId) return 'duplicate'
    if (!checkSeqNo) return 'new'
    const before = this.#seqNos[index - 1]
    if (before !== undefined && (before > seqNo || (before === seqNo && seqNo % 2 === 1))) return 'seq_no_too_low'
    const after = this.#seqNos[index]
    if (after !== undefined && (after < seqNo || (after === seqNo && seqNo % 2 === 1))) return 'seq_no_too_high'
    return 'new'
  }

  #forget(count: number): void {
    this.#floor = this.#ids[count - 1] ?? this.#floor
    this.#ids = this.#ids.slice(count)
    this.#seqNos = this.#seqNos.slice(count)
  }
}
