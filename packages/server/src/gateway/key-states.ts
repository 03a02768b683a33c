import type { UserId } from '../ids.ts'
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
  /** The keys that are loaded and act for this permanent key: itself, and temporary keys bound to it. */
  actingFor(authKeyId: bigint): bigint[]
  /**
   * Who is signed in by a permanent key since the change of this version; nothing is done where a later one is known.
   * Gives the states that it changed.
   */
  setUser(authKeyId: bigint, userId: UserId | undefined, version: number): KeyState[]
  /** Up to which change of keys (`keyChanges` of the store) at least all that is loaded is; undefined before anything is. */
  readonly version: number | undefined
}

interface Entry {
  loading: Promise<KeyState>
  state: KeyState | undefined
  users: number
  /** Up to which change of keys the state was when it was loaded, */
  loaded: number
  /** and that of the last word about who is signed in. */
  told: { readonly version: number; readonly userId: UserId | undefined } | undefined
}

interface Loaded {
  readonly state: KeyState
  readonly version: number
}

export function createKeyStates(store: Pick<Store, 'read'>): KeyStates {
  const entries = new Map<bigint, Entry>()
  let firstVersion: number | undefined

  const load = async (id: bigint): Promise<Loaded> => {
    // Before all else: what changes meanwhile may be missing below, and is of a later version.
    const version = await store.read.keyChanges.version()
    firstVersion ??= version
    const record = await store.read.authKeys.get(id)
    const authKeyId = record?.boundTo ?? id
    // What a client says of itself belongs to the permanent key, which is the one in the list of devices.
    const permanent = authKeyId === id ? record : await store.read.authKeys.get(authKeyId)
    const authorization = await store.read.authorizations.get(authKeyId)
    const { client, usedAt } = permanent ?? {}
    const state: KeyState = { authKeyId, client, usedAt, userId: authorization?.userId, dc: record?.dc }
    if (record?.expiresAt !== undefined && record.boundTo === undefined) state.unbound = true
    return { state, version }
  }

  /** What was told while it was loaded, or before, may be newer. */
  const filled = (entry: Entry, { state, version }: Loaded): void => {
    entry.loaded = version
    if (entry.state === undefined) entry.state = state
    else Object.assign(entry.state, { unbound: undefined }, state)
    if (entry.told !== undefined && entry.told.version > version) entry.state.userId = entry.told.userId
  }

  const actingFor = (authKeyId: bigint): [bigint, Entry][] =>
    [...entries].filter(([id, { state }]) => (state === undefined ? id : state.authKeyId) === authKeyId)

  return {
    get version() {
      return firstVersion
    },
    acquire(id) {
      const known = entries.get(id)
      if (known !== undefined) {
        known.users++
        return known.loading
      }
      const loading = load(id)
      const entry: Entry = {
        loading: loading.then((loaded) => {
          filled(entry, loaded)
          return entry.state ?? loaded.state
        }),
        state: undefined,
        users: 1,
        loaded: 0,
        told: undefined,
      }
      entries.set(id, entry)
      // Whoever needs it learns of a failure; a client that only pings needs nothing.
      entry.loading.catch(() => {})
      return entry.loading
    },
    release(id) {
      const entry = entries.get(id)
      if (entry !== undefined && --entry.users === 0) entries.delete(id)
    },
    get: (authKeyId) => entries.get(authKeyId)?.state,
    async reload(authKeyId) {
      const entry = entries.get(authKeyId)
      if (entry === undefined) return
      await entry.loading
      filled(entry, await load(authKeyId))
    },
    actingFor: (authKeyId) => actingFor(authKeyId).map(([id]) => id),
    setUser(authKeyId, userId, version) {
      const changed: KeyState[] = []
      for (const [, entry] of actingFor(authKeyId)) {
        if (version <= (entry.told?.version ?? 0)) continue
        entry.told = { version, userId }
        if (entry.state === undefined || version <= entry.loaded) continue
        entry.state.userId = userId
        changed.push(entry.state)
      }
      return changed
    },
  }
}
