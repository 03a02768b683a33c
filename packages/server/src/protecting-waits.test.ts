import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asUser } from './testing/ids.ts'
import {
  createTestServer,
  requestCode,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from './testing/test-server.ts'

const minute = 60_000
const day = 86_400_000
const week = 7 * day
const ada = '9996610001'
/** Of nobody's test accounts, whose codes go to the phone whatever their owners want. */
const eve = '4420000001'

let server: TestServer
beforeEach(async () => {
  server = await createTestServer({ freshSessionSeconds: day / 1000, rateLimits: {} })
})
afterEach(() => server.close())

/** Time passes, and the server does now and then what it does by itself. */
async function pass(ms: number): Promise<void> {
  const step = day / 2
  for (let left = ms; left > 0; left -= step) {
    server.clock.now += Math.min(step, left)
    await server.upkeep()
  }
}

/** Somebody sets the clock: no time passes. */
function leap(ms: number): void {
  server.clock.now += ms
  server.clock.leapt += ms
}

/** Somebody who has had an account for long, with a password that nobody has to know here. */
async function openProtected(): Promise<TestClient> {
  const client = await signUp(server, ada, 'Ada')
  const userId = asUser(client.key.userId ?? 0)
  const one = new Uint8Array(256).fill(1)
  await server.store.transaction((tx) =>
    tx.passwords.put({
      userId,
      hint: '',
      current: { salt1: one.slice(0, 16), salt2: one.slice(0, 16), verifier: one },
    }),
  )
  return client
}

const reset = { _: 'account.resetPassword' } as const
const waits = { _: 'account.resetPasswordRequestedWait' }

describe.each([
  ['ahead', 600 * day],
  ['back', -20 * day],
])('while the clock is %s for ten minutes', (_, far) => {
  it('a password that somebody wants reset is not given up', async () => {
    const client = await openProtected()
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(day)
    leap(far)
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(10 * minute)
    expect(await client.call(reset)).toMatchObject(waits)
    leap(-far)
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(week - day - 20 * minute)
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(20 * minute)
    expect(await client.call(reset)).toEqual({ _: 'account.resetPasswordOk' })
  })

  it('nor one for which that is asked meanwhile, and whoever has to wait need not until that time has come', async () => {
    const client = await openProtected()
    leap(far)
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(10 * minute)
    leap(-far)
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(week - 20 * minute)
    expect(await client.call(reset)).toMatchObject(waits)
    await pass(20 * minute)
    expect(await client.call(reset)).toEqual({ _: 'account.resetPasswordOk' })
  })

  it('nor is it asked for again before its time by whoever was declined', async () => {
    const client = await openProtected()
    const [refused, decline] = [
      { _: 'account.resetPasswordFailedWait' },
      { _: 'account.declinePasswordReset' } as const,
    ]
    await client.call(reset)
    await client.call(decline)
    leap(far)
    expect(await client.call(reset)).toMatchObject(refused)
    leap(-far)
    expect(await client.call(reset)).toMatchObject(refused)
    await pass(day)
    expect(await client.call(reset)).toMatchObject(waits)
  })

  it('a login e-mail that somebody cannot read is not given up', async () => {
    const owner = await server.connect()
    const named = { phoneNumber: eve, phoneCodeHash: await requestCode(owner, eve) }
    await owner.call({ _: 'auth.signIn', ...named, phoneCode: server.codes.get(eve) ?? '' }).catch(() => {})
    await owner.call({ _: 'auth.signUp', ...named, firstName: 'Eve', lastName: '' })
    const userId = asUser(owner.key.userId ?? 0)
    await server.store.transaction((tx) => tx.loginEmails.put({ userId, email: 'eve@example.org' }))
    const stranger = await server.connect()
    const way = async (): Promise<string> => {
      const settings = { _: 'codeSettings' } as const
      const sent = await stranger.call({ _: 'auth.sendCode', phoneNumber: eve, apiId: 1, apiHash: 'x', settings })
      return sent._ === 'auth.sentCode' ? sent.type._ : sent._
    }
    const resetEmail = async (): Promise<unknown> => {
      const phoneCodeHash = await requestCode(stranger, eve)
      return stranger.call({ _: 'auth.resetLoginEmail', phoneNumber: eve, phoneCodeHash })
    }
    await resetEmail()
    await pass(day)
    leap(far)
    await expect(resetEmail()).rejects.toThrow('TASK_ALREADY_EXISTS')
    expect(await way()).toBe('auth.sentCodeTypeEmailCode')
    await pass(10 * minute)
    leap(-far)
    await pass(week - day - 20 * minute)
    await expect(resetEmail()).rejects.toThrow('TASK_ALREADY_EXISTS')
    expect(await way()).toBe('auth.sentCodeTypeEmailCode')
    await pass(20 * minute)
    expect(await way()).toBe('auth.sentCodeTypeSms')
  })

  it('a device that was signed in just now takes no account over, nor afterwards', async () => {
    await signUp(server, ada, 'Ada')
    await pass(2 * day)
    const before = await signIn(server, ada)
    leap(far)
    const meanwhile = await signIn(server, ada)
    const takesOver = { _: 'auth.resetAuthorizations' } as const
    const fresh = 'FRESH_RESET_AUTHORISATION_FORBIDDEN'
    await expect(before.call(takesOver)).rejects.toThrow(fresh)
    await expect(meanwhile.call(takesOver)).rejects.toThrow(fresh)
    await pass(10 * minute)
    leap(-far)
    await expect(before.call(takesOver)).rejects.toThrow(fresh)
    await expect(meanwhile.call(takesOver)).rejects.toThrow(fresh)
    await pass(day)
    await expect(meanwhile.call(takesOver)).resolves.toBe(true)
  })

  it('an account that somebody wants deleted who does not know its password stays for a week', async () => {
    const owner = await openProtected()
    const thief = await server.connect()
    const named = { phoneNumber: ada, phoneCodeHash: await requestCode(thief, ada), phoneCode: '11111' }
    leap(far)
    const again = { ...named, phoneCodeHash: await requestCode(thief, ada) }
    await expect(thief.call({ _: 'auth.signIn', ...again })).rejects.toThrow('SESSION_PASSWORD_NEEDED')
    const end = { _: 'account.deleteAccount', reason: 'Forgot password' } as const
    await expect(thief.call(end)).rejects.toThrow('2FA_CONFIRM_WAIT_604800')
    await pass(10 * minute)
    leap(-far)
    await pass(week - 20 * minute)
    expect(await server.store.read.users.get(asUser(owner.key.userId ?? 0))).toMatchObject({ phone: ada })
  })
})

it('what waits is over in time by a clock that was put right once, and has been steady since', async () => {
  const client = await openProtected()
  leap(30 * day)
  expect(await client.call(reset)).toMatchObject(waits)
  await pass(week - 20 * minute)
  expect(await client.call(reset)).toMatchObject(waits)
  await pass(20 * minute)
  expect(await client.call(reset)).toEqual({ _: 'account.resetPasswordOk' })
})
