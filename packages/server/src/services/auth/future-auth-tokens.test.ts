import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, signIn, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

const phone = '491701234567'
const other = '9996620002'
const day = 86_400_000

let server: TestServer
let ada: TestClient
beforeEach(async () => {
  server = await createTestServer({ rateLimits: {}, freshSessionSeconds: 86_400 })
  ada = await server.connect()
  const sent = await sendCode(ada, [])
  const phoneCodeHash = sent._ === 'auth.sentCode' ? sent.phoneCodeHash : ''
  const attempt = { phoneNumber: phone, phoneCodeHash }
  await ada.call({ _: 'auth.signIn', ...attempt, phoneCode: server.codes.get(phone) ?? '' })
  await ada.call({ _: 'auth.signUp', ...attempt, firstName: 'Ada', lastName: '' })
})
afterEach(() => server.close())

function sendCode(client: TestClient, logoutTokens: Uint8Array[], phoneNumber = phone): Promise<api.auth.SentCode> {
  const settings: api.codeSettings = { _: 'codeSettings', logoutTokens }
  return client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
}

async function logOut(client: TestClient): Promise<Uint8Array | undefined> {
  return (await client.call({ _: 'auth.logOut' })).futureAuthToken
}

async function tokenOf(client: TestClient): Promise<Uint8Array> {
  server.clock.now += 2 * day
  const token = await logOut(client)
  if (token === undefined) throw new TypeError('a token was expected')
  return token
}

describe('a device that logged out', () => {
  it('signs in again without a code, once', async () => {
    const token = await tokenOf(ada)
    const wrong = Uint8Array.of(1, 2, 3)
    expect(await sendCode(ada, [wrong, token])).toMatchObject({
      _: 'auth.sentCodeSuccess',
      authorization: { _: 'auth.authorization', user: { firstName: 'Ada' } },
    })
    expect(await ada.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })).toMatchObject([{ self: true }])
    expect(await sendCode(await server.connect(), [token])).toMatchObject({ _: 'auth.sentCode' })
  })

  it('signs in nowhere else by it, and not for ever', async () => {
    await signUp(server, other, 'Bob')
    const token = await tokenOf(ada)
    expect(await sendCode(await server.connect(), [token], other)).toMatchObject({ _: 'auth.sentCode' })
    server.clock.now += 91 * day
    await server.upkeep()
    expect(await sendCode(ada, [token])).toMatchObject({ _: 'auth.sentCode' })
  })

  it('gets no token if it was signed in only now, or not at all', async () => {
    expect(await logOut(ada)).toBeUndefined()
    expect(await logOut(await server.connect())).toBeUndefined()
  })

  it('comes back by code once the account has ended all other sessions', async () => {
    const bob = await signUp(server, other, 'Bob')
    const second = await signIn(server, other)
    const token = await tokenOf(second)
    await bob.call({ _: 'auth.resetAuthorizations' })
    expect(await sendCode(second, [token], other)).toMatchObject({ _: 'auth.sentCode' })
  })
})
