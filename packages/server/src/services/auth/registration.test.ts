import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { SendFailure } from '../../ports/code-sender.ts'
import {
  createTestServer,
  requestCode,
  signIn,
  signUp,
  startOfTime,
  type TestServer,
} from '../../testing/test-server.ts'

const phoneNumber = '491701234567'
const forbidden = { code: 400, message: 'PHONE_NUMBER_APP_SIGNUP_FORBIDDEN' }

async function invite(server: TestServer, phone: string): Promise<void> {
  await server.store.transaction((tx) => tx.invitations.add({ phone, createdAt: startOfTime }))
}

/** Signs a new account up by the code that was sent to its number. */
async function signUpByCode(server: TestServer, phone: string): Promise<api.auth.Authorization> {
  const client = await server.connect()
  const phoneCodeHash = await requestCode(client, phone)
  const phoneCode = server.codes.get(phone) ?? ''
  await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode })
  return client.call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, firstName: 'A', lastName: '' })
}

describe('registration', () => {
  it('that is closed makes no accounts, sends no codes for them, and lets who has one sign in', async () => {
    const server = await createTestServer({ registration: 'closed' })
    await server.store.transaction((tx) =>
      tx.users.create({ phone: '9996620001', firstName: 'B', lastName: '', createdAt: startOfTime }),
    )
    await invite(server, phoneNumber)
    await expect(requestCode(await server.connect(), phoneNumber)).rejects.toMatchObject(forbidden)
    await expect(requestCode(await server.connect(), '9996610001')).rejects.toMatchObject(forbidden)
    expect(server.codes.size).toBe(0)
    await signIn(server, '9996620001')
    await server.close()
  })

  it('by invitation takes the numbers that were invited, each once, as long as the invitation stands', async () => {
    const server = await createTestServer({ registration: 'invited' })
    await expect(requestCode(await server.connect(), phoneNumber)).rejects.toMatchObject(forbidden)
    expect(server.codes.size).toBe(0)
    await invite(server, phoneNumber)
    expect(await signUpByCode(server, phoneNumber)).toMatchObject({ _: 'auth.authorization' })
    expect(await server.store.read.invitations.get(phoneNumber)).toBeUndefined()

    const other = '491701234568'
    await invite(server, other)
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, other)
    const named = { phoneNumber: other, phoneCodeHash }
    await client.call({ _: 'auth.signIn', ...named, phoneCode: server.codes.get(other) ?? '' })
    await server.store.transaction((tx) => tx.invitations.remove(other))
    const signingUp = client.call({ _: 'auth.signUp', ...named, firstName: 'A', lastName: '' })
    await expect(signingUp).rejects.toMatchObject(forbidden)
    await server.close()
  })

  it('lets who has an account move it to any number', async () => {
    const server = await createTestServer()
    const client = await signUp(server, '9996610001', 'A')
    await server.close()
    expect(client.key.userId).toBeDefined()
    const closed = await createTestServer({ registration: 'closed' })
    const userId = await closed.store.transaction(
      async (tx) => (await tx.users.create({ phone: '9996610001', firstName: 'A', lastName: '', createdAt: 1 })).id,
    )
    const device = await signIn(closed, '9996610001')
    expect(device.key.userId).toBe(userId)
    const settings: api.codeSettings = { _: 'codeSettings' }
    await device.call({ _: 'account.sendChangePhoneCode', phoneNumber, settings })
    expect(closed.codes.has(phoneNumber)).toBe(true)
    await closed.close()
  })
})

describe('a code that cannot be sent', () => {
  it('is an error that the method has, which no client answers by asking again', async () => {
    const codeSender = {
      async send() {
        throw new SendFailure('out of order')
      },
    }
    const server = await createTestServer({ codeSender })
    const client = await server.connect()
    const failed = { code: 400, message: 'SMS_CODE_CREATE_FAILED' }
    await expect(requestCode(client, phoneNumber)).rejects.toMatchObject(failed)
    await server.close()
  })
})

describe('the address book', () => {
  it('has codes go by e-mail, says so, and takes them for those of the number', async () => {
    const addressBook = {
      emailOf: async (phone: string) => (phone === phoneNumber ? 'a.person@example.org' : undefined),
    }
    const server = await createTestServer({ addressBook })
    const client = await server.connect()
    const settings: api.codeSettings = { _: 'codeSettings' }
    const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
    if (sent._ !== 'auth.sentCode') throw new TypeError('no code was sent')
    expect(sent.type).toEqual({ _: 'auth.sentCodeTypeEmailCode', emailPattern: 'a***n@e***.org', length: 6 })
    const [mail] = server.emails
    expect(mail).toMatchObject({ email: 'a.person@example.org', purpose: 'login' })
    expect(server.codes.size).toBe(0)
    const named = { phoneNumber, phoneCodeHash: sent.phoneCodeHash }
    const emailVerification = { _: 'emailVerificationCode', code: mail?.code ?? '' } as const
    await client.call({ _: 'auth.signIn', ...named, emailVerification })
    await client.call({ _: 'auth.signUp', ...named, firstName: 'A', lastName: '' })

    await requestCode(await server.connect(), '491701234568')
    expect(server.codes.has('491701234568')).toBe(true)
    await server.close()
  })
})
