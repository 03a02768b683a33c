import { afterEach, beforeEach, expect, it } from 'vitest'
import type { UserId } from '../ids.ts'
import type { KeyState } from '../rpc/caller.ts'
import { unusedKeySeconds } from '../services/auth/upkeep.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { createKeepKeys } from './keep-keys.ts'
import { createKeyStates } from './key-states.ts'

const day = 86_400
const [idle, away, signedIn] = [1n, 2n, 3n]

let store: Store
let userId: UserId
beforeEach(async () => {
  store = openSqliteStore({ path: ':memory:' })
  userId = await store.transaction(async (tx) => {
    for (const id of [idle, away, signedIn]) {
      await tx.authKeys.add({ id, key: new Uint8Array(256), initialSalt: 0n, createdAt: 0, expiresAt: undefined })
    }
    const user = await tx.users.create({ phone: '1', firstName: 'A', lastName: '', createdAt: 1 })
    await tx.authorizations.put({
      ...{ authKeyId: signedIn, userId: user.id, hash: 1n, createdAt: 1, activeAt: 1, ip: '10.0.0.1', endsAt: 2 },
      ...{ parent: undefined, confirmed: true, secretChatsOff: false, callsOff: false },
    })
    return user.id
  })
})
afterEach(() => store.close())

/** Sessions of clients that never asked for anything. */
async function open(
  ...ids: readonly bigint[]
): Promise<{ sessions: Parameters<typeof createKeepKeys>[1]; of: KeyState[] }> {
  const states = createKeyStates(store)
  const sessions = ids.map((authKeyId) => ({
    transport: { authKeyId, sessionId: 1n, connected: authKeyId !== away, push() {} },
    ready: states.acquire(authKeyId),
  }))
  return { sessions: () => sessions, of: await Promise.all(sessions.map(({ ready }) => ready)) }
}

it('keeps the key of a client that only pings, as long as that is connected', async () => {
  const { sessions } = await open(idle, away, signedIn)
  const keep = createKeepKeys(store, sessions)
  const end = 100 * day
  for (let now = day; now <= end; now += day / 2) await keep.run(now)
  await store.transaction((tx) => tx.authKeys.removeUnused(end - unusedKeySeconds, end, 10))
  expect(await store.read.authKeys.get(idle)).toMatchObject({ usedAt: end })
  expect(await store.read.authKeys.get(away)).toBeUndefined()
})

it('keeps the device of one who is signed in, and its address', async () => {
  const { sessions } = await open(signedIn, signedIn)
  await createKeepKeys(store, sessions).run(50 * day)
  const { sessionTtlDays } = await store.read.accountSettings.get(userId)
  expect(await store.read.authorizations.get(signedIn)).toMatchObject({
    activeAt: 50 * day,
    endsAt: (50 + sessionTtlDays) * day,
    ip: '10.0.0.1',
  })
})

it('writes once a day at the most, many at a time', async () => {
  let units = 0
  const counting: Pick<Store, 'transaction'> = {
    transaction(unit) {
      units++
      return store.transaction(unit)
    },
  }
  const { sessions, of } = await open(...Array.from({ length: 150 }, (_, at) => BigInt(at + 1)))
  const keep = createKeepKeys(counting, sessions)
  await keep.run(day)
  expect(units).toBe(2)
  await keep.run(2 * day - 1)
  expect(units).toBe(2)
  for (const key of of) key.usedAt = 2 * day
  await keep.run(2 * day)
  expect(units).toBe(3)
})
