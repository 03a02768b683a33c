import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { asUser } from '../testing/ids.ts'
import { type Given, noteGiven } from './told.ts'

let store: Store
const userId = asUser(5)
const authKeyId = 7n
beforeEach(async () => {
  store = openSqliteStore({ path: ':memory:' })
  await store.transaction((tx) => tx.authorizations.put({ authKeyId, userId, hash: 1n, createdAt: 1, activeAt: 1 }))
})
afterEach(() => store.close())

async function told(...states: readonly Omit<Given, 'partly'>[]): Promise<unknown> {
  for (const state of states) {
    await store.transaction((tx) => noteGiven(tx, userId, authKeyId, { ...state, partly: false }))
  }
  return (await store.read.authorizations.get(authKeyId))?.told?.marks
}

describe('the states that a device was given', () => {
  it('are kept by their dates, the last ones', async () => {
    const states = [1, 2, 3, 4, 5, 6].map((at) => ({ upTo: 10 * at, date: 100 + at }))
    expect(await told(...states)).toEqual(states.slice(-4))
  })

  it('vouch for the less where two requests at once were given one date, in whatever order they are noted', async () => {
    const [less, more] = [
      { upTo: 5, date: 100 },
      { upTo: 6, date: 100 },
    ]
    expect(await told(less, more)).toEqual([less])
    await told({ upTo: 9, date: 101 })
    expect(await told(more, less)).toEqual([less, { upTo: 9, date: 101 }])
  })

  it('say whether the last of them told all', async () => {
    const note = (date: number, partly: boolean): Promise<void> =>
      store.transaction((tx) => noteGiven(tx, userId, authKeyId, { upTo: date, date, partly }))
    const isPartly = async (): Promise<boolean | undefined> =>
      (await store.read.authorizations.get(authKeyId))?.told?.partly
    await note(100, true)
    expect(await isPartly()).toBe(true)
    // One that comes late says nothing of the last.
    await note(90, false)
    expect(await isPartly()).toBe(true)
    await note(101, false)
    expect(await isPartly()).toBe(false)
  })
})
