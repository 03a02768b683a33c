import { firstNotBelow } from './first-not-below.ts'

/** Most connections have few, and V8 keeps arrays of up to 64 bytes within its heap. */
const SMALLEST = 8

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
 * and is halved when it has twice the promised size. They lie in it as plain numbers: as objects each would outlive a
 * few collections of garbage, on every connection.
 */
export class ReceivedMessages {
  readonly #size: number
  #ids = new BigInt64Array(SMALLEST)
  #seqNos = new Int32Array(SMALLEST)
  #length = 0
  /** Everything up to here is forgotten. */
  #floor = 0n

  /** @param size how many identifiers are remembered at least */
  constructor(size: number) {
    this.#size = size
  }

  /** Whether `msgId` is in the window. */
  has(msgId: bigint): boolean {
    const index = firstNotBelow(this.#ids, msgId, this.#length)
    return index < this.#length && this.#ids[index] === msgId
  }

  /** Below the window: it may have been received once and forgotten since. */
  isForgotten(msgId: bigint): boolean {
    return msgId <= this.#floor
  }

  /** Everything up to here is forgotten. */
  get floor(): bigint {
    return this.#floor
  }

  get highest(): bigint | undefined {
    return this.#ids[this.#length - 1]
  }

  /** How many identifiers are held now. */
  get length(): number {
    return this.#length
  }

  /** What `add` would say, without recording anything. Sequence numbers are compared only when `checkSeqNo` is set. */
  check(msgId: bigint, seqNo: number, checkSeqNo: boolean): Arrival {
    if (msgId <= this.#floor) return 'forgotten'
    return this.#checkAt(firstNotBelow(this.#ids, msgId, this.#length), msgId, seqNo, checkSeqNo)
  }

  /** Records `msgId` when it is new. */
  add(msgId: bigint, seqNo: number, checkSeqNo: boolean): Arrival {
    if (msgId <= this.#floor) return 'forgotten'
    const index = firstNotBelow(this.#ids, msgId, this.#length)
    const arrival = this.#checkAt(index, msgId, seqNo, checkSeqNo)
    if (arrival !== 'new') return arrival
    if (this.#length === this.#ids.length) this.#grow()
    if (index < this.#length) {
      this.#ids.copyWithin(index + 1, index, this.#length)
      this.#seqNos.copyWithin(index + 1, index, this.#length)
    }
    this.#ids[index] = msgId
    this.#seqNos[index] = seqNo
    this.#length++
    if (this.#length >= this.#size * 2) this.#forget(this.#length - this.#size)
    return 'new'
  }

  #checkAt(index: number, msgId: bigint, seqNo: number, checkSeqNo: boolean): Arrival {
    if (index < this.#length && this.#ids[index] === msgId) return 'duplicate'
    if (!checkSeqNo) return 'new'
    const before = this.#seqNos[index - 1]
    if (before !== undefined && (before > seqNo || (before === seqNo && seqNo % 2 === 1))) return 'seq_no_too_low'
    const after = index < this.#length ? this.#seqNos[index] : undefined
    if (after !== undefined && (after < seqNo || (after === seqNo && seqNo % 2 === 1))) return 'seq_no_too_high'
    return 'new'
  }

  #forget(count: number): void {
    this.#floor = this.#ids[count - 1] ?? this.#floor
    this.#ids.copyWithin(0, count, this.#length)
    this.#seqNos.copyWithin(0, count, this.#length)
    this.#length -= count
  }

  #grow(): void {
    const ids = new BigInt64Array(this.#ids.length * 2)
    const seqNos = new Int32Array(ids.length)
    ids.set(this.#ids)
    seqNos.set(this.#seqNos)
    this.#ids = ids
    this.#seqNos = seqNos
  }
}
