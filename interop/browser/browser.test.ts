import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from '../support/chappe-user.ts'
import { ServerProcess } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import { Chromium } from './chromium.ts'
import { findChromium } from './find-chromium.ts'
import type { PageOptions } from './page.ts'
import { type ServedPage, servePage } from './serve-page.ts'

const BOB = '9996620060'
/** What a person may want to look at after the tests. */
const ARTEFACTS = fileURLToPath(new URL('../../artefacts/', import.meta.url))
/** Installing Chromium takes a minute or so where it is missing. */
const found = await findChromium()
if ('missing' in found) {
  process.stderr.write(`\n!!! NOT TESTED: the client in a browser. ${found.missing}.\n\n`)
}

describe.skipIf('missing' in found)('the client in Chromium', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let page: ServedPage
  let bob: ChappeUser
  let chromium: Chromium | undefined
  let isReady = false
  const heardInSecret: string[] = []

  beforeAll(async () => {
    ;[server, page] = await Promise.all([ServerProcess.start(), servePage()])
    bob = await signUpChappe(server, BOB, 'Bob', { secretChats: { key: new Uint8Array(32) } })
    bob.client.secretChats.on('ready', () => {
      isReady = true
    })
    bob.client.secretChats.on('message', ({ text }) => heardInSecret.push(text))
  }, 60_000)
  afterAll(async () => {
    await chromium?.close()
    await bob?.client.close()
    await page?.close()
    await server?.dispose()
  })

  test('chats in Chromium over WebSocket, through a reload and a SIGKILL of the server', () =>
    chats('websocket', '9996610061'))
  test('chats in Chromium over HTTP, through a reload and a SIGKILL of the server', () => chats('http', '9996610062'))

  test('sends a photo and a file, fetches them again and shows the photo', async () => {
    if ('missing' in found) return
    const browser = Chromium.start(found.command)
    chromium = browser
    const phone = '9996610063'
    const options: PageOptions = { port: server.port, serverPublicKey: server.publicKey, transport: 'websocket', phone }
    await browser.open(page.url)
    const id = await browser.evaluate(`app.open(${JSON.stringify(options)})`)
    const messageId = await browser.evaluate(`app.sendPicture('${BOB}', 640, 360)`)
    const shown = await browser.evaluate(`app.showPhoto(${messageId})`)
    expect(shown).toMatchObject({ width: 640, height: 360, type: 'image/jpeg' })
    const { left, right } = Object(shown)
    expect(farthest(left, [220, 40, 40])).toBeLessThan(16)
    expect(farthest(right, [40, 80, 220])).toBeLessThan(16)
    const png = await browser.screenshot()
    mkdirSync(ARTEFACTS, { recursive: true })
    writeFileSync(`${ARTEFACTS}photo-in-chromium.png`, png)
    // Bob has the same picture by the same bytes.
    const [got] = await latest(bob, BigInt(String(id)))
    expect(got).toMatchObject({ message: 'drawn in a page', media: { _: 'messageMediaPhoto' } })
    if (got !== undefined) expect((await bob.client.download(got).bytes()).length).toBe(Object(shown).bytes)

    const moved = Object(await browser.evaluate(`app.moveFile('${BOB}', 3_000_001)`))
    expect(moved.got).toBe(moved.sent)
    expect(moved.steps).toBe(6)
    await browser.close()
  })

  async function latest(user: ChappeUser, peer: bigint) {
    const found = []
    for await (const message of user.client.history(peer, { limit: 1 }))
      if (message._ === 'message') found.push(message)
    return found
  }

  async function chats(transport: 'websocket' | 'http', phone: string): Promise<void> {
    if ('missing' in found) return
    const browser = Chromium.start(found.command)
    chromium = browser
    const seen = async (): Promise<unknown> => browser.evaluate('app.seen()')
    const heardByPage = (texts: readonly string[], timeoutMs?: number): Promise<void> =>
      until(
        async () => JSON.stringify(await seen()) === JSON.stringify(texts),
        () => `the page has not heard ${texts}: ${browser.said.join('\n')}`,
        timeoutMs,
      )
    const heardByBob = (text: string): Promise<void> =>
      until(
        () => bob.seen.includes(text),
        () => `Bob lacks ${text}`,
      )
    const options: PageOptions = { port: server.port, serverPublicKey: server.publicKey, transport, phone }
    const open = `app.open(${JSON.stringify(options)})`
    const send = (text: string): Promise<unknown> => browser.evaluate(`app.send('${BOB}', '${text}')`)

    await browser.open(page.url)
    const id = await browser.evaluate(open)
    await send(`${transport}: hello`)
    await heardByBob(`${transport}: hello`)
    await bob.client.sendMessage(`+${phone}`, 'welcome')
    await heardByPage(['welcome'])
    isReady = false
    const { id: chatId } = await bob.client.secretChats.start(`+${phone}`)
    const secretsInPage = async (): Promise<unknown> => browser.evaluate('app.seenInSecret()')
    await until(
      () => isReady,
      () => `the page does not accept a secret chat: ${browser.said.join('\n')}`,
    )
    await bob.client.secretChats.send(chatId, { text: 'nobody else reads this' })
    await browser.evaluate(`app.sendSecret('${transport}: nor this')`)
    await until(
      async () => JSON.stringify(await secretsInPage()) === '["nobody else reads this"]',
      () => 'the page has not heard the secret',
    )
    await until(
      () => heardInSecret.includes(`${transport}: nor this`),
      () => `Bob has heard ${heardInSecret}`,
    )
    // Counters are stored a second after they moved.
    await new Promise((resolve) => setTimeout(resolve, 1200))

    const leaving = browser.reload()
    await bob.client.sendMessage(`+${phone}`, 'while you were away')
    await leaving
    expect(await browser.evaluate(open)).toBe(id)
    expect(await browser.evaluate('app.codes()')).toBe(0)
    await heardByPage(['while you were away'])
    await bob.client.secretChats.send(chatId, { text: 'still in secret' })
    await until(
      async () => JSON.stringify(await secretsInPage()) === '["still in secret"]',
      () => 'the page has lost its secret chat',
    )

    await server.kill()
    await until(
      async () => (await browser.evaluate('app.state()')) !== 'connected',
      () => 'the page takes it for alive',
    )
    const unsent = send(`${transport}: said while the server was away`)
    await server.start()
    await unsent
    await heardByBob(`${transport}: said while the server was away`)
    await bob.client.sendMessage(`+${phone}`, 'back again')
    // A page that waits for its next ping, or for a time-out, hears it much later.
    await heardByPage(['while you were away', 'back again'], 8000)
    expect(bob.seen.filter((text) => text.startsWith(transport))).toHaveLength(2)
    await browser.close()
  }
})

/** How far a colour is from another, by the part that differs most: JPEG changes them a little. */
function farthest(colour: readonly number[], from: readonly number[]): number {
  return Math.max(...from.map((part, i) => Math.abs(part - (colour[i] ?? 0))))
}
