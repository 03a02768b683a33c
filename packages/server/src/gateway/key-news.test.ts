import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { announceKey } from '../changes/announce-key.ts'
import { systemClock } from '../ports/clock.ts'
import { type SharedStore, shareStore } from '../testing/shared-store.ts'
import { signIn, signUp, type TestClient, type TestServer } from '../testing/test-server.ts'
import { createAuthKeyStore } from './auth-key-store.ts'

const phone = '9996610001'

let shared: SharedStore
let here: TestServer
let there: TestServer
/** A device here, and another one of the same user, with a session on each server. */
let first: TestClient
let second: TestClient
let secondThere: TestClient
beforeEach(async () => {
  shared = await shareStore(1)
  ;[here, there] = shared.servers
  first = await signUp(here, phone, 'Ada')
  second = await signIn(here, phone)
  secondThere = await there.connect(undefined, second.key.authKeyId)
  await secondThere.call({ _: 'updates.getState' })
  shared.bus.bringAll()
})
afterEach(() => shared.close())

/** How a server comes to know what happened at another one. */
const ways: readonly { readonly name: string; readonly cut: boolean; learn(): Promise<void> }[] = [
  { name: 'by the bus', cut: false, learn: async () => shared.bus.bringAll() },
  { name: 'from the store, where the bus lost it', cut: true, learn: async () => there.watchKeys() },
]

/** What a message brings about takes some. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
}

async function isSignedIn(client: TestClient): Promise<boolean> {
  try {
    await client.call({ _: 'updates.getState' })
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 401 })
    return false
  }
}

describe.each(ways)('a server learns $name', ({ cut, learn }) => {
  it('that a device was signed out at another one, and pushes it nothing more', async () => {
    shared.bus.cut = cut
    const all = await first.call({ _: 'account.getAuthorizations' })
    const other = all.authorizations.find(({ current }) => !current)
    await first.call({ _: 'account.resetAuthorization', hash: other?.hash ?? 0n })
    expect(await isSignedIn(second)).toBe(false)
    // It does not know yet.
    expect(secondThere.key.userId).toBeDefined()
    secondThere.pushed.length = 0
    await learn()
    expect(secondThere.pushed).toEqual([{ _: 'updatesTooLong' }])
    expect(await isSignedIn(secondThere)).toBe(false)
    const note = { _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'x' } as const
    await first.call({ ...note, randomId: 1n })
    shared.bus.bringAll()
    expect(secondThere.pushed).toHaveLength(1)
  })

  it('that somebody signed in by a key that it holds', async () => {
    const stranger = await here.connect()
    const strangerThere = await there.connect(undefined, stranger.key.authKeyId)
    expect(await isSignedIn(strangerThere)).toBe(false)
    shared.bus.cut = cut
    const settings = { _: 'codeSettings' } as const
    const code = { phoneNumber: phone, phoneCode: '11111' }
    const sent = await stranger.call({ _: 'auth.sendCode', phoneNumber: phone, apiId: 1, apiHash: 'x', settings })
    if (sent._ !== 'auth.sentCode') throw new TypeError('a code is sent')
    await stranger.call({ _: 'auth.signIn', ...code, phoneCodeHash: sent.phoneCodeHash })
    expect(strangerThere.key.userId).toBeUndefined()
    await learn()
    expect(await isSignedIn(strangerThere)).toBe(true)
  })

  it('that a key was destroyed, with all temporary keys that act for it', async () => {
    const temporary = 99n
    await shared.store.transaction(async (tx) => {
      const key = { key: new Uint8Array(256), initialSalt: 0n, createdAt: 1, expiresAt: 2_000_000_000 }
      await tx.authKeys.add({ ...key, id: temporary })
      await tx.authKeys.bind(temporary, second.key.authKeyId)
    })
    const acting = await there.connect(undefined, temporary)
    expect(await isSignedIn(acting)).toBe(true)
    shared.bus.cut = cut
    const keys = createAuthKeyStore(shared.store, { bus: here.bus, clock: systemClock })
    expect(await keys.delete(second.key.authKeyId)).toBe(true)
    expect([there.holds(second.key.authKeyId), there.holds(temporary)]).toEqual([true, true])
    await learn()
    await turns()
    expect([there.holds(second.key.authKeyId), there.holds(temporary)]).toEqual([false, false])
    expect(await isSignedIn(acting)).toBe(false)
  })

  it('that a temporary key acts for a permanent one', async () => {
    const [temporary, permanent] = [99n, second.key.authKeyId]
    await shared.store.transaction((tx) =>
      tx.authKeys.add({
        id: temporary,
        key: new Uint8Array(256),
        initialSalt: 0n,
        createdAt: 1,
        expiresAt: 2_000_000_000,
      }),
    )
    const acting = await there.connect(undefined, temporary)
    expect(acting.key.unbound).toBe(true)
    shared.bus.cut = cut
    const { bus } = here
    await shared.store.transaction(async (tx) => {
      await tx.authKeys.bind(temporary, permanent)
      await announceKey(tx, { bus, clock: systemClock }, { type: 'bound', temporary, permanent, requestId: 'r' })
    })
    expect(acting.key.unbound).toBe(true)
    await learn()
    await turns()
    expect(acting.key).toMatchObject({ authKeyId: permanent, unbound: undefined })
    expect(await isSignedIn(acting)).toBe(true)
  })

  it('that temporary keys were dropped', async () => {
    const temporary = 99n
    await shared.store.transaction(async (tx) => {
      const key = { key: new Uint8Array(256), initialSalt: 0n, createdAt: 1, expiresAt: 2_000_000_000 }
      await tx.authKeys.add({ ...key, id: temporary })
      await tx.authKeys.bind(temporary, second.key.authKeyId)
    })
    await there.connect(undefined, temporary)
    shared.bus.cut = cut
    await second.call({ _: 'auth.dropTempAuthKeys', exceptAuthKeys: [] })
    expect(there.holds(temporary)).toBe(true)
    await learn()
    await turns()
    expect(there.holds(temporary)).toBe(false)
  })
})

describe('a server', () => {
  it('believes the last of several words about a key, in whatever order they come', async () => {
    for (let seed = 0; seed < 20; seed++) {
      await first.call({ _: 'account.updateStatus', offline: true })
      await second.call({ _: 'auth.logOut' })
      second = await signInAgain(second)
      shared.bus.bringAll()
      expect(secondThere.key.userId, `round ${seed}`).toBe(second.key.userId)
    }
  })

  it('looks at all keys that it holds when it was away for longer than changes are listed', async () => {
    shared.bus.cut = true
    await there.watchKeys()
    await second.call({ _: 'auth.logOut' })
    await shared.store.transaction((tx) => tx.keyChanges.forget(2 ** 31, 2 ** 31, 100))
    await there.watchKeys()
    expect(await isSignedIn(secondThere)).toBe(false)
  })
})

/** By the same key. */
async function signInAgain(client: TestClient): Promise<TestClient> {
  const settings = { _: 'codeSettings' } as const
  shared.clock.now += 900_000
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber: phone, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new TypeError('a code is sent')
  const { phoneCodeHash } = sent
  await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCode: '11111', phoneCodeHash })
  return client
}
