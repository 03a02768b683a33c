/**
 * The heavy arithmetic of a server's handshakes behind a port, so that a driver may do it elsewhere (a worker, a thread
 * pool) and a flood of handshakes cannot stop the sessions that are already there.
 */
import { modPow, type RsaPrivateKey, rsaUnpadEither } from '@chappe/crypto'
import { KeyExchangeError } from './key-exchange-error.ts'

export type Awaitable<T> = T | Promise<T>

/** Arguments and results are plain data that can be sent to a worker. A rejected promise ends the exchange. */
export interface KeyExchangeCompute {
  /**
   * What a client wrapped in a block of 256 bytes by RSA_PAD or, in one of the given lengths, by the padding before it;
   * undefined if the block does not open. The same work in every case (see `rsaUnpadEither`).
   */
  rsaUnpad(block: Uint8Array, key: RsaPrivateKey, legacyLengths: readonly number[]): Awaitable<Uint8Array | undefined>
  modPow(base: bigint, exponent: bigint, modulus: bigint): Awaitable<bigint>
}

/** Computes at once, in the calling thread. */
export const inlineCompute: KeyExchangeCompute = {
  rsaUnpad(block, key, legacyLengths) {
    try {
      return rsaUnpadEither(block, key, legacyLengths)
    } catch {
      // By design the error does not say which check failed, and nobody must learn it.
      return undefined
    }
  },
  modPow,
}

export interface QueuedComputeOptions {
  /** Who does the work. */
  readonly compute?: KeyExchangeCompute | undefined
  /** How many jobs run at once; 1 by default, which suits work in the calling thread. */
  readonly concurrency?: number | undefined
  /** How many jobs may wait. One more is refused with OVERLOADED. 1000 by default. */
  readonly limit?: number | undefined
  /**
   * Calls back when other work has had its turn: `setImmediate` on Node, a posted message in browsers. Between two jobs
   * every socket that is ready is served.
   */
  readonly nextTurn: (callback: () => void) => void
}

export interface QueuedCompute extends KeyExchangeCompute {
  /** Jobs that wait or run. */
  readonly pending: number
}

/** Puts a bounded queue in front of the work: first come, first served, other events in between. */
export function createQueuedCompute(options: QueuedComputeOptions): QueuedCompute {
  const { compute = inlineCompute, concurrency = 1, limit = 1000, nextTurn } = options
  const waiting: (() => Promise<void>)[] = []
  let running = 0

  function startNext(): void {
    if (running >= concurrency) return
    const job = waiting.shift()
    if (job === undefined) return
    running++
    nextTurn(() => {
      void job().finally(() => {
        running--
        startNext()
      })
    })
  }

  function enqueue<T>(work: () => Awaitable<T>): Promise<T> {
    if (waiting.length >= limit) {
      return Promise.reject(new KeyExchangeError('OVERLOADED', `${limit} computations are waiting`))
    }
    return new Promise<T>((resolve, reject) => {
      waiting.push(async () => {
        try {
          resolve(await work())
        } catch (error) {
          reject(error)
        }
      })
      startNext()
    })
  }

  return {
    rsaUnpad: (block, key, legacyLengths) => enqueue(() => compute.rsaUnpad(block, key, legacyLengths)),
    modPow: (base, exponent, modulus) => enqueue(() => compute.modPow(base, exponent, modulus)),
    get pending() {
      return waiting.length + running
    },
  }
}
