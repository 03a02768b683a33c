import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, requestCode, signIn, signUp, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await createTestServer()
})
afterEach(() => server.close())

const phone = '9996641234'

describe('signing in', () => {
  it('lets a new test number sign up with its code, and remembers the account', async () => {
    const client = await signUp(server, phone, 'Ada')
    const [self] = await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    expect(self).toMatchObject({ _: 'user', self: true, firstName: 'Ada', phone })
    const again = await signIn(server, `+99966 4 1234`.replaceAll(' ', '').replace('+', ''))
    const [same] = await again.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    expect(same).toMatchObject({ id: self?.id })
  })

  it('sends a random code to any other number, and takes only that', async () => {
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, '491701234567')
    const code = server.codes.get('491701234567') ?? ''
    expect(code).toMatch(/^[0-9]{5}$/)
    const wrong = code === '00000' ? '00001' : '00000'
    const attempt = { _: 'auth.signIn', phoneNumber: '491701234567', phoneCodeHash } as const
    await expect(client.call({ ...attempt, phoneCode: wrong })).rejects.toThrow('PHONE_CODE_INVALID')
    expect(await client.call({ ...attempt, phoneCode: code })).toEqual({ _: 'auth.authorizationSignUpRequired' })
  })

  it('takes note that a code did not arrive, from whoever it was sent for', async () => {
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, phone)
    const report = { _: 'auth.reportMissingCode', phoneNumber: phone, phoneCodeHash, mnc: '01' } as const
    expect(await client.call(report)).toBe(true)
    const other = await server.connect()
    await expect(other.call(report)).rejects.toThrow('PHONE_CODE_EXPIRED')
  })

  it('ends an attempt after five wrong codes', async () => {
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, phone)
    const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCodeHash } as const
    for (let i = 0; i < 5; i++) {
      await expect(client.call({ ...attempt, phoneCode: '12345' })).rejects.toThrow('PHONE_CODE_INVALID')
    }
    await expect(client.call({ ...attempt, phoneCode: '44444' })).rejects.toThrow('PHONE_CODE_EXPIRED')
  })

  it('counts all codes and wrong guesses of a number, whatever became of them', async () => {
    const someone = '491701234567'
    const minutes = (count: number): number => (server.clock.now += count * 60_000)
    const guess = async (): Promise<void> => {
      const client = await server.connect()
      const phoneCodeHash = await requestCode(client, someone)
      const wrong = server.codes.get(someone) === '00000' ? '00001' : '00000'
      const attempt = { _: 'auth.signIn', phoneNumber: someone, phoneCodeHash, phoneCode: wrong } as const
      for (let i = 0; i < 5; i++) await expect(client.call(attempt)).rejects.toThrow('PHONE_CODE_INVALID')
      minutes(1)
    }
    for (let i = 0; i < 9; i++) await guess()
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, someone)
    await client.call({ _: 'auth.cancelCode', phoneNumber: someone, phoneCodeHash })
    minutes(1)
    // The window began ten minutes ago.
    await expect(requestCode(client, someone)).rejects.toThrow('FLOOD_WAIT_300')
    minutes(15)
    await server.upkeep()
    await guess()
    minutes(60)
    await server.upkeep()
    await expect(requestCode(client, someone)).rejects.toThrow(`FLOOD_WAIT_${86_400 - 86 * 60}`)
    minutes(24 * 60)
    await server.upkeep()
    expect(await requestCode(client, someone)).not.toBe('')
  })

  it('keeps keys for those who are signed in by them, and others for a month after their use', async () => {
    const day = 86_400_000
    const [user, visitor, gone] = [await signUp(server, phone, 'Ada'), await server.connect(), await server.connect()]
    await visitor.call({ _: 'help.getConfig' })
    server.clock.now += 20 * day
    await visitor.call({ _: 'help.getConfig' })
    server.clock.now += 20 * day
    await server.upkeep()
    const kept = async (): Promise<boolean[]> => {
      const keys = [user, visitor, gone].map(({ key }) => server.store.read.authKeys.get(key.authKeyId))
      return (await Promise.all(keys)).map((record) => record !== undefined)
    }
    expect(await kept()).toEqual([true, true, false])
    await user.call({ _: 'auth.logOut' })
    server.clock.now += 31 * day
    await server.upkeep()
    expect(await kept()).toEqual([false, false, false])
  })

  it('takes no code after its time, from another key, or for another number', async () => {
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, phone)
    const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: '44444' } as const
    const stranger = await server.connect()
    await expect(stranger.call(attempt)).rejects.toThrow('PHONE_CODE_EXPIRED')
    await expect(client.call({ ...attempt, phoneNumber: '9996641235' })).rejects.toThrow('PHONE_CODE_EXPIRED')
    server.clock.now += 16 * 60 * 1000
    await expect(client.call(attempt)).rejects.toThrow('PHONE_CODE_EXPIRED')
  })

  it('signs nobody up whose code was not given', async () => {
    const client = await server.connect()
    const phoneCodeHash = await requestCode(client, phone)
    const request = { _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, firstName: 'Eve', lastName: '' } as const
    await expect(client.call(request)).rejects.toThrow('PHONE_CODE_INVALID')
  })

  it('refuses what is no number', async () => {
    const client = await server.connect()
    const none = ['hello', '', '0', '123456', '+12 34 5', '1234567890123456', '01234567890']
    // Of what begins as test numbers do, only those are numbers.
    const noTestNumbers = ['99966', '999661', '999661000', '99966100012', '+999 66 1 00 0', '999660123456']
    for (const phone of [...none, ...noTestNumbers]) {
      await expect(requestCode(client, phone), phone).rejects.toThrow('PHONE_NUMBER_INVALID')
    }
    for (const phone of ['9996610001', '+999 66 1 0002', '1234567', '123456789012345']) {
      expect(await requestCode(client, phone), phone).toBeDefined()
    }
  })

  it('replaces a code on demand, and forgets a cancelled one', async () => {
    const client = await server.connect()
    const first = await requestCode(client, phone)
    const resent = await client.call({ _: 'auth.resendCode', phoneNumber: phone, phoneCodeHash: first })
    const second = resent._ === 'auth.sentCode' ? resent.phoneCodeHash : ''
    const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCode: '44444' } as const
    await expect(client.call({ ...attempt, phoneCodeHash: first })).rejects.toThrow('PHONE_CODE_EXPIRED')
    expect(await client.call({ _: 'auth.cancelCode', phoneNumber: phone, phoneCodeHash: second })).toBe(true)
    await expect(client.call({ ...attempt, phoneCodeHash: second })).rejects.toThrow('PHONE_CODE_EXPIRED')
  })

  it('signs a key out, and no other', async () => {
    const first = await signUp(server, phone, 'Ada')
    const second = await signIn(server, phone)
    await first.call({ _: 'auth.logOut' })
    await expect(first.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    expect(await second.call({ _: 'updates.getState' })).toMatchObject({ _: 'updates.state' })
  })
})
