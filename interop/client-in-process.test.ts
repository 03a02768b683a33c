import { type Client, type ClientStorage, createClient, createMemoryStorage } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

const ALICE = { phone: '9996610077', code: '11111', name: 'Alice' }
const BOB = { phone: '9996620077', code: '22222', name: 'Bob' }

/** Clients in the same program as the server: what they are told and answered is as over a connection. */
describe('a client in the process of its server', { timeout: 30_000 }, () => {
  let server: Server
  const clients: Client[] = []

  beforeEach(async () => {
    server = await createServer({ log: undefined })
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
    await server.close()
  })

  const inside = (storage: ClientStorage = createMemoryStorage()): Client => {
    const client = createClient({ apiId: 1, apiHash: 'inside', inProcess: server, storage, log: false })
    clients.push(client)
    return client
  }
  const outside = (): Client => {
    const client = createClient({
      ...{ apiId: 1, apiHash: 'outside', log: false },
      dcs: { id: 2, host: server.host, port: server.port },
      serverPublicKey: server.publicKey,
    })
    clients.push(client)
    return client
  }
  const textsOf = (client: Client): string[] => {
    const texts: string[] = []
    client.on('message', ({ text, out }) => {
      if (!out) texts.push(text)
    })
    return texts
  }

  test('talks with one that is connected, both ways, and sends files', async () => {
    const [alice, bob] = [inside(), outside()]
    const [toAlice, toBob] = [textsOf(alice), textsOf(bob)]
    const { id: aliceId } = await alice.start(ALICE)
    await bob.start(BOB)
    await alice.sendMessage(`+${BOB.phone}`, 'from within')
    await until(
      () => toBob.includes('from within'),
      () => toBob.join(),
    )
    await bob.sendMessage(aliceId, 'from without')
    await until(
      () => toAlice.includes('from without'),
      () => toAlice.join(),
    )
    const bytes = new Uint8Array(300_000).map((_, at) => at * 7)
    const sent = await alice.upload(bytes)
    expect(sent.size).toBe(bytes.length)
  })

  test('is signed in by what it has stored, and catches up with what it missed meanwhile', async () => {
    const storage = createMemoryStorage()
    const first = inside(storage)
    const { id } = await first.start(ALICE)
    const bob = inside()
    await bob.start(BOB)
    await bob.sendMessage(`+${ALICE.phone}`, 'hello')
    await first.close()
    await bob.sendMessage(id, 'while you were away')

    const again = inside(storage)
    const texts = textsOf(again)
    await again.connect()
    expect((await again.getMe()).id).toBe(id)
    await until(
      () => texts.includes('while you were away'),
      () => texts.join(),
    )
    expect(texts.filter((text) => text === 'while you were away')).toHaveLength(1)
  })

  test('is refused what it would be refused over a connection, and told when it is signed out', async () => {
    const client = inside()
    await expect(client.call({ _: 'messages.getDialogFilters' })).rejects.toMatchObject({ code: 401 })
    await client.start(ALICE)
    await expect(client.call({ _: 'contacts.resolveUsername', username: 'nobody_here' })).rejects.toMatchObject({
      code: 400,
      message: 'USERNAME_NOT_OCCUPIED',
    })
    const other = outside()
    await other.start(ALICE)
    const gone = new Promise((resolve) => client.on('signedOut', resolve))
    await other.call({ _: 'auth.resetAuthorizations' })
    await gone
  })

  test('ends by a signal or a time limit of its caller, and by being closed', async () => {
    const client = inside()
    await client.start(ALICE)
    await expect(client.call({ _: 'help.getConfig' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    })
    await client.close()
    await expect(client.call({ _: 'help.getConfig' })).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
