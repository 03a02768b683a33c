import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerProcess } from './support/server-process.ts'
import { findTdlib, Tdlib, type TdlibUser } from './support/tdlib-user.ts'
import { until } from './support/until.ts'

const ALICE = '9996610060'
const BOB = '9996620060'
const library = findTdlib()
if (library === undefined)
  process.stderr.write('\n!!! NOT TESTED: TDLib. There is no prebuilt library for this machine.\n\n')

describe.skipIf(library === undefined)('two users of TDLib, unmodified but for its keys', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let tdlib: Tdlib
  let alice: TdlibUser
  let bob: TdlibUser
  /** What each calls the chat with the other. */
  let aliceId = 0
  let bobId = 0

  beforeAll(async () => {
    server = await ServerProcess.start()
    tdlib = await Tdlib.load(library ?? '', server)
    alice = await tdlib.device()
    bob = await tdlib.device()
    aliceId = await alice.signUp(ALICE, 'Alice')
    bobId = await bob.signUp(BOB, 'Bob')
    const contact = { phone_number: BOB, first_name: 'Bob', last_name: '' }
    await alice.call('importContacts', { contacts: [{ _: 'importedContact', ...contact }] })
    await alice.call('createPrivateChat', { user_id: bobId, force: false })
    await alice.sendText(bobId, 'hello Bob')
    await saw(bob, 'hello Bob')
  }, 120_000)

  afterAll(async () => {
    await tdlib?.dispose()
    await server?.dispose()
  })

  async function saw(user: TdlibUser, text: string): Promise<void> {
    await until(
      () => user.seen.includes(text),
      () => `saw only ${user.seen.join()}`,
      30_000,
    )
  }

  test('messages of 500 letters arrive while others are under way', async () => {
    const texts = [1, 2, 3, 4, 5].map((n) => `${n} ${'long '.repeat(100)}end`)
    await Promise.all(texts.map((text) => alice.sendText(bobId, text)))
    for (const text of texts) await saw(bob, text)
  })

  test('a device that is away twice has all of it each time that it is back', async () => {
    for (const round of ['first', 'second', 'third']) {
      await bob.setOnline(false)
      await until(
        () => bob.connection === 'connectionStateWaitingForNetwork',
        () => bob.connection,
      )
      await alice.sendText(bobId, `while you are away, ${round}`)
      await bob.setOnline(true)
      await saw(bob, `while you are away, ${round}`)
    }
  })

  test('crossing messages come through SIGKILL and a new start, each once', async () => {
    const before = await alice.historyTexts(bobId)
    const sending: Promise<void>[] = []
    for (let n = 0; n < 10; n++) {
      sending.push(alice.sendText(bobId, `from Alice ${n}`), bob.sendText(aliceId, `from Bob ${n}`))
      if (n === 4) await server.kill()
      if (n === 6) await server.start()
    }
    await Promise.all(sending)
    const after = (await alice.historyTexts(bobId)).slice(before.length)
    const expected = Array.from({ length: 10 }, (_, n) => [`from Alice ${n}`, `from Bob ${n}`]).flat()
    expect([...after].sort()).toEqual([...expected].sort())
    for (let n = 0; n < 10; n++) await saw(bob, `from Alice ${n}`)
    expect(bob.seen.filter((text) => text.startsWith('from Alice')).length).toBe(10)
  })

  test('a device that another one ends notices at once', async () => {
    const other = await tdlib.device()
    await other.signIn(BOB)
    const { sessions } = await bob.call('getActiveSessions')
    expect(sessions).toHaveLength(2)
    await bob.call('terminateAllOtherSessions')
    await until(
      () => ['authorizationStateLoggingOut', 'authorizationStateClosed'].includes(other.authorization),
      () => `the device is at ${other.authorization}`,
    )
  })

  test('an account with a password is signed in to with it', async () => {
    const password = { old_password: '', new_password: 'correct horse', new_hint: 'a horse' }
    await alice.call('setPassword', { ...password, set_recovery_email_address: false, new_recovery_email_address: '' })
    const other = await tdlib.device()
    await other.signIn(ALICE, 'correct horse')
    expect((await other.call('getMe'))['id']).toBe(aliceId)
  })

  test('a device that begins at the test data centres is let in as well', async () => {
    const other = await tdlib.device(true)
    expect(await other.signIn(BOB)).toBe(bobId)
    expect((await other.call('getOption', { name: 'test_mode' }))['value']).toBe(true)
  })
})
