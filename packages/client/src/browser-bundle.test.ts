import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bundleForBrowsers, runAsBrowser } from './browser.fixture.ts'
import type { Client } from './client.ts'
import { type FakeServer, startFakeServer } from './fake-server.fixture.ts'
import type * as face from './index.ts'

/** Browsers refuse functions of theirs that are called as methods of other objects. */
describe('the bundle for browsers, with platform functions that throw on a foreign `this`', () => {
  let browser: typeof face
  let server: FakeServer
  const clients: Client[] = []

  beforeAll(async () => {
    browser = runAsBrowser(await bundleForBrowsers())
    server = await startFakeServer()
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()))
  })
  afterAll(() => server.close())

  test.each([undefined, 'websocket', 'http'] as const)('signs in, sends and hears over %s', async (transport) => {
    const texts: string[] = []
    const client = browser.createClient({
      apiId: 1,
      apiHash: 'hash',
      dcs: { id: 2, host: '127.0.0.1', port: server.port },
      serverPublicKey: server.publicKey,
      transport,
    })
    clients.push(client)
    const heard = new Promise<void>((resolve) => {
      client.on('message', ({ text, out }) => {
        if (out) return
        texts.push(text)
        resolve()
      })
    })
    const { id } = await client.start({ phone: '9996620001', code: '22222', name: 'Alice' })
    await client.sendMessage(id, 'to myself')
    server.write(server.person('9996620002'), server.person('9996620001'), 'from Bob')
    await heard
    expect(texts).toEqual(['from Bob'])
  })

  test('pages of any origin may post, so HTTP asks for the path with CORS headers', async () => {
    const asked: string[] = []
    const watched: typeof fetch = (input, init) => {
      asked.push(String(input))
      return fetch(input, init)
    }
    const elsewhere = runAsBrowser(await bundleForBrowsers(), { fetch: watched })
    for (const [testServers, path] of [
      [false, '/apiw'],
      [true, '/apiw_test'],
    ] as const) {
      asked.length = 0
      const dcs = { id: 2, host: '127.0.0.1', port: server.port }
      const { publicKey: serverPublicKey } = server
      const client = elsewhere.createClient({
        apiId: 1,
        apiHash: 'hash',
        dcs,
        serverPublicKey,
        transport: 'http',
        testServers,
      })
      clients.push(client)
      void client.call({ _: 'help.getNearestDc' }).catch(() => {})
      const end = performance.now() + 5000
      while (asked.length === 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
      expect(asked[0]).toBe(`http://127.0.0.1:${server.port}${path}`)
    }
  })
})
