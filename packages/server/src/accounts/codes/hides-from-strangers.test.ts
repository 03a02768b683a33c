import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asUser } from '../../testing/ids.ts'
import { createTestServer, requestCode, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

const [phone, nobodys] = ['491701234567', '491707654321']
const settings: api.codeSettings = { _: 'codeSettings' }
const rules: api.InputPrivacyRule[] = [{ _: 'inputPrivacyValueAllowContacts' }]

let server: TestServer
let ada: TestClient
beforeEach(async () => {
  server = await createTestServer({ loginNotices: true, rateLimits: {} })
  ada = await server.connect('192.0.2.1')
  const phoneCodeHash = await requestCode(ada, phone)
  const named = { phoneNumber: phone, phoneCodeHash }
  await ada.call({ _: 'auth.signIn', ...named, phoneCode: server.codes.get(phone) ?? '' })
  await ada.call({ _: 'auth.signUp', ...named, firstName: 'Ada', lastName: '' })
  await ada.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeyPhoneNumber' }, rules })
})
afterEach(() => server.close())

const hide = (): Promise<unknown> =>
  ada.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeyAddedByPhone' }, rules })

/** All that the answer says, but for the name of the attempt, which is another one each time. */
async function answerFor(phoneNumber: string, address = '203.0.113.9'): Promise<object> {
  const client = await server.connect(address)
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  return { ...sent, phoneCodeHash: '' }
}

describe('somebody who is not to be found by number', () => {
  it('is not found by asking for a code, and has the code on phone and devices', async () => {
    await ada.call({ _: 'updates.getState' })
    await hide()
    ada.pushed.length = 0
    const answer = await answerFor(phone)
    expect(answer).toEqual(await answerFor(nobodys))
    const texts = ada.pushed
      .flatMap((pushed) => (pushed._ === 'updates' ? pushed.updates : []))
      .flatMap((update) =>
        update._ === 'updateNewMessage' && update.message._ === 'message' ? [update.message.message] : [],
      )
    expect(texts).toEqual([expect.stringContaining(`Login code: ${server.codes.get(phone)}`)])
  })

  it('is told of a code on the devices where one of them asks from, or from home', async () => {
    await hide()
    expect(await answerFor(phone, '192.0.2.1')).toMatchObject({ type: { _: 'auth.sentCodeTypeApp' } })
  })

  it('is not found by moving an account to the number, either, but by whoever has the phone', async () => {
    const eve = await signUp(server, '9996620002', 'Eve')
    const send = (phoneNumber: string) => eve.call({ _: 'account.sendChangePhoneCode', phoneNumber, settings })
    await expect(send(phone)).rejects.toThrow('PHONE_NUMBER_OCCUPIED')
    await hide()
    const sent = await send(phone)
    expect({ ...sent, phoneCodeHash: '' }).toEqual({ ...(await send(nobodys)), phoneCodeHash: '' })
    const phoneCodeHash = sent._ === 'auth.sentCode' ? sent.phoneCodeHash : ''
    const move = { _: 'account.changePhone', phoneNumber: phone, phoneCodeHash } as const
    await expect(eve.call({ ...move, phoneCode: 'x' })).rejects.toThrow('PHONE_CODE_INVALID')
    const phoneCode = server.codes.get(phone) ?? ''
    await expect(eve.call({ ...move, phoneCode })).rejects.toThrow('PHONE_NUMBER_OCCUPIED')
  })
})

/** As docs/security.md says. */
describe('what tells somebody who hides from nobody all the same', () => {
  it('is a code that went to a login e-mail', async () => {
    const userId = asUser(ada.key.userId ?? 0)
    await server.store.transaction((tx) => tx.loginEmails.put({ userId, email: 'ada@example.org' }))
    await hide()
    expect(await answerFor(phone)).toEqual(await answerFor(nobodys))
    const client = await server.connect('203.0.113.9')
    const phoneCodeHash = await requestCode(client, phone)
    const again = await client.call({ _: 'auth.resendCode', phoneNumber: phone, phoneCodeHash })
    expect(again).toMatchObject({ type: { _: 'auth.sentCodeTypeEmailCode' } })
  })

  it('is a registration that is not open', async () => {
    await hide()
    const closed = await createTestServer({ store: server.store, registration: 'closed', beginAt: server.clock.now })
    const stranger = await closed.connect()
    await expect(requestCode(stranger, nobodys)).rejects.toThrow('PHONE_NUMBER_APP_SIGNUP_FORBIDDEN')
    await expect(requestCode(stranger, phone)).resolves.toBeTypeOf('string')
  })
})

describe('somebody who may be found', () => {
  it('has the code on the devices, and the phone is there for later', async () => {
    expect(await answerFor(phone)).toMatchObject({
      type: { _: 'auth.sentCodeTypeApp', length: 5 },
      nextType: { _: 'auth.codeTypeSms' },
    })
    expect(await answerFor(nobodys)).toMatchObject({ type: { _: 'auth.sentCodeTypeSms', length: 5 } })
  })
})
