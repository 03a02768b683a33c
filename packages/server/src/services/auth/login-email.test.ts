import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, requestCode, type TestClient, type TestServer } from '../../testing/test-server.ts'

const phoneNumber = '491701234567'
const email = 'ada@example.org'
const week = 7 * 86_400

let server: TestServer
beforeEach(async () => {
  server = await createTestServer({ loginEmail: true, rateLimits: {} })
})
afterEach(() => server.close())

async function sendCode(client: TestClient): Promise<api.auth.sentCode> {
  const settings: api.codeSettings = { _: 'codeSettings' }
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new TypeError(`no code was sent: ${sent._}`)
  return sent
}

function setup(phoneCodeHash: string): api.emailVerifyPurposeLoginSetup {
  return { _: 'emailVerifyPurposeLoginSetup', phoneNumber, phoneCodeHash }
}

function read(code: string = server.emails.at(-1)?.code ?? ''): api.emailVerificationCode {
  return { _: 'emailVerificationCode', code }
}

const change: api.emailVerifyPurposeLoginChange = { _: 'emailVerifyPurposeLoginChange' }

/** Somebody who signed up with a login e-mail. */
async function signUp(): Promise<TestClient> {
  const client = await server.connect()
  const { phoneCodeHash } = await sendCode(client)
  const purpose = setup(phoneCodeHash)
  await client.call({ _: 'account.sendVerifyEmailCode', purpose, email })
  const verified = await client.call({ _: 'account.verifyEmail', purpose, verification: read() })
  if (verified._ !== 'account.emailVerifiedLogin' || verified.sentCode._ !== 'auth.sentCode') {
    throw new TypeError('a code is sent next')
  }
  expect(verified).toMatchObject({ email, sentCode: { type: { _: 'auth.sentCodeTypeSms' } } })
  const named = { phoneNumber, phoneCodeHash: verified.sentCode.phoneCodeHash }
  const phoneCode = server.codes.get(phoneNumber) ?? ''
  expect(await client.call({ _: 'auth.signIn', ...named, phoneCode })).toMatchObject({
    _: 'auth.authorizationSignUpRequired',
  })
  await client.call({ _: 'auth.signUp', ...named, firstName: 'Ada', lastName: '' })
  return client
}

function signIn(client: TestClient, phoneCodeHash: string): Promise<api.auth.Authorization> {
  return client.call({ _: 'auth.signIn', phoneNumber, phoneCodeHash, emailVerification: read() })
}

describe('a login e-mail', () => {
  it('is asked for where the server wants one, and takes the codes from then on', async () => {
    const ada = await signUp()
    expect(await ada.call({ _: 'account.getPassword' })).toMatchObject({ loginEmailPattern: 'a***a@e***.org' })
    const next = await server.connect()
    const sent = await sendCode(next)
    expect(sent).toMatchObject({
      type: { _: 'auth.sentCodeTypeEmailCode', emailPattern: 'a***a@e***.org', length: 6, resetAvailablePeriod: week },
    })
    expect(server.emails.at(-1)).toMatchObject({ email, purpose: 'login' })
    const wrong = read(server.emails.at(-1)?.code === '000000' ? '000001' : '000000')
    const attempt = { _: 'auth.signIn', phoneNumber, phoneCodeHash: sent.phoneCodeHash } as const
    await expect(next.call({ ...attempt, emailVerification: wrong })).rejects.toThrow('PHONE_CODE_INVALID')
    const google: api.emailVerificationGoogle = { _: 'emailVerificationGoogle', token: 'x' }
    await expect(next.call({ ...attempt, emailVerification: google })).rejects.toThrow('EMAIL_TOKEN_INVALID')
    expect(await signIn(next, sent.phoneCodeHash)).toMatchObject({ user: { firstName: 'Ada' } })
  })

  it('takes a resent code, too', async () => {
    await signUp()
    const next = await server.connect()
    const { phoneCodeHash } = await sendCode(next)
    const resent = await next.call({ _: 'auth.resendCode', phoneNumber, phoneCodeHash })
    expect(resent).toMatchObject({ type: { _: 'auth.sentCodeTypeEmailCode' } })
    if (resent._ !== 'auth.sentCode') return
    await expect(signIn(next, phoneCodeHash)).rejects.toThrow('PHONE_CODE_EXPIRED')
    expect(await signIn(next, resent.phoneCodeHash)).toMatchObject({ _: 'auth.authorization' })
  })

  it('opens no account to whoever names an address of his own', async () => {
    const ada = await signUp()
    await ada.call({ _: 'auth.logOut' })
    const thief = await server.connect()
    const { phoneCodeHash } = await sendCode(thief)
    const purpose = setup(phoneCodeHash)
    const own = { _: 'account.sendVerifyEmailCode', purpose, email: 'thief@example.org' } as const
    await expect(thief.call(own)).rejects.toThrow('EMAIL_NOT_ALLOWED')
  })

  it('has to be verified in the attempt that asks for it, by the code that went there', async () => {
    const client = await server.connect()
    const { type, phoneCodeHash } = await sendCode(client)
    expect(type).toEqual({ _: 'auth.sentCodeTypeSetUpEmailRequired' })
    const purpose = setup(phoneCodeHash)
    const sendTo = (address: string, to = purpose): Promise<api.account.SentEmailCode> =>
      client.call({ _: 'account.sendVerifyEmailCode', purpose: to, email: address })
    const verify = (code: string): Promise<unknown> =>
      client.call({ _: 'account.verifyEmail', purpose, verification: read(code) })

    await expect(sendTo('no address')).rejects.toThrow('EMAIL_INVALID')
    await expect(sendTo(email, setup('unknown'))).rejects.toThrow('PHONE_HASH_EXPIRED')
    await expect(verify('123456')).rejects.toThrow('EMAIL_VERIFY_EXPIRED')
    await expect(client.call({ _: 'auth.resendCode', phoneNumber, phoneCodeHash })).rejects.toThrow(
      'SEND_CODE_UNAVAILABLE',
    )
    const guess = { _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode: '12345' } as const
    await expect(client.call(guess)).rejects.toThrow('PHONE_CODE_INVALID')

    expect(await sendTo(email)).toEqual({ _: 'account.sentEmailCode', emailPattern: 'a***a@e***.org', length: 6 })
    const right = server.emails.at(-1)?.code ?? ''
    const wrong = right === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) await expect(verify(wrong)).rejects.toThrow('CODE_INVALID')
    await expect(verify(right)).rejects.toThrow('EMAIL_VERIFY_EXPIRED')
    for (let i = 0; i < 4; i++) await sendTo(email)
    await expect(sendTo(email)).rejects.toThrow('FLOOD_WAIT')
  })

  it('is changed on a signed-in device', async () => {
    const ada = await signUp()
    await ada.call({ _: 'account.sendVerifyEmailCode', purpose: change, email: 'new@example.org' })
    const verify = { _: 'account.verifyEmail', purpose: change } as const
    await expect(ada.call({ ...verify, verification: read('x') })).rejects.toThrow('CODE_INVALID')
    expect(await ada.call({ ...verify, verification: read() })).toEqual({
      _: 'account.emailVerified',
      email: 'new@example.org',
    })
    await sendCode(await server.connect())
    expect(server.emails.at(-1)).toMatchObject({ email: 'new@example.org', purpose: 'login' })
  })

  it('is changed only where there is one, and by nobody who is not signed in', async () => {
    const stranger = await server.connect()
    const request = { _: 'account.sendVerifyEmailCode', purpose: change, email } as const
    await expect(stranger.call(request)).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    const other = await createTestServer()
    const client = await other.connect()
    const phoneCodeHash = await requestCode(client, '9996610001')
    const named = { phoneNumber: '9996610001', phoneCodeHash }
    await client.call({ _: 'auth.signIn', ...named, phoneCode: '11111' })
    await client.call({ _: 'auth.signUp', ...named, firstName: 'Ada', lastName: '' })
    await expect(client.call(request)).rejects.toThrow('EMAIL_NOT_SETUP')
    await other.close()
  })

  it('is given up a week after somebody asked for that who cannot read it', async () => {
    await signUp()
    const late = await server.connect()
    const { phoneCodeHash } = await sendCode(late)
    const reset = { _: 'auth.resetLoginEmail', phoneNumber, phoneCodeHash } as const
    const resetPendingDate = server.clock.now / 1000 + week
    expect(await late.call(reset)).toMatchObject({
      phoneCodeHash,
      type: { _: 'auth.sentCodeTypeEmailCode', resetPendingDate, resetAvailablePeriod: undefined },
    })
    await expect(late.call(reset)).rejects.toThrow('TASK_ALREADY_EXISTS')
    server.clock.now += week * 1000 + 1000
    expect(await sendCode(late)).toMatchObject({ type: { _: 'auth.sentCodeTypeSetUpEmailRequired' } })
  })

  it('stays with who signs in by it meanwhile', async () => {
    await signUp()
    const other = await server.connect()
    const asked = await sendCode(other)
    await other.call({ _: 'auth.resetLoginEmail', phoneNumber, phoneCodeHash: asked.phoneCodeHash })
    const ada = await server.connect()
    const sent = await sendCode(ada)
    expect(sent.type).toMatchObject({ resetPendingDate: server.clock.now / 1000 + week })
    await signIn(ada, sent.phoneCodeHash)
    server.clock.now += week * 1000 + 1000
    expect(await sendCode(other)).toMatchObject({ type: { _: 'auth.sentCodeTypeEmailCode' } })
  })

  it('cannot be given up where there is none', async () => {
    const client = await server.connect()
    const { phoneCodeHash } = await sendCode(client)
    const reset = { _: 'auth.resetLoginEmail', phoneNumber, phoneCodeHash } as const
    await expect(client.call(reset)).rejects.toThrow('EMAIL_INSTALL_MISSING')
    await expect(client.call({ ...reset, phoneCodeHash: 'x' })).rejects.toThrow('PHONE_CODE_EXPIRED')
  })
})
