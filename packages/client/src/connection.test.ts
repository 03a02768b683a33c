import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, createClient } from './client.ts'
import { type FakeServer, startFakeServer } from './fake-server.fixture.ts'
import { type ClientOptions, routesOf } from './options.ts'
import { platform } from './platform/node.ts'
import type { StateChange } from './state.ts'
import { connectInMemory, createVirtualClock } from './virtual-world.fixture.ts'

let server: FakeServer
let clients: Client[] = []

beforeEach(async () => {
  server = await startFakeServer()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(clients.map((client) => client.close()))
  clients = []
  await server.close()
})

function newClient(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    ...{ apiId: 1, apiHash: 'hash', dcs: { id: 2, host: '127.0.0.1', port: server.port } },
    ...{ serverPublicKey: server.publicKey, log: false, ...options },
  })
  clients.push(client)
  return client
}

/** A port that nobody listens on. */
async function deafPort(): Promise<number> {
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : expect.fail()
}

describe('a server that cannot be reached', () => {
  const start = { phone: '+9996620001', code: '22222', name: 'A', timeoutMs: 300 }

  test.each(['tcp', 'websocket', 'http'] as const)(
    'ends start at its time limit, with the reason, over %s',
    async (transport) => {
      const client = newClient({ transport, dcs: { id: 2, host: '127.0.0.1', port: await deafPort() } })
      await expect(client.start(start)).rejects.toMatchObject({ code: 'TIMED_OUT', cause: { code: 'UNREACHABLE' } })
      expect(client.state).not.toBe('closed')
    },
  )

  test('ends connect at its time limit and by its signal, and calls as well', async () => {
    const port = await deafPort()
    const client = newClient({ dcs: { id: 2, host: '127.0.0.1', port } })
    const refused = {
      code: 'TIMED_OUT',
      message: expect.stringContaining('ECONNREFUSED'),
      cause: { code: 'UNREACHABLE' },
    }
    await expect(client.connect({ timeoutMs: 200 })).rejects.toMatchObject(refused)
    await expect(client.call({ _: 'help.getNearestDc' }, { timeoutMs: 200 })).rejects.toMatchObject(refused)
    const controller = new AbortController()
    const aborted = client.connect({ signal: controller.signal })
    controller.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
    const closed = client.connect()
    await client.close()
    await expect(closed).rejects.toMatchObject({ code: 'CLOSED' })
  })

  test('is told by the event state, with the reason, the attempt and when the next one is made', async () => {
    const client = newClient({ dcs: { id: 2, host: '127.0.0.1', port: await deafPort() } })
    const changes: StateChange[] = []
    client.on('state', (change) => changes.push(change))
    await client.connect({ timeoutMs: 1500 }).catch(() => {})
    const waiting = changes.filter((change) => change.state === 'waiting')
    expect(waiting.map(({ attempt }) => attempt).slice(0, 2)).toEqual([1, 2])
    expect(waiting[1]?.cause).toMatchObject({ code: 'UNREACHABLE', cause: { code: 'CONNECT_FAILED' } })
    expect((waiting[1]?.nextAt ?? 0) - Date.now()).toBeLessThan(1000)
  })

  test('is a warning on the console by default, and none where the log is another or none', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const lines: string[] = []
    const dcs = { id: 2, host: '127.0.0.1', port: await deafPort() }
    await newClient({ dcs, log: false })
      .connect({ timeoutMs: 100 })
      .catch(() => {})
    await newClient({ dcs, log: (level, line) => lines.push(`${level} ${line}`) })
      .connect({ timeoutMs: 100 })
      .catch(() => {})
    expect(warn).not.toHaveBeenCalled()
    expect(lines).toContainEqual(expect.stringMatching(/^warn data centre 2: .*ECONNREFUSED.*attempt 1/))
    await newClient({ dcs, log: undefined })
      .connect({ timeoutMs: 100 })
      .catch(() => {})
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^chappe: data centre 2: .*ECONNREFUSED/))
  })
})

test('a data centre that is another one, as far as its server tells, ends connect and calls with the reason', async () => {
  const client = newClient({
    dcs: { id: 3, host: '127.0.0.1', port: server.port },
    async connect(dial) {
      const accept: typeof dial.accept = (connection) => {
        const handlers = dial.accept(connection)
        setTimeout(() => handlers.onTransportError?.(-444), 10)
        return handlers
      }
      return platform.connect({ ...dial, accept })
    },
  })
  const call = client.call({ _: 'help.getNearestDc' })
  const outcome = { code: 'GAVE_UP', cause: { code: 'WRONG_DC' } }
  await Promise.all([
    expect(client.connect()).rejects.toMatchObject(outcome),
    expect(call).rejects.toMatchObject({ code: 'GAVE_UP' }),
  ])
})

test('a server that ends the connection in the key exchange is told with what that may mean', async () => {
  const client = newClient({ dcs: { id: 3, host: '127.0.0.1', port: server.port } })
  await expect(client.connect({ timeoutMs: 1000 })).rejects.toMatchObject({
    ...{ code: 'TIMED_OUT', message: expect.stringContaining('is this data centre 3?') },
  })
})

test('a platform that throws while it connects (a bad certificate, a policy of the page) is told like any other', async () => {
  const client = newClient({
    connect: () => {
      throw new Error('blocked by the policy')
    },
  })
  await expect(client.connect({ timeoutMs: 100 })).rejects.toMatchObject({
    ...{ code: 'TIMED_OUT', message: expect.stringContaining('blocked by the policy') },
  })
})

test.each<[string, object]>([
  ['transport', { transport: 'smoke' }],
  ['framing', { framing: 'none' }],
  ['apiId', { apiId: 0 }],
  ['apiId', { apiId: Number.NaN }],
  ['dcs', { dcs: { id: 2, host: '', port: 1 } }],
  ['dcs', { dcs: { id: 2, host: 'http://x', port: 1 } }],
  ['dcs', { dcs: { id: 1.5, host: 'x', port: 1 } }],
  ['dcs', { dcs: { id: 2, host: 'x', port: 99_999 } }],
  [
    'dcs',
    {
      dcs: [
        { id: 2, host: 'x', port: 1 },
        { id: 2, host: 'y', port: 1 },
      ],
    },
  ],
  ['serverPublicKey', { serverPublicKey: [] }],
])('a wrong option is told at once: %s', (name, options) => {
  expect(() => newClient(options)).toThrowError(
    expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining(name) }),
  )
})

test('a browser has no TCP, which is told at once', () => {
  const options: ClientOptions = {
    apiId: 1,
    apiHash: '',
    dcs: { id: 2, host: 'x', port: 1 },
    serverPublicKey: '',
    transport: 'tcp',
  }
  const browser = { transports: ['websocket', 'http'], defaultTransport: 'websocket' } as const
  expect(() => routesOf(options, browser)).toThrowError(expect.objectContaining({ code: 'OPTION_INVALID' }))
  expect(routesOf(options, platform).get(2)).toMatchObject({ transport: 'tcp' })
})

describe('after an outage', () => {
  async function away(ms: number) {
    const clock = createVirtualClock()
    const world = await startFakeServer({ clock })
    const [waking, cuts]: [(() => void)[], (() => void)[]] = [[], []]
    let reachable = true
    let changes = 0
    const client = createClient({
      ...{
        apiId: 1,
        apiHash: '',
        dcs: { id: 2, host: 'memory', port: 1 },
        serverPublicKey: world.publicKey,
        log: false,
        clock,
      },
      page: {
        onLeave: () => () => {},
        onWake(listener) {
          waking.push(listener)
          return () => waking.splice(0)
        },
      },
      async connect({ accept }) {
        changes++
        if (!reachable) throw new Error('no network')
        const { connection, cut } = connectInMemory(world.accept, accept, clock, () => 10)
        cuts.push(cut)
        return connection
      },
    })
    const connected = client.connect()
    await clock.pass(1000)
    await connected
    reachable = false
    for (const cut of cuts) cut()
    await clock.pass(ms)
    expect(client.state).toBe('waiting')
    reachable = true
    const end = async (): Promise<void> => {
      const closed = client.close()
      await clock.pass(10_000)
      await closed
      await world.close()
      expect(waking).toEqual([])
    }
    return { clock, client, waking, end, attempts: () => changes }
  }

  test.each([47_000, 600_000])('of %i ms the client is connected within 10 s', async (ms) => {
    const { clock, client, end } = await away(ms)
    await clock.pass(10_500)
    expect(client.state).toBe('connected')
    await end()
  })

  test('the client is connected at once when the platform says that the network is back', async () => {
    const { clock, client, waking, end } = await away(47_000)
    for (const wake of waking) wake()
    await clock.pass(100)
    expect(client.state).toBe('connected')
    await end()
  })
})
