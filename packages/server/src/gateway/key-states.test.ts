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
    expect(states.actingFor(1n)).toEqual([state])
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
