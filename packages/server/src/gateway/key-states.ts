import type { KeyState } from '../rpc/caller.ts'
import type { Store } from '../store/store.ts'

/** What the rpc layer needs to know of the keys in use, loaded once and shared by all sessions of a key. */
export interface KeyStates {
  /** Counts one more user of the key's state; `release` gives it back. */
  acquire(authKeyId: bigint): Promise<KeyState>
  release(authKeyId: bigint): void
  /** The state of this very key, if it is loaded. */
  get(authKeyId: bigint): KeyState | undefined
  /** Loads the state of a key anew into the object that its sessions share. */
  reload(authKeyId: bigint): Promise<void>
  /** The states that are loaded and act for this permanent key: its own, and those of temporary keys bound to it. */
  actingFor(authKeyId: bigint): KeyState[]
}

interface Entry {
  readonly loading: Promise<KeyState>
  state: KeyState | undefined
  users: number
}

export function createKeyStates(store: Store): KeyStates {
  const entries = new Map<bigint, Entry>()

  const load = async (id: bigint): Promise<KeyState> => {
    const record = await store.read.authKeys.get(id)
    const authKeyId = record?.boundTo ?? id
    // What a client says of itself belongs to the permanent key, which is the one in the list of devices.
    const permanent = authKeyId === id ? record : await store.read.authKeys.get(authKeyId)
    const authorization = await store.read.authorizations.get(authKeyId)
    const { client, usedAt } = permanent ?? {}
    const state: KeyState = { authKeyId, client, usedAt, userId: authorization?.userId, dc: record?.dc }
    if (record?.expiresAt !== undefined && record.boundTo === undefined) state.unbound = true
    const entry = entries.get(id)
    if (entry !== undefined) entry.state = state
    return state
  }

  return {
    acquire(id) {
      let entry = entries.get(id)
      if (entry === undefined) {
        entry = { loading: load(id), state: undefined, users: 0 }
        entries.set(id, entry)
        // Whoever needs it learns of a failure; a client that only pings needs nothing.
        entry.loading.catch(() => {})
      }
      entry.users++
      return entry.loading
    },
    release(id) {
      const entry = entries.get(id)
      if (entry !== undefined && --entry.users === 0) entries.delete(id)
    },
    get: (authKeyId) => entries.get(authKeyId)?.state,
    async reload(authKeyId) {
      const entry = entries.get(authKeyId)
      const shared = entry && (await entry.loading)
      if (entry === undefined || shared === undefined) return
      Object.assign(shared, { unbound: undefined }, await load(authKeyId))
      entry.state = shared
    },
    actingFor(authKeyId) {
      const own = entries.get(authKeyId)?.state
      const states = own?.authKeyId === authKeyId ? [own] : []
      for (const { state } of entries.values()) {
        if (state !== undefined && state !== own && state.authKeyId === authKeyId) states.push(state)
      }
      return states
    },
  }
}
