import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createMtcute,
  follow,
  historyTexts,
  type MtcuteUser,
  signInMtcute,
  signUpMtcute,
} from './support/mtcute-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ALICE = '9996610011'
const BOB = '9996620011'

/** What goes on before anybody chats: other ways to sign in, and keys that do not last. */
describe('unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  const opened: { destroy(): Promise<void> }[] = []

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    opened.push(alice.client)
  }, 60_000)

  afterAll(async () => {
    await alice?.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const client of opened) await client.destroy()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  /** What the device that is signed in already does with what its camera sees. */
  async function scan(url: string): Promise<void> {
    const token = new Uint8Array(Buffer.from(new URL(url).searchParams.get('token') ?? '', 'base64url'))
    await alice.client.call({ _: 'auth.acceptLoginToken', token })
  }

  test('signs in by a QR code that another device of the account accepts', async () => {
    const tablet = await createMtcute(server)
    opened.push(tablet)
    await tablet.connect()
    const urls: string[] = []
    let scanned = 0
    const self = await tablet.signInQr({
      onUrlUpdated(url) {
        urls.push(url)
        void scan(url)
      },
      onQrScanned: () => void scanned++,
    })
    expect(self.id).toBe(alice.id)
    expect(urls).toHaveLength(1)
    expect(urls[0]).toMatch(/^tg:\/\/login\?token=/)
    expect(scanned).toBe(1)
    const { seen } = follow(tablet, self.id)
    await tablet.startUpdatesLoop()
    // mtcute keeps what comes while it learns its state to itself.
    await until(
      async () => {
        await alice.client.sendText('me', 'a note for all my devices')
        return seen.includes('a note for all my devices')
      },
      () => `the tablet saw ${seen.join()}`,
    )
    const { authorizations } = await alice.client.call({ _: 'account.getAuthorizations' })
    expect(authorizations).toHaveLength(2)
  })

  test('signs in by a QR code and the two-step password', async () => {
    await alice.client.enableCloudPassword({ password: 'correct horse', hint: 'staple' })
    const tablet = await createMtcute(server)
    opened.push(tablet)
    await tablet.connect()
    const self = await tablet.signInQr({ onUrlUpdated: (url) => void scan(url), password: 'correct horse' })
    expect(self.id).toBe(alice.id)
    await alice.client.removeCloudPassword('correct horse')
  })

  test('chats under temporary keys, also after a new start of the server', async () => {
    const bob = await signUpMtcute(server, BOB, 'Bob', { usePfs: true })
    const laptop = await signInMtcute(server, ALICE, undefined, { usePfs: true })
    opened.push(bob.client, laptop.client)
    await bob.client.setMyUsername('bob_in_secret')
    await laptop.client.sendText('bob_in_secret', 'under a key of today')
    await until(
      () => bob.seen.includes('under a key of today') && alice.seen.includes('under a key of today'),
      () => `Bob saw ${bob.seen.join()}, Alice ${alice.seen.join()}`,
    )
    await server.kill()
    const sending = bob.client.sendText(alice.id, 'after the kill')
    await server.start()
    await sending
    await until(
      () => laptop.seen.includes('after the kill') && alice.seen.includes('after the kill'),
      () => `the laptop saw ${laptop.seen.join()}, the phone ${alice.seen.join()}`,
      40_000,
    )
    expect(await historyTexts(laptop.client, bob.id)).toEqual(['under a key of today', 'after the kill'])
    expect(laptop.seen.filter((text) => text === 'after the kill')).toHaveLength(1)
  })
})
