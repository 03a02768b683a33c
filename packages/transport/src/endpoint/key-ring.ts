import { AuthKey } from '@chappe/crypto'
import type { InflateBudget } from '../session/inflate-budget.ts'
import { ServerSalts } from '../session/server-salts.ts'
import type { AuthKeyStore, StoredAuthKey } from './ports.ts'
import type { EndpointSession } from './server-session.ts'

/** An authorization key in use, with its sessions. */
export class RingKey {
  readonly id: bigint
  readonly authKey: AuthKey
  readonly salts: ServerSalts
  /** Unix seconds. */
  readonly createdAt: number
  readonly expiresAt: number | undefined
  readonly dc: number | undefined
  readonly sessions: Map<bigint, EndpointSession> = new Map()
  /** What its sessions may inflate together, once there is one. */
  inflating: InflateBudget | undefined

  constructor(stored: StoredAuthKey) {
    this.id = stored.id
    this.authKey = new AuthKey(stored.key)
    this.salts = new ServerSalts(this.authKey, stored)
    this.createdAt = stored.createdAt
    this.expiresAt = stored.expiresAt
    this.dc = stored.dc
  }

  isExpired(nowMs: number): boolean {
    return this.expiresAt !== undefined && nowMs >= this.expiresAt * 1000
  }
}

/** Keys without a session that are kept for the next one. */
const MAX_IDLE_KEYS = 4096

/** The authorization keys in use, loaded when they are first named and wiped when nobody needs them. */
export class KeyRing {
  readonly #store: AuthKeyStore
  readonly #keys = new Map<bigint, RingKey>()
  readonly #loading = new Map<bigint, Promise<RingKey | undefined>>()

  constructor(store: AuthKeyStore) {
    this.#store = store
  }

  get(id: bigint): RingKey | undefined {
    return this.#keys.get(id)
  }

  get keys(): Iterable<RingKey> {
    return this.#keys.values()
  }

  /** The key from the store; undefined when there is none. */
  load(id: bigint): Promise<RingKey | undefined> {
    const loading = this.#loading.get(id) ?? this.#load(id)
    this.#loading.set(id, loading)
    return loading
  }

  async #load(id: bigint): Promise<RingKey | undefined> {
    try {
      const stored = await this.#store.load(id)
      if (stored === undefined) return undefined
      return this.#keys.get(id) ?? this.#add(new RingKey(stored))
    } finally {
      this.#loading.delete(id)
    }
  }

  #add(key: RingKey): RingKey {
    this.#keys.set(key.id, key)
    if (this.#keys.size > MAX_IDLE_KEYS) this.#dropIdle(this.#keys.size - MAX_IDLE_KEYS)
    return key
  }

  #dropIdle(count: number): void {
    let left = count
    for (const key of this.#keys.values()) {
      if (left-- <= 0) return
      if (key.sessions.size === 0) this.remove(key)
    }
  }

  remove(key: RingKey): void {
    this.#keys.delete(key.id)
    key.authKey.wipe()
  }
}
