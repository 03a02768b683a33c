import { type api, decode } from '@chappe/tl-codec/api'
import type { StoredClientKey } from '@chappe/transport'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthKeyStore } from './gateway/auth-key-store.ts'
import { keyWatchSeconds } from './gateway/key-news.ts'
import { systemClock } from './ports/clock.ts'
import { leaseSeconds } from './processes/leases.ts'
import type { NetworkClient, NetworkListener } from './testing/network-client.ts'
import { startTwoServers, type TestProcess, type TwoServers } from './testing/two-servers.ts'

const second = 1000
/** In which order words come follows from it. */
const seed = 7

let both: TwoServers
let here: TestProcess
let there: TestProcess
beforeEach(async () => {
  both = await startTwoServers({ seed })
  ;[here, there] = both.servers
})
afterEach(() => both.close())

interface Person {
  readonly client: NetworkClient
  readonly key: StoredClientKey
  readonly updates: api.Update[]
}

async function signUp(at: TestProcess, phoneNumber: string, listener: NetworkListener = {}): Promise<Person> {
  let key: StoredClientKey | undefined
  const updates: api.Update[] = []
  const client = at.connect({
    saveKey: async (made) => {
      key = made ?? key
    },
    onUpdate: (body) => updates.push(...updatesIn(decode('Updates', body))),
    ...listener,
  })
  const settings = { _: 'codeSettings' } as const
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode' || key === undefined) throw new TypeError('a code is sent to who has a key')
  const code = { phoneNumber, phoneCodeHash: sent.phoneCodeHash }
  const found = await client.call({ _: 'auth.signIn', ...code, phoneCode: phoneNumber.charAt(5).repeat(5) })
  if (found._ === 'auth.authorizationSignUpRequired') {
    await client.call({ _: 'auth.signUp', ...code, firstName: phoneNumber, lastName: '' })
  }
  await client.call({ _: 'updates.getState' })
  return { client, key, updates }
}

function updatesIn(updates: api.Updates): readonly api.Update[] {
  if (updates._ === 'updateShort') return [updates.update]
  return updates._ === 'updates' ? updates.updates : []
}

const statusesIn = ({ updates }: Person): string[] =>
  updates.flatMap((update) => (update._ === 'updateUserStatus' ? [update.status._] : []))

const [phoneA, phoneB] = ['9996610001', '9996620002']
const online = { _: 'account.updateStatus', offline: false } as const

/** Waits for what takes time: a server holds what comes first in a session that it does not know, for want of what was before. */
async function timePasses<T>(work: Promise<T>): Promise<T> {
  let isDone = false
  const done = (): void => {
    isDone = true
  }
  work.then(done, done)
  while (!isDone) await both.pass(100)
  return work
}

/** Bob lists Ada, and so hears of it when she comes and goes. */
async function acquaint(ada: Person, bob: Person): Promise<void> {
  const contact = { _: 'inputPhoneContact', clientId: 1n, firstName: 'x', lastName: '' } as const
  await bob.client.call({ _: 'contacts.importContacts', contacts: [{ ...contact, phone: phoneA }] })
  await ada.client.call({ _: 'contacts.importContacts', contacts: [{ ...contact, phone: phoneB }] })
  await both.settle()
  bob.updates.length = 0
}

describe('someone who is there by two servers', () => {
  it('is offline when the connections to both are gone, and not before', async () => {
    const ada = await signUp(here, phoneA)
    const bob = await signUp(there, phoneB)
    await acquaint(ada, bob)
    // The same device, with another session at the other server.
    const adaThere = there.connect({ key: ada.key })
    await ada.client.call(online)
    await adaThere.call(online)
    await both.settle()
    expect(statusesIn(bob)).toEqual(['userStatusOnline'])
    ada.client.goAway()
    await both.pass(20 * second)
    await both.settle()
    expect(statusesIn(bob)).toEqual(['userStatusOnline'])
    await adaThere.close()
    await both.pass(20 * second)
    await vi.waitUntil(async () => {
      await both.settle()
      return statusesIn(bob).length === 2
    })
    expect(statusesIn(bob)).toEqual(['userStatusOnline', 'userStatusOffline'])
  })

  it('stays online when a connection goes over to the other server, and goes offline by that one', async () => {
    let port = here.server.port
    const ada = await signUp(here, phoneA, { port: () => port })
    const bob = await signUp(there, phoneB)
    await acquaint(ada, bob)
    await ada.client.call(online)
    ada.client.goAway()
    port = there.server.port
    ada.client.comeBack()
    await timePasses(ada.client.call({ _: 'updates.getState' }))
    await both.pass(60 * second)
    await both.settle()
    expect(statusesIn(bob)).toEqual(['userStatusOnline'])
    ada.client.goAway()
    await both.pass(20 * second)
    await both.settle()
    expect(statusesIn(bob)).toEqual(['userStatusOnline', 'userStatusOffline'])
  })

  it.each(['the one that does the upkeep', 'the other one'])(
    'goes offline some time after a server was killed: %s',
    async (which) => {
      const [killed, left] = which === 'the other one' ? [there, here] : [here, there]
      const ada = await signUp(killed, phoneA)
      const bob = await signUp(left, phoneB)
      await acquaint(ada, bob)
      await ada.client.call(online)
      await both.settle()
      killed.kill()
      ada.client.goAway()
      await both.pass(10 * second)
      await both.settle()
      expect(statusesIn(bob)).toEqual(['userStatusOnline'])
      // The lease of the process; that of the upkeep, and until it is asked for; and until presence is looked after.
      await both.pass((leaseSeconds + 10 + 15) * second)
      await both.settle()
      expect(statusesIn(bob)).toEqual(['userStatusOnline', 'userStatusOffline'])
    },
  )
})

describe('a key that was destroyed by one server', () => {
  it.each(['told by the bus', 'not told'])('is refused by the other one: %s', async (told) => {
    const ada = await signUp(here, phoneA)
    const lost: unknown[] = []
    const adaThere = there.connect({
      key: ada.key,
      saveKey: async (key) => {
        lost.push(key)
      },
    })
    await adaThere.call({ _: 'updates.getState' })
    both.bus.cut = told === 'not told'
    const { authKeyId } = await onlyKey()
    const bus = both.bus.connect()
    expect(await createAuthKeyStore(both.store, { bus, clock: systemClock }).delete(authKeyId)).toBe(true)
    await both.settle()
    await both.pass((keyWatchSeconds + 1) * second)
    // The client learns that the key is gone, and makes another one, by which nobody is signed in.
    await expect(adaThere.call({ _: 'updates.getState' })).rejects.toMatchObject({ code: 'ANSWER_LOST' })
    await expect(adaThere.call({ _: 'users.getUsers', id: [] })).rejects.toThrow()
    expect(lost[0]).toBeUndefined()
    expect(lost).toHaveLength(2)
  })

  async function onlyKey(): Promise<{ readonly authKeyId: bigint }> {
    const user = await both.store.read.users.byPhone(phoneA)
    const [device] = user === undefined ? [] : await both.store.read.authorizations.ofUser(user.id)
    if (device === undefined) throw new TypeError('one device is signed in')
    return device
  }
})

describe('the upkeep of a store that two servers share', () => {
  const doer = async (): Promise<string | undefined> => (await both.store.read.leases.get('upkeep'))?.holder

  /** Notes to herself, by the server that is left. */
  async function scheduleAt(at: TestProcess): Promise<(text: string, inSeconds: number) => Promise<void>> {
    const ada = await signUp(at, phoneA)
    return async (message, inSeconds) => {
      const [peer, randomId] = [{ _: 'inputPeerSelf' } as const, BigInt(both.now())]
      const scheduleDate = both.now() + inSeconds
      await ada.client.call({ _: 'messages.sendMessage', peer, message, randomId, scheduleDate })
    }
  }

  const firstPage = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 }

  /** What was sent, newest first. */
  async function sent(): Promise<string[]> {
    const user = await both.store.read.users.byPhone(phoneA)
    if (user === undefined) throw new TypeError('she has signed up')
    const page = await both.store.read.messages.history({ box: user.id, peer: user.id, ...firstPage })
    return page.map(({ data }) => {
      const message = decode('Message', data)
      return message._ === 'message' ? message.message : message._
    })
  }

  it('is done once, and taken over some time after the server that did it was killed', async () => {
    const schedule = await scheduleAt(there)
    const first = await doer()
    await schedule('one', 20)
    await both.pass(60 * second)
    expect(await sent()).toEqual(['one'])
    here.kill()
    await schedule('two', 12)
    await both.pass(15 * second)
    expect(await sent()).toEqual(['one'])
    await both.pass((leaseSeconds + 10) * second)
    expect(await sent()).toEqual(['two', 'one'])
    expect(await doer()).not.toBe(first)
  })

  it('is handed over at once by a server that stops', async () => {
    const schedule = await scheduleAt(there)
    await schedule('one', 20)
    await here.stop()
    expect(await doer()).toBeUndefined()
    await both.pass(22 * second)
    expect(await sent()).toEqual(['one'])
  })
})
