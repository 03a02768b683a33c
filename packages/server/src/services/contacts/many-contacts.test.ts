import { encode } from '@chappe/tl-codec/api'
import { afterEach, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { Store } from '../../store/store.ts'
import { countReads } from '../../testing/count-reads.ts'
import { asUser } from '../../testing/ids.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
afterEach(() => server.close())

/** People with rules of their own, each of which names others, in the list of the owner. */
async function addContacts(store: Store, owner: UserId, count: number): Promise<void> {
  const users = Array.from({ length: 20 }, (_, at) => BigInt(at + 1))
  const rules = encode({
    _: 'account.privacyRules',
    rules: [{ _: 'privacyValueDisallowUsers', users }, { _: 'privacyValueAllowAll' }],
    chats: [],
    users: [],
  })
  await store.transaction(async (tx) => {
    for (let i = 0; i < count; i++) {
      const name = { firstName: `${i}`, lastName: '' }
      const { id } = await tx.users.create({ ...name, phone: `7${owner}${count}${i}`, createdAt: 1 })
      await tx.contacts.put(owner, { ...name, userId: id, phone: '', addedAt: 1, closeFriend: false })
      for (const key of ['privacyKeyPhoneNumber', 'privacyKeyStatusTimestamp', 'privacyKeyAddedByPhone']) {
        await tx.privacy.put({ userId: id, key, rules })
      }
    }
  })
}

/** CPU that reading the list takes, in ms: the least of some times. */
async function cost(client: TestClient, count: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 4; i++) {
    const begun = process.threadCpuUsage()
    const list = await client.call({ _: 'contacts.getContacts', hash: 0n })
    const { user, system } = process.threadCpuUsage(begun)
    least = Math.min(least, (user + system) / 1000)
    expect(list._ === 'contacts.contacts' && list.users).toHaveLength(count)
    expect(list._ === 'contacts.contacts' && list.users[0]).toMatchObject({ phone: expect.any(String) })
  }
  return least
}

it('asks the store as often for many contacts with rules as for few, and costs as much for each', async () => {
  server = await createTestServer({ rateLimits: {} })
  const { store, asked } = countReads(server.store)
  const other = await createTestServer({ store, rateLimits: {} })
  const few = await signUp(other, '9996610001', 'Few')
  const many = await signUp(other, '9996620002', 'Many')
  await addContacts(server.store, asUser(few.key.userId ?? 0), 1000)
  await addContacts(server.store, asUser(many.key.userId ?? 0), 8000)
  const ask = async (client: TestClient): Promise<number> => {
    await client.call({ _: 'contacts.getContacts', hash: 0n })
    const before = asked.count
    await client.call({ _: 'contacts.getContacts', hash: 0n })
    return asked.count - before
  }
  const questions = await ask(few)
  expect(questions).toBeGreaterThan(0)
  expect(await ask(many)).toBe(questions)
  const [ofFew, ofMany] = [await cost(few, 1000), await cost(many, 8000)]
  // Eight times as many; where each looked through the rules of all, it was 22 times as much. Fewer than a thousand are
  // cheaper for each, as all of them fit into the caches.
  expect(ofMany).toBeLessThan(14 * ofFew)
})
