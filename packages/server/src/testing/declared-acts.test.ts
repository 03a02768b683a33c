import { afterEach, beforeEach, expect, it } from 'vitest'
import { serviceUserId } from '../ids.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { watchActs } from './declared-acts.ts'

let store: Store
beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' })
})
afterEach(() => store.close())

const change = (of: Store, pts: number): Promise<unknown> =>
  of.transaction((tx) => tx.boxes.advance([{ box: serviceUserId, pts, messages: 0 }]))

it('a method that changes a box fails unless it has said what it does there', async () => {
  const watch = watchActs(store, (method) => method === 'messages.sendMessage')
  const asked = (method: string, pts: number): Promise<unknown> =>
    watch.serve(method, () => Promise.resolve().then(() => change(watch.store, pts)))
  await expect(asked('messages.getHistory', 1)).rejects.toThrow('messages.getHistory changes box 777000')
  await asked('messages.getHistory', 0)
  await asked('messages.sendMessage', 1)
  // Nobody has asked, or the service account writes to whoever has.
  await change(watch.store, 1)
  await asked('auth.signIn', 1)
})

it('what a unit does after its commit counts as done by its own method, whoever came to the commit', async () => {
  const watch = watchActs(store, (method) => method === 'messages.sendMessage')
  const later = Promise.withResolvers<unknown>()
  const send = watch.serve('messages.sendMessage', () =>
    watch.store.transaction(async (tx) => tx.onCommit(() => later.resolve(change(watch.store, 1)))),
  )
  await Promise.all([watch.serve('messages.getHistory', () => change(watch.store, 0)), send, later.promise])
})
