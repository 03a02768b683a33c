import { AuthKey } from '@chappe/crypto'
import type { InflateBudget } from '../session/inflate-budget.ts'
import { RefusedAhead, type RefusedOfKey } from '../session/refused-ahead.ts'
import { ServerSalts } from '../session/server-salts.ts'
import type { AuthKeyStore, StoredAuthKey } from './ports.ts'
import type { EndpointSession } from './server-session.ts'

/** An authorization key in use, with its sessions. */
export class RingKey {
  readonly id: bigint
  readonly authKey: AuthKey
  readonly salts: ServerSalts
  readonly refusedAhead: RefusedOfKey
  readonly expiresAt: number | undefined
  readonly dc: number | undefined
  readonly sessions: Map<bigint, EndpointSession> = new Map()
  /** What its sessions may inflate together, once there is one. */
  inflating: InflateBudget | undefined

  /** It was wiped: whoever still holds on to it has to load it anew. */
  removed = false

  /** @param initial the key's first salt, if that still counts */
  constructor(
    stored: StoredAuthKey,
    initial: StoredAuthKey | undefined,
    runSecret: Uint8Array,
    refusedAhead: RefusedOfKey,
  ) {
    this.refusedAhead = refusedAhead
    this.id = stored.id
    this.authKey = new AuthKey(stored.key)
    this.salts = new ServerSalts(this.authKey, initial, runSecret)
    this.expiresAt = stored.expiresAt
    this.dc = stored.dc
  }

  isExpired(nowMs: number): boolean {
    return this.expiresAt !== undefined && nowMs >= this.expiresAt * 1000
  }
}

/** Keys without a session that are kept for the next one. */
const MAX_IDLE_KEYS = 4096
/** Keys that are known to have been made in this run; beyond that, the oldest one's first salt is replaced early. */
const MAX_MADE_KEYS = 65_536

/** The authorization keys in use, loaded when they are first named and wiped when nobody needs them. */
export class KeyRing {
  readonly #store: AuthKeyStore
  readonly #runSecret: Uint8Array
  readonly #keys = new Map<bigint, RingKey>()
  /** Those without a session, the one that has been so for longest first. */
  readonly #idle = new Set<RingKey>()
  readonly #refusedAhead = new RefusedAhead()
  readonly #made = new Set<bigint>()
  readonly #loading = new Map<bigint, Promise<RingKey | undefined>>()

  /** @param runSecret what salts are computed from beside the key */
  constructor(store: AuthKeyStore, runSecret: Uint8Array) {
    this.#store = store
    this.#runSecret = runSecret
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
      // An earlier run took packets under the first salt of a key that it made, so those could be replayed.
      const initial = this.#made.has(id) ? stored : undefined
      return this.#keys.get(id) ?? this.#add(new RingKey(stored, initial, this.#runSecret, this.#refusedAhead.of(id)))
    } finally {
      this.#loading.delete(id)
    }
  }

  #add(key: RingKey): RingKey {
    this.#keys.set(key.id, key)
    this.noteIdle(key)
    return key
  }

  /** The key was made in this run of the server. */
  noteMade(id: bigint): void {
    this.#made.add(id)
    if (this.#made.size <= MAX_MADE_KEYS) return
    for (const oldest of this.#made) {
      this.#made.delete(oldest)
      return
    }
  }

  /** The key has a session. */
  noteUsed(key: RingKey): void {
    this.#idle.delete(key)
  }

  /** The key has no session, or none any more. */
  noteIdle(key: RingKey): void {
    if (key.removed) return
    this.#idle.add(key)
    for (const oldest of this.#idle) {
      if (this.#idle.size <= MAX_IDLE_KEYS) return
      this.remove(oldest)
    }
  }

  remove(key: RingKey): void {
    key.removed = true
    this.#keys.delete(key.id)
    this.#idle.delete(key)
    key.authKey.wipe()
  }
}
