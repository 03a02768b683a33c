import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BoxId } from '../ids.ts'
import { addUser } from '../store/contract/fixtures.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store, Transaction } from '../store/store.ts'
import { watchBoxOrder } from './box-order.ts'

let store: Store
let low: BoxId
let high: BoxId

beforeEach(async () => {
  store = watchBoxOrder(openSqliteStore({ path: ':memory:' }))
  low = await addUser(store, '1')
  high = await addUser(store, '2')
})
afterEach(() => store.close().catch(() => {}))

const take = (tx: Transaction, ...boxes: BoxId[]): Promise<unknown> =>
  tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 0 })))

describe('a store that watches the order of boxes', () => {
  it('lets a unit take boxes in rising order, and again those that it holds', async () => {
    await store.transaction(async (tx) => {
      await take(tx, low)
      await take(tx, low, high)
      await take(tx, low)
    })
    await expect(store.close()).resolves.toBeUndefined()
  })

  it('lets one call name them in any order', async () => {
    await store.transaction((tx) => take(tx, high, low))
    await expect(store.close()).resolves.toBeUndefined()
  })

  it('knows nothing of the boxes of other units', async () => {
    await store.transaction((tx) => take(tx, high))
    await store.transaction((tx) => take(tx, low))
    await expect(store.close()).resolves.toBeUndefined()
  })

  it('fails a unit that takes a lower box later, and then the test that closes it', async () => {
    const falling = store.transaction(async (tx) => {
      await take(tx, high)
      await take(tx, low)
    })
    await expect(falling).rejects.toThrow(`a unit that holds box ${high} takes box ${low}`)
    await expect(store.close()).rejects.toThrow(`takes box ${low}`)
  })

  it('fails it even when the unit goes on', async () => {
    await store.transaction(async (tx) => {
      await take(tx, high)
      await take(tx, low).catch(() => {})
    })
    await expect(store.close()).rejects.toThrow(`takes box ${low}`)
  })
})
