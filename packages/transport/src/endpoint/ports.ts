/** Unix time and timers, injected, so that a whole network can run on virtual time. */
export interface Clock {
  /** Unix time in ms. */
  now(): number
  /** Calls back once after the delay, unless cancelled by the function that is returned. */
  after(delayMs: number, callback: () => void): () => void
  /** Calls back when what is ready now has had its turn, to let several answers leave together. */
  defer(callback: () => void): void
}

/** The platform's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1))
    // Node: a deadline alone does not keep the process alive. Browsers give a number here.
    if (typeof timer === 'object') timer.unref()
    return () => clearTimeout(timer)
  },
  // Called by name and never handed on: browsers refuse functions of theirs that became methods of another object.
  defer:
    typeof setImmediate === 'function'
      ? (callback) => void setImmediate(callback)
      : (callback) => queueMicrotask(callback),
}

/** An authorization key as a server keeps it. */
export interface StoredAuthKey {
  readonly id: bigint
  /** 256 bytes. */
  readonly key: Uint8Array
  /** The salt that came out of the key exchange; valid for the first hour. */
  readonly salt: bigint
  /** Unix time in seconds. */
  readonly createdAt: number
  /** Temporary keys: unix time in seconds at which the key ends. */
  readonly expiresAt?: number | undefined
  /** The data centre that the client meant when it made the key, as p_q_inner_data_dc names it; absent if it named none. */
  readonly dc?: number | undefined
}

/** Where a server keeps its authorization keys. Every promise resolves only when what it says is durable. */
export interface AuthKeyStore {
  load(authKeyId: bigint): Promise<StoredAuthKey | undefined>
  /** 'duplicate' when another key has this id. */
  save(key: StoredAuthKey): Promise<'stored' | 'duplicate'>
  /** Whether there was such a key. */
  delete(authKeyId: bigint): Promise<boolean>
}

/** Keeps keys in memory, for tests and servers that need no more. */
export function createMemoryAuthKeyStore(): AuthKeyStore {
  const keys = new Map<bigint, StoredAuthKey>()
  return {
    load: async (authKeyId) => keys.get(authKeyId),
    save: async (key) => {
      if (keys.has(key.id)) return 'duplicate'
      keys.set(key.id, key)
      return 'stored'
    },
    delete: async (authKeyId) => keys.delete(authKeyId),
  }
}
