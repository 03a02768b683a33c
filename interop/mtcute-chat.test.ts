import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyTexts, type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

describe('two users of unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610001', 'Alice')
    bob = await signUpMtcute(server, '9996620002', 'Bob')
  }, 60_000)

  afterAll(async () => {
    await alice?.client.destroy()
    await bob?.client.destroy()
    await server?.dispose()
  })

  test('sign up, find each other and chat both ways, with updates, history and dialogs', async () => {
    await bob.client.setMyUsername('bob_interop')
    const found = await alice.client.resolvePeer('bob_interop')
    expect(found).toMatchObject({ userId: bob.id })
    await alice.client.sendText('bob_interop', 'hello Bob')
    await until(
      () => bob.seen.includes('hello Bob'),
      () => `Bob saw ${bob.seen.join()}`,
    )
    await bob.client.sendText(alice.id, 'hello Alice')
    await until(
      () => alice.seen.includes('hello Alice'),
      () => `Alice saw ${alice.seen.join()}`,
    )
    const expected = ['hello Bob', 'hello Alice']
    expect(await historyTexts(alice.client, bob.id)).toEqual(expected)
    expect(await historyTexts(bob.client, alice.id)).toEqual(expected)
    const dialogs = []
    for await (const dialog of alice.client.iterDialogs()) dialogs.push(dialog)
    expect(dialogs.map((dialog) => dialog.lastMessage?.text)).toEqual([
      'hello Alice',
      expect.stringContaining('Welcome'),
    ])
    expect(dialogs[0]?.unreadCount).toBe(1)
    await alice.client.readHistory(bob.id)
    const [read] = await alice.client.getPeerDialogs(bob.id)
    expect(read?.unreadCount).toBe(0)
  })

  test('go on after SIGKILL and a new start without signing in again, and nothing is missing or doubled', async () => {
    const before = await historyTexts(alice.client, bob.id)
    await alice.client.sendText(bob.id, 'before the kill')
    await until(
      () => bob.seen.includes('before the kill'),
      () => `Bob saw ${bob.seen.join()}`,
    )
    await server.kill()
    const sending = alice.client.sendText(bob.id, 'during the kill')
    await server.start()
    await sending
    await until(
      () => bob.seen.includes('during the kill'),
      () => `Bob saw ${bob.seen.join()}`,
      40_000,
    )
    await bob.client.sendText(alice.id, 'after the kill')
    await until(
      () => alice.seen.includes('after the kill'),
      () => `Alice saw ${alice.seen.join()}`,
      40_000,
    )
    const expected = [...before, 'before the kill', 'during the kill', 'after the kill']
    expect(await historyTexts(alice.client, bob.id)).toEqual(expected)
    expect(await historyTexts(bob.client, alice.id)).toEqual(expected)
    const received: readonly (readonly [MtcuteUser, string])[] = [
      [bob, 'before the kill'],
      [bob, 'during the kill'],
      [alice, 'after the kill'],
    ]
    for (const [user, text] of received) expect(user.seen.filter((seen) => seen === text)).toEqual([text])
  })
})
