import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuthKeyStore } from '../../gateway/auth-key-store.ts'
import { systemClock } from '../../ports/clock.ts'
import { asUser } from '../../testing/ids.ts'
import {
  createTestServer,
  requestCode,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

const phone = '9996610001'
const day = 86_400 * 1000

let server: TestServer
let ada: TestClient
beforeEach(async () => {
  server = await createTestServer({ loginNotices: true, rateLimits: {} })
  ada = await signUp(server, phone, 'Ada')
  await ada.call({ _: 'updates.getState' })
})
afterEach(() => server.close())

const exportToken: api.auth.exportLoginToken = {
  _: 'auth.exportLoginToken',
  apiId: 1,
  apiHash: 'x',
  exceptIds: [],
}

function updatesOf(client: TestClient): api.Update[] {
  return client.pushed.flatMap((updates) =>
    updates._ === 'updateShort' ? [updates.update] : updates._ === 'updates' ? updates.updates : [],
  )
}

function textsOf(client: TestClient): string[] {
  return updatesOf(client).flatMap((update) =>
    update._ === 'updateNewMessage' && update.message._ === 'message' ? [update.message.message] : [],
  )
}

describe('login by QR code', () => {
  it('signs in the device that shows the code, with a device that reads it', async () => {
    const shows = await server.connect()
    const shown = await shows.call(exportToken)
    if (shown._ !== 'auth.loginToken') throw new TypeError('a token was expected')
    expect(shown.expires).toBe(server.clock.now / 1000 + 30)
    const accepted = await ada.call({ _: 'auth.acceptLoginToken', token: shown.token })
    expect(accepted).toMatchObject({ deviceModel: 'test', passwordPending: undefined })
    expect(updatesOf(shows)).toEqual([{ _: 'updateLoginToken' }])
    const done = await shows.call(exportToken)
    expect(done).toMatchObject({ _: 'auth.loginTokenSuccess', authorization: { user: { firstName: 'Ada' } } })
    const { authorizations } = await ada.call({ _: 'account.getAuthorizations' })
    expect(authorizations.map((one) => one.hash)).toContain(accepted.hash)
    await expect(ada.call({ _: 'auth.acceptLoginToken', token: shown.token })).rejects.toThrow('AUTH_TOKEN_INVALIDX')
  })

  it('takes a code once, in its time, and only on the device that shows it', async () => {
    const shows = await server.connect()
    const first = await shows.call(exportToken)
    if (first._ !== 'auth.loginToken') throw new TypeError('a token was expected')
    const { token } = first
    await expect(ada.call({ _: 'auth.acceptLoginToken', token: Uint8Array.of(1) })).rejects.toThrow(
      'AUTH_TOKEN_INVALIDX',
    )
    await expect(shows.call({ _: 'auth.importLoginToken', token })).rejects.toThrow('AUTH_TOKEN_INVALID')
    const second = await shows.call(exportToken)
    if (second._ !== 'auth.loginToken') throw new TypeError('a token was expected')
    await ada.call({ _: 'auth.acceptLoginToken', token: second.token })
    await expect(ada.call({ _: 'auth.acceptLoginToken', token: second.token })).rejects.toThrow(
      'AUTH_TOKEN_ALREADY_ACCEPTED',
    )
    const thief = await server.connect()
    await expect(thief.call({ _: 'auth.importLoginToken', token: second.token })).rejects.toThrow('AUTH_TOKEN_INVALID')
    expect(await shows.call({ _: 'auth.importLoginToken', token: second.token })).toMatchObject({
      _: 'auth.loginTokenSuccess',
    })
    const late = await server.connect()
    const third = await late.call(exportToken)
    server.clock.now += 31_000
    if (third._ !== 'auth.loginToken') throw new TypeError('a token was expected')
    await expect(ada.call({ _: 'auth.acceptLoginToken', token: third.token })).rejects.toThrow('AUTH_TOKEN_EXPIRED')
  })
})

describe('exported authorizations', () => {
  const importInto = async (key: TestClient, from: TestClient): Promise<TestClient> => {
    const { id, bytes } = await from.call({ _: 'auth.exportAuthorization', dcId: 2 })
    await key.call({ _: 'auth.importAuthorization', id, bytes })
    return key
  }
  const importFrom = async (from: TestClient): Promise<TestClient> => importInto(await server.connect(), from)
  const devices = async (): Promise<api.Authorization[]> =>
    (await ada.call({ _: 'account.getAuthorizations' })).authorizations
  const isSignedIn = (client: TestClient): Promise<boolean> =>
    client.call({ _: 'updates.getState' }).then(
      () => true,
      () => false,
    )

  it('sign in a second key, which is shown, of which the others hear, and which ends with the first', async () => {
    const second = await server.connect()
    const { id, bytes } = await ada.call({ _: 'auth.exportAuthorization', dcId: 2 })
    expect(await second.call({ _: 'auth.importAuthorization', id, bytes })).toMatchObject({ user: { self: true } })
    await expect(second.call({ _: 'auth.importAuthorization', id, bytes })).rejects.toThrow('AUTH_BYTES_INVALID')
    const [, imported] = await devices()
    expect(imported).toMatchObject({ unconfirmed: true, current: undefined })
    expect(textsOf(ada)).toEqual([expect.stringContaining('New sign-in')])
    expect(updatesOf(ada)).toContainEqual(
      expect.objectContaining({ _: 'updateNewAuthorization', unconfirmed: true, hash: imported?.hash }),
    )
    await ada.call({ _: 'auth.logOut' })
    expect(await isSignedIn(second)).toBe(false)
  })

  it('end with what they came from at any depth, and by themselves', async () => {
    const second = await importFrom(ada)
    const third = await importFrom(second)
    const fourth = await importFrom(third)
    const rows = await devices()
    expect(rows).toHaveLength(4)
    const hashOf = async (client: TestClient): Promise<bigint> => {
      const all = await server.store.read.authorizations.ofUser(asUser(client.key.userId ?? 0))
      return all.find((one) => one.authKeyId === client.key.authKeyId)?.hash ?? 0n
    }
    await ada.call({ _: 'account.resetAuthorization', hash: await hashOf(third) })
    expect(await Promise.all([ada, second, third, fourth].map(isSignedIn))).toEqual([true, true, false, false])
    const fifth = await importFrom(second)
    await ada.call({ _: 'auth.logOut' })
    expect(await Promise.all([ada, second, fifth].map(isSignedIn))).toEqual([false, false, false])
  })

  it('leave nothing behind when a device ends all others, and what it came from where that asks', async () => {
    const second = await importFrom(ada)
    const third = await importFrom(second)
    const other = await signIn(server, phone)
    await ada.call({ _: 'auth.resetAuthorizations' })
    expect(await Promise.all([ada, second, third, other].map(isSignedIn))).toEqual([true, false, false, false])
    const again = await importFrom(ada)
    await again.call({ _: 'auth.resetAuthorizations' })
    expect(await Promise.all([ada, again].map(isSignedIn))).toEqual([true, true])
  })

  it('are worth nothing any more once all other devices were ended', async () => {
    const { id, bytes } = await ada.call({ _: 'auth.exportAuthorization', dcId: 2 })
    const shows = await server.connect()
    const shown = await shows.call(exportToken)
    if (shown._ !== 'auth.loginToken') throw new TypeError('a token was expected')
    await ada.call({ _: 'auth.acceptLoginToken', token: shown.token })
    await ada.call({ _: 'auth.resetAuthorizations' })
    const late = await server.connect()
    await expect(late.call({ _: 'auth.importAuthorization', id, bytes })).rejects.toThrow('AUTH_BYTES_INVALID')
    const again = { _: 'auth.importLoginToken', token: shown.token } as const
    await expect(shows.call(again)).rejects.toThrow('AUTH_TOKEN_INVALID')
  })

  it('do not hide a device that is there, nor let two of them hide each other', async () => {
    const second = await importFrom(ada)
    await importInto(ada, second)
    expect(await devices()).toHaveLength(2)
    const other = await signIn(server, phone)
    await importInto(other, ada)
    expect(await devices()).toHaveLength(3)
    await ada.call({ _: 'auth.logOut' })
    expect(await Promise.all([second, other].map(isSignedIn))).toEqual([false, true])
  })

  it('end when the key that they came from signs in as somebody else, or is destroyed', async () => {
    const second = await importFrom(ada)
    const eve = await signUp(server, '9996620002', 'Eve')
    await importInto(ada, eve)
    expect(await isSignedIn(second)).toBe(false)
    const third = await importFrom(eve)
    const keys = createAuthKeyStore(server.store, { bus: server.bus, clock: systemClock })
    expect(await keys.delete(eve.key.authKeyId)).toBe(true)
    expect(await isSignedIn(third)).toBe(false)
  })

  it('of an earlier version are shown and end, also in rings and without what they came from', async () => {
    const [second, third, lost] = [await importFrom(ada), await importFrom(ada), await importFrom(ada)]
    await server.store.transaction(async (tx) => {
      for (const [client, parent] of [
        [second, third.key.authKeyId],
        [third, second.key.authKeyId],
        [lost, 987n],
      ] as const) {
        const authorization = await tx.authorizations.get(client.key.authKeyId)
        if (authorization !== undefined) await tx.authorizations.put({ ...authorization, parent })
      }
    })
    expect(await devices()).toHaveLength(4)
    await ada.call({ _: 'auth.resetAuthorizations' })
    expect(await Promise.all([second, third, lost].map(isSignedIn))).toEqual([false, false, false])
  })

  it('are refused for other data centres, other users, and when they are old', async () => {
    await expect(ada.call({ _: 'auth.exportAuthorization', dcId: 4 })).rejects.toThrow('DC_ID_INVALID')
    const other = await server.connect()
    const first = await ada.call({ _: 'auth.exportAuthorization', dcId: 2 })
    await expect(other.call({ _: 'auth.importAuthorization', id: 5n, bytes: first.bytes })).rejects.toThrow(
      'USER_ID_INVALID',
    )
    const { id, bytes } = await ada.call({ _: 'auth.exportAuthorization', dcId: 2 })
    server.clock.now += 61_000
    await expect(other.call({ _: 'auth.importAuthorization', id, bytes })).rejects.toThrow('AUTH_BYTES_INVALID')
  })
})

describe('service messages', () => {
  it('bring a login code to the devices that there are, and then tell of the new one', async () => {
    const client = await server.connect()
    const sent = await client.call({
      _: 'auth.sendCode',
      phoneNumber: phone,
      apiId: 1,
      apiHash: 'x',
      settings: { _: 'codeSettings' },
    })
    expect(sent).toMatchObject({ type: { _: 'auth.sentCodeTypeApp', length: 5 }, nextType: { _: 'auth.codeTypeSms' } })
    expect(textsOf(ada)).toEqual([expect.stringContaining('Login code: 11111')])
    if (sent._ !== 'auth.sentCode') throw new TypeError('a code was expected')
    const { phoneCodeHash } = sent
    await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: '11111' })
    expect(textsOf(ada)[1]).toContain('New sign-in')
    expect(updatesOf(ada)).toContainEqual(expect.objectContaining({ _: 'updateNewAuthorization', unconfirmed: true }))
    const { messages, users } = await ada
      .call({
        _: 'messages.getHistory',
        peer: { _: 'inputPeerUser', userId: 777000n, accessHash: await hashOfService() },
        offsetId: 0,
        offsetDate: 0,
        addOffset: 0,
        limit: 10,
        maxId: 0,
        minId: 0,
        hash: 0n,
      })
      .then((page) => (page._ === 'messages.messagesNotModified' ? { messages: [], users: [] } : page))
    expect(messages).toHaveLength(2)
    expect(users).toContainEqual(expect.objectContaining({ id: 777000n, verified: true, phone: '42777' }))
  })

  it('leave the way by SMS open, and are not sent to who has no other device', async () => {
    await ada.call({ _: 'auth.logOut' })
    const client = await server.connect()
    const settings = { _: 'codeSettings' } as const
    const request = { _: 'auth.sendCode', phoneNumber: phone, apiId: 1, apiHash: 'x', settings } as const
    expect(await client.call(request)).toMatchObject({ type: { _: 'auth.sentCodeTypeSms' } })
    await signIn(server, phone)
    const phoneCodeHash = await requestCode(client, phone)
    expect(await client.call({ _: 'auth.resendCode', phoneNumber: phone, phoneCodeHash })).toMatchObject({
      type: { _: 'auth.sentCodeTypeSms' },
    })
  })

  async function hashOfService(): Promise<bigint> {
    const { users } = await ada
      .call({
        _: 'messages.getDialogs',
        offsetDate: 0,
        offsetId: 0,
        offsetPeer: { _: 'inputPeerEmpty' },
        limit: 10,
        hash: 0n,
      })
      .then((dialogs) => (dialogs._ === 'messages.dialogsNotModified' ? { users: [] } : dialogs))
    const service = users.find((user) => user.id === 777000n)
    return service?._ === 'user' ? (service.accessHash ?? 0n) : 0n
  }
})

describe('the list of devices', () => {
  it('names all of them, and ends one, or all others', async () => {
    const [second, third] = [await signIn(server, phone), await signIn(server, phone)]
    const { authorizations } = await ada.call({ _: 'account.getAuthorizations' })
    expect(authorizations[0]).toMatchObject({ current: true, hash: 0n, deviceModel: 'test' })
    expect(authorizations).toHaveLength(3)
    expect(authorizations[1]).toMatchObject({ current: undefined, unconfirmed: true })
    const hash = authorizations[1]?.hash ?? 0n
    await expect(ada.call({ _: 'account.resetAuthorization', hash: 1n })).rejects.toThrow('HASH_INVALID')
    await ada.call({ _: 'account.resetAuthorization', hash })
    await expect(second.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    await ada.call({ _: 'auth.resetAuthorizations' })
    await expect(third.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    expect(await ada.call({ _: 'updates.getState' })).toMatchObject({ _: 'updates.state' })
  })

  it('lets another device vouch for a new one, and sets calls and secret chats for each', async () => {
    const second = await signIn(server, phone)
    const { authorizations } = await ada.call({ _: 'account.getAuthorizations' })
    const hash = authorizations[1]?.hash ?? 0n
    const change = { _: 'account.changeAuthorizationSettings', confirmed: true } as const
    await expect(second.call({ ...change, hash: 5n })).rejects.toThrow('HASH_INVALID')
    await second.call({ ...change, hash })
    const rows = async (): Promise<api.Authorization[]> =>
      (await ada.call({ _: 'account.getAuthorizations' })).authorizations
    expect((await rows())[1]?.unconfirmed).toBe(true)
    await ada.call({ ...change, hash, callRequestsDisabled: true })
    expect((await rows())[1]).toMatchObject({ unconfirmed: undefined, callRequestsDisabled: true })
  })

  it('signs a device out that was not used for the time that its owner chose', async () => {
    const second = await signIn(server, phone)
    await expect(ada.call({ _: 'account.setAuthorizationTTL', authorizationTtlDays: 0 })).rejects.toThrow(
      'TTL_DAYS_INVALID',
    )
    await ada.call({ _: 'account.setAuthorizationTTL', authorizationTtlDays: 10 })
    server.clock.now += 9 * day
    await ada.call({ _: 'updates.getState' })
    server.clock.now += 2 * day
    await server.upkeep()
    await expect(second.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    expect(await ada.call({ _: 'updates.getState' })).toMatchObject({ _: 'updates.state' })
  })

  it('knows no sites, since none can be signed in to', async () => {
    expect(await ada.call({ _: 'account.getWebAuthorizations' })).toMatchObject({ authorizations: [] })
    await expect(ada.call({ _: 'account.resetWebAuthorization', hash: 1n })).rejects.toThrow('HASH_INVALID')
  })
})

describe('a new device', () => {
  it('cannot lock the others out on its first day', async () => {
    const strict = await createTestServer({ freshSessionSeconds: 86_400, rateLimits: {} })
    const first = await signUp(strict, phone, 'Ada')
    strict.clock.now += 2 * day
    const second = await signIn(strict, phone)
    await expect(second.call({ _: 'auth.resetAuthorizations' })).rejects.toMatchObject({
      code: 406,
      message: 'FRESH_RESET_AUTHORISATION_FORBIDDEN',
    })
    expect(await first.call({ _: 'auth.resetAuthorizations' })).toBe(true)
    await strict.close()
  })
})
