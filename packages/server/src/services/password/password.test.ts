import { randomBytes } from 'node:crypto'
import { concat, sha256, srpAnswer, srpVerifier } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AttemptKind, noteAttempt } from '../../accounts/codes/attempt-limits.ts'
import { asUser } from '../../testing/ids.ts'
import { createTestServer, requestCode, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

const phone = '9996610001'
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const noProof: api.inputCheckPasswordEmpty = { _: 'inputCheckPasswordEmpty' }

let server: TestServer
let ada: TestClient
beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  ada = await signUp(server, phone, 'Ada')
})
afterEach(() => server.close())

async function prove(client: TestClient, password: string): Promise<api.InputCheckPasswordSRP> {
  const { currentAlgo, srpB, srpId } = await client.call({ _: 'account.getPassword' })
  if (srpB === undefined || srpId === undefined || currentAlgo === undefined) return noProof
  if (currentAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
  return { _: 'inputCheckPasswordSRP', srpId, ...(await srpAnswer(password, currentAlgo, srpB, random)) }
}

async function newSettings(
  client: TestClient,
  password: string,
  more: Partial<api.account.passwordInputSettings> = {},
): Promise<api.account.passwordInputSettings> {
  const { newAlgo } = await client.call({ _: 'account.getPassword' })
  if (newAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
  const own = { ...newAlgo, salt1: concat(newAlgo.salt1, random(32)) }
  const newPasswordHash = await srpVerifier(password, own)
  return { _: 'account.passwordInputSettings', newAlgo: own, newPasswordHash, hint: '', ...more }
}

async function setPassword(
  password: string,
  more?: Partial<api.account.passwordInputSettings>,
  old?: string,
): Promise<boolean> {
  const settings = await newSettings(ada, password, more)
  const proof = old === undefined ? noProof : await prove(ada, old)
  return ada.call({ _: 'account.updatePasswordSettings', password: proof, newSettings: settings })
}

/** Another device that has given the right code. */
async function enterCode(): Promise<TestClient> {
  const client = await server.connect()
  const phoneCodeHash = await requestCode(client, phone)
  const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: '11111' } as const
  await expect(client.call(attempt)).rejects.toMatchObject({ code: 401, message: 'SESSION_PASSWORD_NEEDED' })
  return client
}

describe('the two-step password', () => {
  it('stands aside for a temporary one, for as long as was asked', async () => {
    const request = { _: 'account.getTmpPassword', period: 10 } as const
    await expect(ada.call({ ...request, password: noProof })).rejects.toThrow('TMP_PASSWORD_DISABLED')
    await setPassword('correct')
    const proof = await prove(ada, 'wrong')
    await expect(ada.call({ ...request, password: proof })).rejects.toThrow('PASSWORD_HASH_INVALID')
    await expect(ada.call({ ...request, password: noProof })).rejects.toThrow('PASSWORD_HASH_INVALID')
    const now = server.clock.now / 1000
    const { tmpPassword, validUntil } = await ada.call({ ...request, password: await prove(ada, 'correct') })
    expect(tmpPassword).toHaveLength(32)
    expect(validUntil).toBe(now + 60)
    const kept = (): Promise<unknown> => server.store.read.passwords.temporary(asUser(ada.key.userId ?? 0))
    expect(await kept()).toMatchObject({ digest: sha256(tmpPassword), expiresAt: validUntil })
    await setPassword('next', {}, 'correct')
    expect(await kept()).toBeUndefined()
  })

  it('is asked for after the code, and lets nobody in without it', async () => {
    expect(await setPassword('correct', { hint: 'horse' })).toBe(true)
    const client = await enterCode()
    await expect(client.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    expect(await client.call({ _: 'account.getPassword' })).toMatchObject({ hasPassword: true, hint: 'horse' })
    await expect(client.call({ _: 'auth.checkPassword', password: noProof })).rejects.toThrow('PASSWORD_HASH_INVALID')
    const wrong = await prove(client, 'incorrect')
    await expect(client.call({ _: 'auth.checkPassword', password: wrong })).rejects.toThrow('PASSWORD_HASH_INVALID')
    const right = await prove(client, 'correct')
    expect(await client.call({ _: 'auth.checkPassword', password: right })).toMatchObject({ user: { self: true } })
    expect(await client.call({ _: 'updates.getState' })).toMatchObject({ _: 'updates.state' })
  })

  it('takes each challenge once, and only from the key that it was given to', async () => {
    await setPassword('correct')
    const [first, second] = [await enterCode(), await enterCode()]
    const proof = await prove(first, 'correct')
    await expect(second.call({ _: 'auth.checkPassword', password: proof })).rejects.toThrow('SRP_ID_INVALID')
    await first.call({ _: 'auth.checkPassword', password: proof })
    await expect(first.call({ _: 'account.getPasswordSettings', password: proof })).rejects.toThrow('SRP_ID_INVALID')
  })

  it('is changed and removed only by who knows it', async () => {
    await setPassword('first')
    await expect(setPassword('second')).rejects.toThrow('PASSWORD_HASH_INVALID')
    expect(await setPassword('second', {}, 'first')).toBe(true)
    const none: api.account.passwordInputSettings = {
      _: 'account.passwordInputSettings',
      newAlgo: { _: 'passwordKdfAlgoUnknown' },
      newPasswordHash: new Uint8Array(0),
      hint: '',
    }
    const request = { _: 'account.updatePasswordSettings', newSettings: none } as const
    await expect(ada.call({ ...request, password: await prove(ada, 'first') })).rejects.toThrow('PASSWORD_HASH_INVALID')
    expect(await ada.call({ ...request, password: await prove(ada, 'second') })).toBe(true)
    expect((await ada.call({ _: 'account.getPassword' })).hasPassword).toBeFalsy()
  })

  it('refuses salts, groups and numbers that it did not offer', async () => {
    const good = await newSettings(ada, 'x')
    if (good.newAlgo === undefined || good.newAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('unreachable')
    const attempt = (settings: Partial<api.account.passwordInputSettings>): Promise<boolean> =>
      ada.call({ _: 'account.updatePasswordSettings', password: noProof, newSettings: { ...good, ...settings } })
    await expect(attempt({ newAlgo: { ...good.newAlgo, salt1: random(40) } })).rejects.toThrow('NEW_SALT_INVALID')
    await expect(attempt({ newAlgo: { ...good.newAlgo, g: 7 } })).rejects.toThrow('NEW_SETTINGS_INVALID')
    await expect(attempt({ newPasswordHash: new Uint8Array(256) })).rejects.toThrow('NEW_PASSWORD_BAD')
  })

  /** Spends what strangers may guess, without the cost of all these proofs. */
  const spend = (kind: AttemptKind, times: number): Promise<void> =>
    server.store.transaction(async (tx) => {
      const trier = { subject: `account ${ada.key.userId}`, newcomer: false }
      for (let i = 0; i < times; i++) await noteAttempt(tx, kind, trier, server.clock.now / 1000)
    })

  it('stops taking guesses after twenty wrong ones, whichever device they come from, and goes on for the owner', async () => {
    await setPassword('correct')
    await spend('wrong password', 19)
    const [first, second] = [await enterCode(), await enterCode()]
    const guess = { _: 'auth.checkPassword', password: await prove(first, 'wrong') } as const
    await expect(first.call(guess)).rejects.toThrow('PASSWORD_HASH_INVALID')
    const right = { _: 'auth.checkPassword', password: await prove(second, 'correct') } as const
    await expect(second.call(right)).rejects.toThrow('FLOOD_WAIT_3600')
    expect(await ada.call({ _: 'auth.checkPassword', password: await prove(ada, 'correct') })).toBeTruthy()
    server.clock.now += 3600 * 1000
    const third = await enterCode()
    expect(await third.call({ _: 'auth.checkPassword', password: await prove(third, 'correct') })).toBeTruthy()
  })

  it('has no more guesses for a device that is signed in, nor for keys that came from it', async () => {
    await setPassword('correct')
    const imported = await server.connect()
    const { id, bytes } = await ada.call({ _: 'auth.exportAuthorization', dcId: 2 })
    await imported.call({ _: 'auth.importAuthorization', id, bytes })
    for (let i = 0; i < 20; i++) {
      const client = i % 2 === 0 ? ada : imported
      const guess = { _: 'auth.checkPassword', password: await prove(client, 'wrong') } as const
      await expect(client.call(guess)).rejects.toThrow('PASSWORD_HASH_INVALID')
    }
    for (const client of [ada, imported]) {
      const right = { _: 'auth.checkPassword', password: await prove(client, 'correct') } as const
      await expect(client.call(right)).rejects.toThrow('FLOOD_WAIT_3600')
    }
  })

  it('cannot be recovered by guessing, from however many logins, and the owner’s device is not kept from it', async () => {
    await setPassword('correct')
    const userId = asUser(ada.key.userId ?? 0)
    await server.store.transaction(async (tx) => {
      const record = await tx.passwords.get(userId)
      if (record !== undefined) await tx.passwords.put({ ...record, email: 'ada@example.org' })
    })
    let wrong = 0
    const outcomes = new Set<string>()
    for (let i = 0; i < 8; i++) {
      const client = await enterCode()
      const asked = client.call({ _: 'auth.requestPasswordRecovery' }).then(
        () => 'sent',
        (error: Error) => error.message,
      )
      outcomes.add(await asked)
      for (let j = 0; j < 20; j++) {
        const code = server.emails.at(-1)?.code === '000000' ? '000001' : '000000'
        const message = await client.call({ _: 'auth.checkRecoveryPassword', code }).then(
          () => 'right',
          (error: Error) => error.message,
        )
        if (message === 'CODE_INVALID') wrong++
        else outcomes.add(message)
      }
    }
    expect(wrong).toBe(20)
    expect([...outcomes].toSorted()).toEqual([
      'FLOOD_WAIT_3600',
      'FLOOD_WAIT_86400',
      'PASSWORD_RECOVERY_EXPIRED',
      'sent',
    ])
    await ada.call({ _: 'auth.requestPasswordRecovery' })
    const code = server.emails.at(-1)?.code ?? ''
    expect(await ada.call({ _: 'auth.checkRecoveryPassword', code })).toBe(true)
  })

  it('has no address confirmed by guessing, however often the code is sent again', async () => {
    await expect(setPassword('correct', { email: 'not-hers@example.org' })).rejects.toThrow('EMAIL_UNCONFIRMED_6')
    const guess = async (): Promise<string> => {
      const code = server.emails.at(-1)?.code === '000000' ? '000001' : '000000'
      return ada.call({ _: 'account.confirmPasswordEmail', code }).then(
        () => 'right',
        (error: Error) => error.message,
      )
    }
    let wrong = 0
    for (let i = 0; i < 9; i++) {
      await ada.call({ _: 'account.resendPasswordEmail' })
      for (let j = 0; j < 5; j++) if ((await guess()) === 'CODE_INVALID') wrong++
    }
    expect(wrong).toBe(20)
    expect(await guess()).toBe('FLOOD_WAIT_86400')
    await expect(ada.call({ _: 'account.resendPasswordEmail' })).rejects.toThrow('FLOOD_WAIT_3600')
  })
})

describe('the recovery e-mail', () => {
  const email = 'ada@example.org'

  it('has to be confirmed before a first password is in force', async () => {
    await expect(setPassword('correct', { email })).rejects.toThrow('EMAIL_UNCONFIRMED_6')
    const waiting = await ada.call({ _: 'account.getPassword' })
    expect(waiting).toMatchObject({ emailUnconfirmedPattern: 'a***a@e***.org' })
    expect(waiting.hasPassword).toBeFalsy()
    const first = server.emails.at(-1)?.code ?? ''
    await ada.call({ _: 'account.resendPasswordEmail' })
    const second = server.emails.at(-1)?.code ?? ''
    await expect(ada.call({ _: 'account.confirmPasswordEmail', code: first })).rejects.toThrow('CODE_INVALID')
    expect(await ada.call({ _: 'account.confirmPasswordEmail', code: second })).toBe(true)
    expect(await ada.call({ _: 'account.getPassword' })).toMatchObject({ hasPassword: true, hasRecovery: true })
    const settings = await ada.call({ _: 'account.getPasswordSettings', password: await prove(ada, 'correct') })
    expect(settings.email).toBe(email)
  })

  it('can be given up while it is unconfirmed, and has to look like one', async () => {
    await expect(setPassword('correct', { email: 'nonsense' })).rejects.toThrow('EMAIL_INVALID')
    await expect(setPassword('correct', { email })).rejects.toThrow('EMAIL_UNCONFIRMED_6')
    expect(await ada.call({ _: 'account.cancelPasswordEmail' })).toBe(true)
    expect((await ada.call({ _: 'account.getPassword' })).emailUnconfirmedPattern).toBeUndefined()
    await expect(ada.call({ _: 'account.confirmPasswordEmail', code: '000000' })).rejects.toThrow('EMAIL_HASH_EXPIRED')
  })

  it('lets somebody in who forgot the password', async () => {
    await expect(setPassword('forgotten', { email })).rejects.toThrow('EMAIL_UNCONFIRMED_6')
    await ada.call({ _: 'account.confirmPasswordEmail', code: server.emails.at(-1)?.code ?? '' })
    const client = await enterCode()
    expect(await client.call({ _: 'auth.requestPasswordRecovery' })).toMatchObject({ emailPattern: 'a***a@e***.org' })
    const { code, purpose } = server.emails.at(-1) ?? { code: '', purpose: '' }
    expect(purpose).toBe('recover')
    const wrong = code === '000000' ? '000001' : '000000'
    await expect(client.call({ _: 'auth.recoverPassword', code: wrong })).rejects.toThrow('CODE_INVALID')
    expect(await client.call({ _: 'auth.checkRecoveryPassword', code })).toBe(true)
    const settings = await newSettings(client, 'new one')
    expect(await client.call({ _: 'auth.recoverPassword', code, newSettings: settings })).toMatchObject({
      user: { self: true },
    })
    expect(await client.call({ _: 'auth.checkPassword', password: await prove(client, 'new one') })).toBeTruthy()
  })

  it('is no help to who has none, or no password', async () => {
    await expect(ada.call({ _: 'auth.requestPasswordRecovery' })).rejects.toThrow('PASSWORD_EMPTY')
    await setPassword('correct')
    await expect(ada.call({ _: 'auth.requestPasswordRecovery' })).rejects.toThrow('PASSWORD_RECOVERY_NA')
    const stranger = await server.connect()
    await expect(stranger.call({ _: 'account.getPassword' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
  })
})

describe('a password reset without e-mail', () => {
  it('takes a week, in which it can be declined', async () => {
    await expect(ada.call({ _: 'account.resetPassword' })).rejects.toThrow('PASSWORD_EMPTY')
    await setPassword('correct')
    await expect(ada.call({ _: 'account.declinePasswordReset' })).rejects.toThrow('RESET_REQUEST_MISSING')
    expect(await ada.call({ _: 'account.resetPassword' })).toMatchObject({ _: 'account.resetPasswordRequestedWait' })
    await ada.call({ _: 'account.declinePasswordReset' })
    expect(await ada.call({ _: 'account.resetPassword' })).toMatchObject({ _: 'account.resetPasswordFailedWait' })
    server.clock.now += 86_401 * 1000
    await ada.call({ _: 'account.resetPassword' })
    server.clock.now += 7 * 86_400 * 1000
    expect(await ada.call({ _: 'account.resetPassword' })).toEqual({ _: 'account.resetPasswordOk' })
    expect((await ada.call({ _: 'account.getPassword' })).hasPassword).toBeFalsy()
  })
})
