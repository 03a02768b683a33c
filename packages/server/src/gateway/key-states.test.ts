import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { asUser } from '../testing/ids.ts'
import { createKeyStates } from './key-states.ts'

const client = {
  layer: 228,
  apiId: 1,
  deviceModel: 'phone',
  systemVersion: '1',
  appVersion: '1',
  systemLangCode: 'en',
  langPack: '',
  langCode: 'en',
}

let store: Store
beforeEach(async () => {
  store = openSqliteStore({ path: ':memory:' })
  await store.transaction(async (tx) => {
    const key = { key: new Uint8Array(256), initialSalt: 0n, createdAt: 1 }
    await tx.authKeys.add({ ...key, id: 1n })
    await tx.authKeys.setClient(1n, client)
    await tx.authKeys.add({ ...key, id: 2n, expiresAt: 99 })
    await tx.authorizations.put({ authKeyId: 1n, userId: asUser(5), hash: 1n, createdAt: 1, activeAt: 1 })
  })
})
afterEach(() => store.close())

describe('the states of keys', () => {
  it('are shared by the sessions of a key, and forgotten with the last of them', async () => {
    const states = createKeyStates(store)
    const [first, second] = await Promise.all([states.acquire(1n), states.acquire(1n)])
    expect(first).toBe(second)
    expect(first).toMatchObject({ authKeyId: 1n, userId: 5, client })
    states.release(1n)
    expect(states.get(1n)).toBe(first)
    states.release(1n)
    expect(states.get(1n)).toBeUndefined()
  })

  it('have a temporary key act for the permanent one as soon as it is bound', async () => {
    const states = createKeyStates(store)
    const state = await states.acquire(2n)
    expect(state).toMatchObject({ authKeyId: 2n, unbound: true, userId: undefined })
    await store.transaction((tx) => tx.authKeys.bind(2n, 1n, 50))
    await states.reload(2n)
    expect(states.get(2n)).toBe(state)
    expect(state).toMatchObject({ authKeyId: 1n, unbound: undefined, userId: 5, client })
    expect(states.actingFor(1n)).toEqual([2n])
  })

  it('take the newest word about who is signed in, in whatever order words come and however long loading takes', async () => {
    const states = createKeyStates(store)
    const [add, user] = [(): Promise<number> => store.transaction((tx) => tx.keyChanges.add(1n, 1)), asUser(5)]
    const [first, second, third] = [await add(), await add(), await add()]
    // Loaded before the third word comes, after the second.
    const loading = states.acquire(1n)
    expect(states.setUser(1n, undefined, third + 1)).toEqual([])
    const state = await loading
    expect(state.userId).toBeUndefined()
    for (const version of [first, second, third, third + 1]) expect(states.setUser(1n, user, version)).toEqual([])
    expect(state.userId).toBeUndefined()
    expect(states.setUser(1n, user, third + 3)).toEqual([state])
    expect(states.setUser(1n, undefined, third + 2)).toEqual([])
    expect(state.userId).toBe(user)
    // What the store says now is older than what was told.
    await states.reload(1n)
    await store.transaction((tx) => tx.authorizations.remove(1n))
    await states.reload(1n)
    expect(state.userId).toBe(user)
    for (let i = 0; i < 3; i++) await add()
    await states.reload(1n)
    expect(state.userId).toBeUndefined()
  })

  it('that cannot be loaded trouble nobody but who asks for them', async () => {
    await store.close()
    const states = createKeyStates(store)
    const loading = states.acquire(1n)
    // A client that only pings never asks.
    await new Promise((resolve) => setTimeout(resolve, 1))
    await expect(loading).rejects.toThrow()
  })
})
