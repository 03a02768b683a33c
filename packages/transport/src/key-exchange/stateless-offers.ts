import { concat, equalBytes, type RandomBytes, sha256 } from '@chappe/crypto'
import { createProofOfWork } from './proof-of-work.ts'
import type { PqOffered } from './server-steps.ts'

/** An offer holds in the span in which it was made and in the next one. */
const SPAN_MS = 300_000

/**
 * What resPQ offers, without remembering it: the server's nonce and the product to factor follow from the client's nonce,
 * from a secret and from the time. So nothing is kept for a client before it has done its work, and one that asks twice
 * gets the same answer.
 */
export class StatelessOffers {
  readonly #random: RandomBytes
  #secret: Uint8Array | undefined

  constructor(random: RandomBytes) {
    this.#random = random
  }

  offer(nonce: Uint8Array, nowMs: number): PqOffered {
    return complete(nonce, this.#derive(nonce, Math.floor(nowMs / SPAN_MS)))
  }

  /** What was offered to this nonce if it was this server's nonce, and not long ago. */
  find(nonce: Uint8Array, serverNonce: Uint8Array, nowMs: number): PqOffered | undefined {
    const span = Math.floor(nowMs / SPAN_MS)
    const found = [span, span - 1]
      .map((one) => this.#derive(nonce, one))
      .find((derived) => equalBytes(derived.serverNonce, serverNonce))
    return found && complete(nonce, found)
  }

  #derive(nonce: Uint8Array, span: number): Derived {
    this.#secret ??= this.#random(32).slice()
    const place = new Uint8Array(8)
    new DataView(place.buffer).setFloat64(0, span)
    // Inner and outer hash, as HMAC has them, so that nobody can go on from an output.
    const seed = sha256(concat(this.#secret, sha256(concat(this.#secret, place, nonce))))
    const bytes = stretch(seed)
    return { serverNonce: bytes(16), bytes }
  }
}

interface Derived {
  readonly serverNonce: Uint8Array
  /** What comes after the nonce. */
  readonly bytes: RandomBytes
}

function complete(nonce: Uint8Array, { serverNonce, bytes }: Derived): PqOffered {
  return { nonce: nonce.slice(), serverNonce, work: createProofOfWork(bytes) }
}

/** Bytes that follow from a seed, as many as are asked for. */
function stretch(seed: Uint8Array): RandomBytes {
  let counter = 0
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += 32) {
      const block = new Uint8Array(4)
      new DataView(block.buffer).setUint32(0, counter++)
      bytes.set(sha256(concat(seed, block)).subarray(0, Math.min(32, length - at)), at)
    }
    return bytes
  }
}
