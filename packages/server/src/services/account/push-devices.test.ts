import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PushDevice } from '../../store/domain/identity/push-devices.ts'
import { asUser } from '../../testing/ids.ts'
import {
  createTestServer,
  findByPhone,
  requestCode,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

const adaPhone = '9996610001'
const bobPhone = '9996620002'

let server: TestServer
let ada: TestClient
beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  ada = await signUp(server, adaPhone, 'Ada')
})
afterEach(() => server.close())

function register(more: Partial<api.account.registerDevice> = {}): api.account.registerDevice {
  const secret = Uint8Array.of(1)
  return { _: 'account.registerDevice', tokenType: 2, token: 't', appSandbox: false, secret, otherUids: [], ...more }
}

function unregister(otherUids: bigint[]): api.account.unregisterDevice {
  return { _: 'account.unregisterDevice', tokenType: 2, token: 't', otherUids }
}

function devicesOf(client: TestClient): Promise<PushDevice[]> {
  return server.store.read.pushDevices.ofKey(client.key.authKeyId)
}

describe('where a device is woken', () => {
  it('is kept until the device takes it back', async () => {
    expect(await ada.call(register({ noMuted: true }))).toBe(true)
    expect(await devicesOf(ada)).toMatchObject([{ tokenType: 2, token: 't', noMuted: true, secret: Uint8Array.of(1) }])
    expect(await ada.call(unregister([]))).toBe(true)
    expect(await devicesOf(ada)).toEqual([])
    await expect(ada.call(unregister([]))).rejects.toThrow('TOKEN_INVALID')
  })

  it('is forgotten when the device is signed out', async () => {
    await ada.call(register())
    await ada.call({ _: 'account.updateDeviceLocked', period: 60 })
    await ada.call({ _: 'auth.logOut' })
    expect(await devicesOf(ada)).toEqual([])
    expect(await server.store.read.pushDevices.lockPeriod(ada.key.authKeyId)).toBe(0)
  })

  it('belongs to the accounts that an application names, and goes with them', async () => {
    const bob = await signUp(server, bobPhone, 'Bob')
    const adaId = BigInt(asUser(ada.key.userId ?? 0))
    await ada.call(register())
    await bob.call(register({ otherUids: [adaId] }))
    expect(await devicesOf(ada)).toHaveLength(1)
    await bob.call(unregister([adaId]))
    expect([await devicesOf(ada), await devicesOf(bob)]).toEqual([[], []])
    await ada.call(register())
    await bob.call(register())
    expect(await devicesOf(ada)).toEqual([])
  })

  it('has to make sense', async () => {
    const refused: readonly [Partial<api.account.registerDevice>, string][] = [
      [{ token: '' }, 'TOKEN_EMPTY'],
      [{ tokenType: 0 }, 'TOKEN_TYPE_INVALID'],
      [{ tokenType: 14 }, 'TOKEN_TYPE_INVALID'],
      [{ token: 'x'.repeat(5000) }, 'TOKEN_INVALID'],
      [{ secret: new Uint8Array(257) }, 'TOKEN_INVALID'],
      [{ tokenType: 10 }, 'WEBPUSH_TOKEN_INVALID'],
      [{ tokenType: 10, token: '{"endpoint":"here","keys":{}}' }, 'WEBPUSH_TOKEN_INVALID'],
    ]
    for (const [more, error] of refused) await expect(ada.call(register(more)), error).rejects.toThrow(error)
    const token = JSON.stringify({ endpoint: 'https://push.example.org/1', keys: { p256dh: 'x', auth: 'y' } })
    expect(await ada.call(register({ tokenType: 10, token }))).toBe(true)
  })

  it('locks after a time that the device tells', async () => {
    const { pushDevices } = server.store.read
    expect(await ada.call({ _: 'account.updateDeviceLocked', period: 60 })).toBe(true)
    expect(await pushDevices.lockPeriod(ada.key.authKeyId)).toBe(60)
    await ada.call({ _: 'account.updateDeviceLocked', period: 0 })
    expect(await pushDevices.lockPeriod(ada.key.authKeyId)).toBe(0)
    await expect(ada.call({ _: 'account.updateDeviceLocked', period: -1 })).rejects.toThrow('PERIOD_INVALID')
  })
})

describe('login codes', () => {
  it('are taken back by their owner, and by nobody else', async () => {
    const bob = await signUp(server, bobPhone, 'Bob')
    const thief = await server.connect()
    const phoneCodeHash = await requestCode(thief, adaPhone)
    const attempt = { _: 'auth.signIn', phoneNumber: adaPhone, phoneCodeHash, phoneCode: '11111' } as const
    expect(await bob.call({ _: 'account.invalidateSignInCodes', codes: ['11111'] })).toBe(true)
    expect(await ada.call({ _: 'account.invalidateSignInCodes', codes: ['22222'] })).toBe(true)
    await expect(thief.call({ ...attempt, phoneCode: '33333' })).rejects.toThrow('PHONE_CODE_INVALID')
    expect(await ada.call({ _: 'account.invalidateSignInCodes', codes: ['9', '1-1111'] })).toBe(true)
    await expect(thief.call(attempt)).rejects.toThrow('PHONE_CODE_EXPIRED')
    expect((await signIn(server, adaPhone)).key.userId).toBe(ada.key.userId)
    const again = await requestCode(thief, adaPhone)
    const retry = { ...attempt, phoneCodeHash: again }
    const peer = await findByPhone(ada, bobPhone)
    const say = (to: api.InputPeer, message: string, randomId: bigint): Promise<api.Updates> =>
      ada.call({ _: 'messages.sendMessage', peer: to, message, randomId })
    await say({ _: 'inputPeerSelf' }, '11111', 1n)
    await expect(thief.call({ ...retry, phoneCode: '33333' })).rejects.toThrow('PHONE_CODE_INVALID')
    // A code that is written to somebody else no longer signs anybody in.
    await say(peer, 'it says 1-1-1-1-1', 2n)
    await expect(thief.call(retry)).rejects.toThrow('PHONE_CODE_EXPIRED')
    const codes = Array.from({ length: 101 }, (_, code) => String(code))
    await expect(ada.call({ _: 'account.invalidateSignInCodes', codes })).rejects.toThrow('LIMIT_INVALID')
  })
})
