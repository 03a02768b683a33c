import { AuthKey } from '@chappe/crypto'
import type { ClientKeyExchangeResult } from '../key-exchange/client-steps.ts'
import type { StoredClientKey } from './client-endpoint-options.ts'

export interface TemporaryKey {
  readonly authKey: AuthKey
  readonly salt: bigint
  /** Unix time in seconds by the server's clock. */
  readonly expiresAt: number
  /** Unix time in ms by the client's clock. */
  readonly renewAt: number
  bound: boolean
}

/** The keys of a client with one data centre: the permanent one and, with forward secrecy, the temporary one of the day. */
export class ClientKeys {
  #permanent: AuthKey | undefined
  #temporary: TemporaryKey | undefined
  #salt = 0n
  /** Seconds to add to the clock to have the server's. */
  timeOffset = 0

  get permanent(): AuthKey | undefined {
    return this.#permanent
  }

  get temporary(): TemporaryKey | undefined {
    return this.#temporary
  }

  /** The first salt of the permanent key. */
  get salt(): bigint {
    return this.#salt
  }

  use(stored: StoredClientKey): void {
    this.forgetPermanent()
    this.#permanent = new AuthKey(stored.key)
    this.#salt = stored.salt
    this.timeOffset = stored.timeOffset
  }

  /** Takes a temporary key; it is due for renewal `renewBeforeMs` before its end, or when nine tenths of its life are over. */
  useTemporary(result: ClientKeyExchangeResult, expiresAt: number, nowMs: number, renewBeforeMs: number): TemporaryKey {
    this.forgetTemporary()
    const { authKey, serverSalt: salt } = result
    const lifeMs = expiresAt * 1000 - (nowMs + result.timeOffset * 1000)
    const renewAt = nowMs + Math.max(lifeMs - renewBeforeMs, lifeMs * 0.9)
    this.#temporary = { authKey, salt, expiresAt, renewAt, bound: false }
    return this.#temporary
  }

  forgetTemporary(): void {
    this.#temporary?.authKey.wipe()
    this.#temporary = undefined
  }

  forgetPermanent(): void {
    this.#permanent?.wipe()
    this.#permanent = undefined
  }
}
