import { releaseBytes } from '@chappe/tl-codec'

const FIRST_CAPACITY = 512

/**
 * Collects the pieces of something whose final size is announced by the peer. It grows with what has really arrived and
 * not with what was announced, so an announcement costs nothing, and by doubling, so many small pieces cost linear time.
 */
export class GrowingBuffer {
  readonly #total: number
  #bytes: Uint8Array
  #length = 0

  constructor(total: number) {
    this.#total = total
    this.#bytes = new Uint8Array(Math.min(total, FIRST_CAPACITY))
  }

  get missing(): number {
    return this.#total - this.#length
  }

  get capacity(): number {
    return this.#bytes.length
  }

  /** Takes up to `missing` bytes from `chunk` and says how many. */
  take(chunk: Uint8Array, start: number): number {
    const count = Math.min(this.missing, chunk.length - start)
    const length = this.#length + count
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.#total, Math.max(length, this.#bytes.length * 2)))
      larger.set(this.#bytes.subarray(0, this.#length))
      releaseBytes(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(chunk.subarray(start, start + count), this.#length)
    this.#length = length
    return count
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Nobody looks at what `bytes` gave any more. */
  release(): void {
    releaseBytes(this.#bytes)
  }
}
