import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, requestCode, type TestClient, type TestServer } from '../../testing/test-server.ts'
import { type AttemptKind, attemptBounds, noteAttempt, refusalOfAttempt } from './attempt-limits.ts'

const phone = '491701234567'
const day = 86_400
const home = '192.0.2.1'

let server: TestServer
beforeEach(async () => {
  server = await createTestServer({ freshSessionSeconds: day, rateLimits: {} })
})
afterEach(() => server.close())

const later = (seconds: number): number => (server.clock.now += seconds * 1000)

function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: Error) => error.message,
  )
}

async function enter(client: TestClient, number: string): Promise<TestClient> {
  const phoneCodeHash = await requestCode(client, number)
  const named = { phoneNumber: number, phoneCodeHash }
  const outcome = await client.call({ _: 'auth.signIn', ...named, phoneCode: server.codes.get(number) ?? '' })
  if (outcome._ === 'auth.authorizationSignUpRequired') {
    await client.call({ _: 'auth.signUp', ...named, firstName: 'Ada', lastName: '' })
  }
  return client
}

/** Asks for a code and gives five wrong ones, as an attacker does; tells what each step came to. */
async function guess(number: string, address?: string): Promise<string[]> {
  const client = await server.connect(address)
  const asked = await requestCode(client, number).catch((error: Error) => error)
  if (asked instanceof Error) return [asked.message]
  const wrong = server.codes.get(number) === '00000' ? '00001' : '00000'
  const attempt = { _: 'auth.signIn', phoneNumber: number, phoneCodeHash: asked, phoneCode: wrong } as const
  const outcomes: string[] = []
  for (let i = 0; i < 5; i++) outcomes.push(await errorOf(client.call(attempt)))
  return outcomes
}

const isGuess = (outcome: string): boolean => outcome === 'PHONE_CODE_INVALID'

/** Strangers from many addresses use up what the number allows in a day. */
async function lock(): Promise<void> {
  for (let i = 1; i <= 20; i++) {
    await guess(phone, `198.51.100.${i}`)
    later(200)
  }
}

describe('guesses at login codes', () => {
  it('from one address are counted over all numbers', async () => {
    let guesses = 0
    let last = ''
    for (let i = 0; i < 60; i++) {
      const outcomes = await guess(`4917000000${10 + i}`, '203.0.113.9')
      guesses += outcomes.filter(isGuess).length
      last = outcomes.at(-1) ?? ''
    }
    expect(guesses).toBeLessThanOrEqual(attemptBounds['wrong code'].address.most)
    expect(last).toMatch(/^FLOOD_WAIT_/)
    expect((await guess('491700000099', '203.0.113.10')).every(isGuess)).toBe(true)
  })

  it('from one /64 count as from one address, and from loopback as from nowhere', async () => {
    for (let i = 0; i < 3; i++) await guess(phone, `2001:db8:0:1::${i}`)
    expect(await guess(phone, '2001:db8:0:1:ffff::9')).toEqual([expect.stringMatching(/^FLOOD_WAIT_/)])
    for (let i = 0; i < 40; i++) expect((await guess(`4917100000${10 + i}`, '127.0.0.1')).every(isGuess)).toBe(true)
  })

  it('from one address do not use up what others have at the number', async () => {
    for (let i = 0; i < 10; i++) await guess(phone, '203.0.113.9')
    expect((await guess(phone, '203.0.113.10')).every(isGuess)).toBe(true)
  })

  it('are refused to strangers once there were too many at the number, also with the right code', async () => {
    const before = await server.connect('203.0.113.200')
    const phoneCodeHash = await requestCode(before, phone)
    const phoneCode = server.codes.get(phone) ?? ''
    const now = server.clock.now / 1000
    const { subject } = attemptBounds['wrong code']
    await server.store.transaction(async (tx) => {
      const trier = { subject: `phone ${phone}`, newcomer: true }
      for (let i = 0; i < subject.most; i++) await noteAttempt(tx, 'wrong code', trier, now)
    })
    const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode } as const
    await expect(before.call(attempt)).rejects.toThrow(`FLOOD_WAIT_${day}`)
  })

  it('by strangers lock the owner out neither of a device that was used before, nor at home', async () => {
    const ada = await enter(await server.connect(home), phone)
    const other = await enter(await server.connect('192.0.2.77'), phone)
    later(2 * day)
    await ada.call({ _: 'auth.logOut' })
    await lock()
    const stranger = await server.connect('203.0.113.9')
    expect(await errorOf(requestCode(stranger, phone))).toMatch(/^FLOOD_WAIT_/)
    // The key that signed out by itself, from anywhere.
    expect((await enter(ada, phone)).key.userId).toBe(other.key.userId)
    // A new device at the address of one that is signed in.
    const fresh = await enter(await server.connect('192.0.2.77'), phone)
    expect(fresh.key.userId).toBe(other.key.userId)
  })

  it('are not given to a thief by the device that he was signed in on for a minute, nor after all others were ended', async () => {
    const ada = await enter(await server.connect(home), phone)
    later(2 * day)
    const thief = await enter(await server.connect('203.0.113.9'), phone)
    await thief.call({ _: 'auth.logOut' })
    const lost = await enter(await server.connect('203.0.113.8'), phone)
    later(2 * day)
    await lost.call({ _: 'auth.logOut' })
    await ada.call({ _: 'auth.resetAuthorizations' })
    await lock()
    expect(await errorOf(requestCode(thief, phone))).toMatch(/^FLOOD_WAIT_/)
    expect(await errorOf(requestCode(lost, phone))).toMatch(/^FLOOD_WAIT_/)
  })

  it('by a known device are bounded, too', async () => {
    const ada = await enter(await server.connect(home), phone)
    later(2 * day)
    await ada.call({ _: 'auth.logOut' })
    let guesses = 0
    for (let i = 0; i < 8; i++) {
      const phoneCodeHash = await requestCode(ada, phone).catch(() => '')
      const wrong = server.codes.get(phone) === '00000' ? '00001' : '00000'
      const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: wrong } as const
      for (let j = 0; j < 5; j++) if (isGuess(await errorOf(ada.call(attempt)))) guesses++
      later(200)
    }
    expect(guesses).toBe(attemptBounds['wrong code'].known.most)
  })

  it('stay counted when the server starts anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chappe-attempts-'))
    const path = join(folder, 'store.sqlite')
    await server.close()
    server = await createTestServer({ path, rateLimits: {} })
    for (let i = 0; i < 3; i++) await guess(phone, '203.0.113.9')
    await server.close()
    server = await createTestServer({ path, rateLimits: {} })
    expect(await guess(phone, '203.0.113.9')).toEqual([expect.stringMatching(/^FLOOD_WAIT_/)])
    await rm(folder, { recursive: true })
  })
})

describe('codes by SMS', () => {
  it('are bounded for an address, and nobody pays for more', async () => {
    const outcomes: string[] = []
    for (let i = 0; i < 50; i++) {
      const client = await server.connect('203.0.113.9')
      outcomes.push(await errorOf(requestCode(client, `4917200000${10 + i}`)))
    }
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(attemptBounds.sms.address.most)
    expect(server.codes.size).toBe(attemptBounds.sms.address.most)
  })

  it('are bounded for the server, those to numbers of nobody by themselves', async () => {
    await enter(await server.connect(home), phone)
    later(2 * day)
    const now = server.clock.now / 1000
    await server.store.transaction(async (tx) => {
      for (let i = 0; i < attemptBounds.sms.server.most; i++) {
        await noteAttempt(tx, 'sms', { subject: `phone 1${i}`, newcomer: true }, now)
      }
    })
    const client = await server.connect('203.0.113.9')
    expect(await errorOf(requestCode(client, '491702222222'))).toBe('FLOOD_WAIT_3600')
    expect(await errorOf(requestCode(client, phone))).toBe('done')
  })
})

const kinds: readonly AttemptKind[] = ['wrong code', 'wrong password', 'recovery e-mail', 'wrong recovery code']

describe('what is counted', () => {
  it.each(kinds)('is bounded for the whole server, and forgotten in time: %s', async (kind) => {
    const now = server.clock.now / 1000
    const bounds = attemptBounds[kind]
    await server.store.transaction(async (tx) => {
      for (let i = 0; i < bounds.server.most; i++) {
        await noteAttempt(tx, kind, { subject: `account ${i}`, address: `a${i}`, newcomer: false }, now)
      }
    })
    const { read } = server.store
    const stranger = { subject: 'account of somebody else', address: 'elsewhere', newcomer: false }
    expect((await refusalOfAttempt(read, kind, stranger, now))?.message).toBe(`FLOOD_WAIT_${bounds.server.seconds}`)
    expect(await refusalOfAttempt(read, kind, { ...stranger, known: 'device 1' }, now)).toBeUndefined()
    later(2 * day)
    await server.upkeep()
    // Asked as of then: the rows are gone, and not only over.
    expect(await read.attempts.count(`${kind}: all members`, now)).toBeUndefined()
  })
})
