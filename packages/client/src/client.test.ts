import type { Clock, PacketConnection } from '@chappe/transport/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, createClient } from './client.ts'
import { clientClock } from './clock.ts'
import { type FakeServer, Refusal, startFakeServer } from './fake-server.fixture.ts'
import type { ClientOptions } from './options.ts'
import { platform } from './platform/node.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import type { ClientEvents, ReceivedMessage } from './updates/events.ts'

let server: FakeServer
let clients: Client[] = []

beforeEach(async () => {
  server = await startFakeServer()
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  clients = []
  await server.close()
})

function newClient(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    apiId: 1,
    apiHash: 'hash',
    dcs: [{ id: 2, host: '127.0.0.1', port: server.port }],
    serverPublicKey: server.publicKey,
    ...options,
  })
  clients.push(client)
  return client
}

async function signedIn(phone: string, options: Partial<ClientOptions> = {}): Promise<Client> {
  const client = newClient(options)
  await client.start({ phone, code: '22222', name: 'Somebody' })
  return client
}

/** Waits for what comes by itself. */
async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 8000
  while (!condition()) {
    if (performance.now() > end) throw new Error('what was waited for did not happen')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The platform's clock, whose waits can be shortened. */
function hurriedClock() {
  const hurry = { factor: 1 }
  const after: Clock['after'] = (delayMs, callback) => clientClock.after(delayMs / hurry.factor, callback)
  return { hurry, clock: { ...clientClock, after } }
}

function collect(client: Client): ReceivedMessage[] {
  const messages: ReceivedMessage[] = []
  client.on('message', (message) => messages.push(message))
  return messages
}

function texts(messages: readonly ReceivedMessage[]): string[] {
  return messages.filter(({ out }) => !out).map(({ text }) => text)
}

describe('calls', () => {
  test('a result has the type of its method', async () => {
    const { country, thisDc } = await newClient().call({ _: 'help.getNearestDc' })
    expect(`${country} ${thisDc}`).toBe('FR 2')
  })

  test.each(['tcp', 'websocket', 'http'] as const)('over %s', async (transport) => {
    const client = newClient({ transport })
    expect(await client.call({ _: 'help.getNearestDc' })).toMatchObject({ country: 'FR' })
  })

  test.each(['abridged', 'padded-intermediate', 'full'] as const)('in %s framing', async (framing) => {
    const client = newClient({ framing, obfuscated: framing !== 'full' })
    expect(await client.call({ _: 'help.getNearestDc' })).toMatchObject({ country: 'FR' })
  })

  test('the client introduces itself once for each session', async () => {
    const client = newClient()
    for (let i = 0; i < 3; i++) await client.call({ _: 'help.getNearestDc' })
    expect(server.introductions).toBe(1)
  })

  test('an error of the server is typed, with its number apart', async () => {
    const client = newClient()
    server.onCall = () => {
      throw new Refusal(420, 'FLOOD_WAIT_3600')
    }
    await expect(client.call({ _: 'help.getNearestDc' })).rejects.toMatchObject({
      ...{ name: 'RpcError', code: 420, type: 'FLOOD_WAIT', value: 3600, method: 'help.getNearestDc' },
    })
  })

  test('a short flood limit is waited out, and a failure of the server is asked again', async () => {
    const client = newClient()
    const refusals = [new Refusal(420, 'FLOOD_WAIT_1'), new Refusal(500, 'INTERNAL')]
    server.onCall = () => {
      const refusal = refusals.shift()
      if (refusal !== undefined) throw refusal
    }
    const before = performance.now()
    expect(await client.call({ _: 'help.getNearestDc' })).toMatchObject({ country: 'FR' })
    expect(performance.now() - before).toBeGreaterThan(990)
    expect(server.calls).toHaveLength(3)
  })

  test('what would be answered the same is not asked again, although it has the code of a failure', async () => {
    const client = newClient()
    for (const [code, type] of [
      [500, 'RANDOM_ID_DUPLICATE'],
      [501, 'METHOD_NOT_IMPLEMENTED'],
      [400, 'METHOD_NOT_IMPLEMENTED'],
    ] as const) {
      server.onCall = () => {
        throw new Refusal(code, type)
      }
      await expect(client.call({ _: 'help.getNearestDc' })).rejects.toMatchObject({ code, type })
    }
    expect(server.calls).toHaveLength(3)
  })

  test('a migration is followed where the data centre is known, and told where it is not', async () => {
    const address = { host: '127.0.0.1', port: server.port }
    const client = newClient({
      dcs: [
        { id: 2, ...address },
        { id: 4, ...address },
      ],
    })
    let asked = 0
    server.onCall = () => {
      if (asked++ === 0) throw new Refusal(303, 'NETWORK_MIGRATE_4')
    }
    expect(await client.call({ _: 'help.getNearestDc' })).toMatchObject({ country: 'FR' })
    asked = 0
    await expect(newClient().call({ _: 'help.getNearestDc' })).rejects.toMatchObject({
      type: 'NETWORK_MIGRATE',
      value: 4,
    })
  })

  test('a value that does not encode is an error of this call alone', async () => {
    const client = newClient()
    const broken = client.call({ _: 'contacts.resolveUsername', username: 'x'.repeat(2 ** 24) })
    // It names the method once.
    const message = expect.stringMatching(/^contacts\.resolveUsername(?!.*contacts\.resolveUsername)/)
    await expect(broken).rejects.toMatchObject({ code: 'REQUEST_INVALID', message })
    expect(await client.call({ _: 'help.getNearestDc' })).toMatchObject({ country: 'FR' })
  })

  test('a call ends by its signal and at its time limit', async () => {
    const client = newClient({ connect: () => new Promise(() => {}) })
    const controller = new AbortController()
    const aborted = client.call({ _: 'help.getNearestDc' }, { signal: controller.signal })
    const late = client.call({ _: 'help.getNearestDc' }, { timeoutMs: 30 })
    await expect(late).rejects.toMatchObject({ code: 'TIMED_OUT' })
    controller.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
  })

  test('a closed client refuses calls, and a wrong option is told at once', async () => {
    const client = newClient()
    await client.close()
    await expect(client.call({ _: 'help.getNearestDc' })).rejects.toMatchObject({ code: 'CLOSED' })
    expect(() => newClient({ serverPublicKey: 'rubbish' })).toThrowError(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    )
    expect(() => newClient({ dcs: [] })).toThrowError(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })
})

describe('signing in', () => {
  test('is not done for the next start when the client is closed before it knows where updates stand', async () => {
    const storage = createMemoryStorage()
    const client = newClient({ storage })
    let closed: Promise<void> | undefined
    server.onCall = ({ _ }) => {
      if (_ === 'updates.getState') closed = client.close()
    }
    const started = client.start({ phone: '+10001', code: '22222', name: 'A' })
    await expect(started).rejects.toMatchObject({ code: 'CLOSED' })
    await closed
    server.onCall = undefined
    const next = newClient({ storage })
    await next.call({ _: 'help.getNearestDc' })
    expect(next.userId).toBeUndefined()
    await next.start({ phone: '+10001', code: '22222' })
    expect(await storage.load('updates')).toBeDefined()
  })

  test('is stored with where updates stand although something waits to be taken', async () => {
    const storage = createMemoryStorage()
    const client = newClient({ storage })
    const untaken = client.updates()
    const other = server.person('+10003')
    server.onCall = ({ _ }) => {
      if (_ === 'updates.getState') server.write(other, server.person('+10002'), 'early')
    }
    await client.start({ phone: '+10002', code: '22222', name: 'B' })
    server.onCall = undefined
    expect(await storage.load('account')).toBeDefined()
    expect(await storage.load('updates')).toBeDefined()
    await untaken.return?.()
  })

  test('makes an account for a new number and finds it again', async () => {
    const first = await signedIn('+9996620001')
    expect((await first.getMe()).phone).toBe('+9996620001')
    const second = newClient()
    await second.start({ phone: () => '+9996620001', code: async () => '22222' })
    expect(second.userId).toBe(first.userId)
  })

  test('asks again for a code that was wrong, three times at most', async () => {
    const codes = ['1', '2', '22222']
    const client = newClient()
    await client.start({ phone: '+9996620001', code: () => codes.shift() ?? '', name: 'A' })
    await expect(newClient().start({ phone: '+9996620001', code: '1' })).rejects.toMatchObject({
      type: 'PHONE_CODE_INVALID',
    })
    expect(server.calls.filter((name) => name === 'auth.signIn')).toHaveLength(6)
  })

  test('tells what is missing', async () => {
    const client = newClient()
    await expect(client.start({ phone: '+9996620009', code: '22222' })).rejects.toMatchObject({
      code: 'SIGN_IN_INCOMPLETE',
    })
  })

  test('the next client with the same storage is signed in, over the same key', async () => {
    const storage = createMemoryStorage()
    const first = await signedIn('+9996620001', { storage })
    await first.close()
    const second = newClient({ storage })
    const user = await second.start({ phone: () => Promise.reject(new Error('asked')), code: '' })
    expect(user.phone).toBe('+9996620001')
    expect(server.calls.filter((name) => name === 'auth.sendCode')).toHaveLength(1)
  })

  test('after logging out nothing of the account is kept', async () => {
    const storage = createMemoryStorage()
    const client = await signedIn('+9996620001', { storage })
    await client.logOut()
    expect(client.userId).toBeUndefined()
    expect(await storage.load('updates')).toBeUndefined()
    await expect(client.getMe()).rejects.toMatchObject({ code: 401 })
  })

  test('and closing leaves no timer behind, which would keep the process of a short program alive', async () => {
    const waiting = new Set<symbol>()
    const after: Clock['after'] = (delayMs, callback) => {
      const timer = Symbol('timer')
      waiting.add(timer)
      const cancel = clientClock.after(delayMs, () => {
        waiting.delete(timer)
        callback()
      })
      return () => {
        waiting.delete(timer)
        cancel()
      }
    }
    const client = await signedIn('9996620077', { clock: { ...clientClock, after } })
    await client.close()
    expect(waiting.size).toBe(0)
  })
})

describe('messages', () => {
  test('two people chat, find each other by name, and see history and answers', async () => {
    const a = await signedIn('+9996620001')
    const b = await signedIn('+9996620002')
    const seen = collect(b)
    await a.sendMessage('@person2', 'hello')
    await until(() => seen.length === 1)
    expect(seen[0]).toMatchObject({ text: 'hello', out: false, from: { _: 'peerUser', userId: 1n } })
    const answers = collect(a)
    await b.sendMessage(seen[0]?.peer ?? 'me', 'hi')
    await until(() => texts(answers).length === 1)
    const all: string[] = []
    for await (const message of a.history('@person2', { pageSize: 1 })) {
      if (message._ === 'message') all.push(message.message)
    }
    expect(all).toEqual(['hi', 'hello'])
  })

  test('a message is sent once, however often the connection is lost before its answer', async () => {
    const open: PacketConnection[] = []
    const client = await signedIn('+9996620001', {
      connect: async (dial) => {
        const connection = await platform.connect(dial)
        open.push(connection)
        return connection
      },
    })
    server.person('+9996620002')
    let cuts = 0
    server.onCall = (request) => {
      if (request._ === 'messages.sendMessage' && cuts++ < 1) for (const connection of open) connection.abort()
    }
    const { id } = await client.sendMessage('@person2', 'once')
    expect(server.person('+9996620002').box.map(({ message }) => message.message)).toEqual(['once'])
    expect(id).toBe(1)
  })

  test('a page at a time is loaded, as far as it is wanted', async () => {
    const client = await signedIn('+9996620001')
    const [a, b] = [server.person('+9996620001'), server.person('+9996620002')]
    for (let i = 1; i <= 25; i++) server.write(b, a, `m${i}`)
    const seen: number[] = []
    for await (const { id } of client.history('@person2', { pageSize: 10, limit: 12 })) seen.push(id)
    expect(seen).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14])
    expect(server.calls.filter((name) => name === 'messages.getHistory')).toHaveLength(2)
  })

  test('a number is looked up as a contact where the server does not serve its look-up', async () => {
    const client = await signedIn('+9996620001')
    server.person('+9996620002')
    await client.sendMessage('+9996620002', 'hello')
    expect(server.person('+9996620002').box.map(({ message }) => message.message)).toEqual(['hello'])
    await expect(client.sendMessage('+9996620009', 'x')).rejects.toMatchObject({ code: 'PEER_UNKNOWN' })
    expect(server.calls.filter((name) => name === 'contacts.importContacts')).toHaveLength(2)
  })

  test('somebody who was never seen is an error that says so', async () => {
    const client = await signedIn('+9996620001')
    await expect(client.sendMessage(99n, 'x')).rejects.toMatchObject({ code: 'PEER_UNKNOWN' })
    await expect(client.sendMessage('@nobody', 'x')).rejects.toMatchObject({ code: 'PEER_UNKNOWN' })
  })
})

describe('updates', () => {
  async function twoPeople(options: Partial<ClientOptions> = {}) {
    const client = await signedIn('+9996620001', options)
    const seen = collect(client)
    const [a, b] = [server.person('+9996620001'), server.person('+9996620002')]
    await until(() => server.calls.includes('updates.getState'))
    return { client, seen, a, b }
  }

  test('what is not pushed is found by the next push, in order and once', async () => {
    const { seen, a, b } = await twoPeople()
    server.write(b, a, '1')
    await until(() => seen.length === 1)
    server.pushing = false
    for (const text of ['2', '3']) server.write(b, a, text)
    server.pushing = true
    server.slice = 2
    server.write(b, a, '4')
    await until(() => seen.length === 4)
    expect(texts(seen)).toEqual(['1', '2', '3', '4'])
  })

  test('after a restart of the server everything that was missed comes, once', async () => {
    const { client, seen, a, b } = await twoPeople()
    server.write(b, a, '1')
    await until(() => seen.length === 1)
    server.pushing = false
    server.write(b, a, '2')
    server.pushing = true
    await server.restart()
    await until(() => seen.length === 2)
    server.write(b, a, '3')
    await until(() => seen.length === 3)
    expect(texts(seen)).toEqual(['1', '2', '3'])
    expect(client.state).toBe('connected')
  })

  test('a client that was away gets what it missed when it comes back', async () => {
    const storage = createMemoryStorage()
    const { client, seen, a, b } = await twoPeople({ storage })
    server.write(b, a, '1')
    await until(() => seen.length === 1)
    await client.close()
    server.write(b, a, '2')
    const later = newClient({ storage })
    const missed = collect(later)
    await later.connect()
    await until(() => missed.length === 1)
    expect(texts(missed)).toEqual(['2'])
  })

  test("what is sent from here counts as well, and comes as a message of one's own", async () => {
    const { client, seen, a, b } = await twoPeople()
    await client.sendMessage('@person2', 'mine')
    await client.markRead('@person2')
    server.write(b, a, 'theirs')
    await until(() => seen.length === 2)
    expect(seen.map(({ text, out }) => [text, out])).toEqual([
      ['mine', true],
      ['theirs', false],
    ])
    expect(server.calls).not.toContain('updates.getDifference')
  })

  test('an update of an unknown layer is told with its bytes, and nothing else is held up', async () => {
    const { client, seen, a, b } = await twoPeople()
    const unknown: ClientEvents['unknownUpdate'][] = []
    client.on('unknownUpdate', (event) => unknown.push(event))
    server.write(b, a, '1')
    await until(() => seen.length === 1)
    server.pushBytes(1n, Uint8Array.of(1, 2, 3, 0x7f))
    server.write(b, a, '2')
    await until(() => seen.length === 2)
    expect(unknown[0]?.bytes).toEqual(Uint8Array.of(1, 2, 3, 0x7f))
  })

  test('updates can be iterated, and one iteration that is not taken ends with an error', async () => {
    const { client, a, b } = await twoPeople({ maxWaitingUpdates: 3 })
    const iteration = client.updates()
    server.write(b, a, '1')
    const first = await iteration.next()
    expect(first.value?.update._).toBe('updateNewMessage')
    const seen = collect(client)
    for (let i = 0; i < 6; i++) server.write(b, a, String(i))
    await until(() => seen.length === 6)
    for (let i = 0; i < 3; i++) expect((await iteration.next()).done).toBe(false)
    await expect(iteration.next()).rejects.toMatchObject({ code: 'UPDATES_OVERFLOW' })
  })

  test('closing ends iterations', async () => {
    const { client } = await twoPeople()
    const iteration = client.updates()
    const next = iteration.next()
    await client.close()
    expect((await next).done).toBe(true)
  })

  test('a server that does not know the counters is begun with anew, and the gap is told', async () => {
    const storage = createMemoryStorage()
    const { client, seen, a, b } = await twoPeople({ storage })
    server.write(b, a, '1')
    await until(() => seen.length === 1)
    const gaps: ClientEvents['gap'][] = []
    client.on('gap', (gap) => gaps.push(gap))
    server.onCall = (request) => {
      if (request._ === 'updates.getDifference') throw new Refusal(400, 'PERSISTENT_TIMESTAMP_INVALID')
    }
    await server.restart()
    await until(() => gaps.length >= 1)
    server.onCall = undefined
    // Answered after the new state, which what follows is to come on top of.
    await client.getMe()
    server.write(b, a, '2')
    await until(() => seen.length === 2)
    expect(gaps[0]).toMatchObject({ channelId: undefined, from: 1, to: 1, reason: 'REFUSED' })
  })

  test('a difference that does not decode is given up after three tries, told, and updates go on', async () => {
    const { clock, hurry } = hurriedClock()
    const { client, seen, a, b } = await twoPeople({ clock })
    server.write(b, a, '1')
    await until(() => seen.length === 1)
    const gaps: ClientEvents['gap'][] = []
    client.on('gap', (gap) => gaps.push(gap))
    server.pushing = false
    server.write(b, a, '2')
    server.pushing = true
    server.raw.set('updates.getDifference', Uint8Array.of(1, 2, 3, 0x7f))
    hurry.factor = 20
    server.calls.length = 0
    client.wake()
    server.write(b, a, '3')
    await until(() => gaps.length === 1)
    expect(gaps[0]).toMatchObject({ channelId: undefined, from: 1, to: 3, reason: 'UNDECODABLE' })
    expect(gaps[0]?.error).toMatchObject({ code: 'ANSWER_INVALID', bytes: Uint8Array.of(1, 2, 3, 0x7f) })
    expect(server.calls.filter((name) => name === 'updates.getDifference')).toHaveLength(3)
    server.write(b, a, '4')
    await until(() => seen.length === 3)
    expect(texts(seen)).toEqual(['1', '3', '4'])
  })

  test('what is sent right after signing in is a message event at once', async () => {
    const client = newClient()
    const seen = collect(client)
    server.person('+9996620002')
    await client.start({ phone: '+9996620001', code: '22222', name: 'A' })
    await client.sendMessage('@person2', 'first')
    expect(seen.map(({ text, out }) => [text, out])).toEqual([['first', true]])
  })

  test('what is sent and received while the state is being asked for is told as well', async () => {
    const storage = createMemoryStorage()
    const first = await signedIn('+9996620001', { storage })
    await first.close()
    await storage.save('updates', undefined)
    const [a, b] = [server.person('+9996620001'), server.person('+9996620002')]
    const client = newClient({ storage })
    const seen = collect(client)
    // The server says its state only after both.
    server.onCall = (request) => {
      if (request._ !== 'updates.getState') return
      server.onCall = undefined
      server.write(b, a, 'theirs')
    }
    await Promise.all([client.connect(), client.sendMessage('@person2', 'mine')])
    await until(() => seen.length === 2)
    expect(seen.map(({ text }) => text).sort()).toEqual(['mine', 'theirs'])
  })

  test('being signed out by the server is an event, after which nobody is signed in', async () => {
    const { client } = await twoPeople()
    const out: unknown[] = []
    client.on('signedOut', (error) => out.push(error))
    server.onCall = () => {
      throw new Refusal(401, 'SESSION_REVOKED')
    }
    await expect(client.getMe()).rejects.toMatchObject({ code: 401 })
    await until(() => out.length === 1)
    expect(client.userId).toBeUndefined()
  })
})
