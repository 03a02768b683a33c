import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asUser } from '../../testing/ids.ts'
import { createTestServer, signIn, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

const phone = '9996610001'
const newPhone = '9996620002'
const day = 86_400

let server: TestServer
let ada: TestClient
let thief: TestClient
beforeEach(async () => {
  server = await createTestServer({ freshSessionSeconds: day, rateLimits: {} })
  ada = await signUp(server, phone, 'Ada')
  server.clock.now += 2 * day * 1000
  thief = await signIn(server, phone)
  const userId = asUser(ada.key.userId ?? 0)
  await server.store.transaction((tx) => tx.loginEmails.put({ userId, email: 'ada@example.org' }))
})
afterEach(() => server.close())

const noProof: api.inputCheckPasswordEmpty = { _: 'inputCheckPasswordEmpty' }
const noPassword: api.account.passwordInputSettings = {
  _: 'account.passwordInputSettings',
  newAlgo: { _: 'passwordKdfAlgoUnknown' },
  newPasswordHash: new Uint8Array(0),
  hint: '',
}
const change: api.emailVerifyPurposeLoginChange = { _: 'emailVerifyPurposeLoginChange' }
const settings: api.codeSettings = { _: 'codeSettings' }
const verification: api.emailVerificationCode = { _: 'emailVerificationCode', code: '123456' }

/** All that takes an account over, and what a device hears that was signed in just now. */
const takesOver: readonly (readonly [api.Method, number, string])[] = [
  [{ _: 'account.sendChangePhoneCode', phoneNumber: newPhone, settings }, 406, 'FRESH_CHANGE_PHONE_FORBIDDEN'],
  [
    { _: 'account.changePhone', phoneNumber: newPhone, phoneCodeHash: 'x', phoneCode: '22222' },
    406,
    'FRESH_CHANGE_PHONE_FORBIDDEN',
  ],
  [{ _: 'account.updatePasswordSettings', password: noProof, newSettings: noPassword }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'account.cancelPasswordEmail' }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'account.resetPassword' }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'auth.recoverPassword', code: '123456' }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'account.sendVerifyEmailCode', purpose: change, email: 'thief@example.org' }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'account.verifyEmail', purpose: change, verification }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'account.deleteAccount', reason: '' }, 400, 'SESSION_TOO_FRESH_86400'],
  [{ _: 'auth.resetAuthorizations' }, 406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN'],
  [{ _: 'account.setAuthorizationTTL', authorizationTtlDays: 1 }, 406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN'],
]

describe('a device that was signed in just now', () => {
  it.each(takesOver)('takes no account over: $_', async (request, code, message) => {
    await expect(thief.call(request)).rejects.toMatchObject({ code, message })
    server.clock.now += day * 1000
    // A day later nothing of this is left of the answer, whatever else may be wrong.
    const outcome: unknown = await thief.call(request).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(String(outcome)).not.toContain('FRESH')
  })

  it('neither ends another device by its name, nor vouches for one', async () => {
    const second = await signIn(server, phone)
    const rows = await server.store.read.authorizations.ofUser(asUser(ada.key.userId ?? 0))
    const hashOf = (client: TestClient): bigint =>
      rows.find((one) => one.authKeyId === client.key.authKeyId)?.hash ?? 0n
    const refused = { code: 406, message: 'FRESH_RESET_AUTHORISATION_FORBIDDEN' }
    const end = { _: 'account.resetAuthorization', hash: hashOf(ada) } as const
    await expect(thief.call(end)).rejects.toMatchObject(refused)
    const vouch = { _: 'account.changeAuthorizationSettings', hash: hashOf(second), confirmed: true } as const
    await expect(thief.call(vouch)).rejects.toMatchObject(refused)
    expect(await ada.call(vouch)).toBe(true)
  })

  it('is not made older by another key of its own, nor by the old device that it came from', async () => {
    const imported = await server.connect()
    const { id, bytes } = await ada.call({ _: 'auth.exportAuthorization', dcId: 2 })
    await imported.call({ _: 'auth.importAuthorization', id, bytes })
    const request = { _: 'account.sendChangePhoneCode', phoneNumber: newPhone, settings } as const
    await expect(imported.call(request)).rejects.toThrow('FRESH_CHANGE_PHONE_FORBIDDEN')
    expect(await ada.call(request)).toMatchObject({ _: 'auth.sentCode' })
  })
})

describe('the device by which an account was made', () => {
  it('may protect, move and delete it at once, and another one may not', async () => {
    const bob = await signUp(server, '9996630003', 'Bob')
    const second = await signIn(server, '9996630003')
    const request = { _: 'account.sendChangePhoneCode', phoneNumber: newPhone, settings } as const
    await expect(second.call(request)).rejects.toThrow('FRESH_CHANGE_PHONE_FORBIDDEN')
    expect(await bob.call(request)).toMatchObject({ _: 'auth.sentCode' })
    expect(await bob.call({ _: 'auth.resetAuthorizations' })).toBe(true)
    expect(await bob.call({ _: 'account.deleteAccount', reason: '' })).toBe(true)
  })
})
