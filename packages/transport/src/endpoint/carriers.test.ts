import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../drivers/driver.fixture.ts'
import { type Listener, listen } from '../drivers/listener.ts'
import type { AcceptConnection, PacketConnection } from '../drivers/packet-connection.ts'
import { connectTcp } from '../drivers/tcp-client.ts'
import { connectWebSocket } from '../drivers/websocket-client.node.ts'
import { connectHttp } from '../http/http-client.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { type ClientEndpoint, createClientEndpoint } from './client-endpoint.ts'
import type { ClientEndpointOptions, StoredClientKey } from './client-endpoint-options.ts'
import { numberOf, query, type SocketServer, startSocketServer } from './server-socket.fixture.ts'

const clients: ClientEndpoint[] = []
const servers: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

type Connect = (port: number, accept: AcceptConnection, signal: AbortSignal) => Promise<PacketConnection>

const CARRIERS: Readonly<Record<string, Connect>> = {
  'TR-5: WebSocket, /apiws': (port, accept, signal) =>
    connectWebSocket({ url: `ws://127.0.0.1:${port}/apiws`, accept, random, signal }),
  'TR-5: WebSocket, /apiws_test, padded': (port, accept, signal) =>
    connectWebSocket({
      ...{ url: `ws://127.0.0.1:${port}/apiws_test`, accept, random, signal },
      framing: 'padded-intermediate',
    }),
  'TR-6: HTTP, /api': (port, accept, signal) => connectHttp({ url: `http://127.0.0.1:${port}/api`, accept, signal }),
  'TR-6: HTTP, /apiw1': (port, accept, signal) =>
    connectHttp({ url: `http://127.0.0.1:${port}/apiw1`, accept, signal }),
  'TR-1: TCP, full': (port, accept, signal) =>
    connectTcp({ host: '127.0.0.1', port, framing: 'full', accept, random, signal }),
}
const ALL = Object.entries(CARRIERS)

let seed = 100
const random = seededRandom(7)

async function start(...args: Parameters<typeof startSocketServer>): Promise<SocketServer> {
  const server = await startSocketServer(...args)
  servers.push(server)
  return server
}

interface TestClient {
  readonly endpoint: ClientEndpoint
  readonly updates: number[]
  readonly saved: (StoredClientKey | undefined)[]
  readonly violations: string[]
  /** Connections that were opened. */
  connections: number
}

function connectTo(port: () => number, connect: Connect, options: Partial<ClientEndpointOptions> = {}): TestClient {
  const client: Omit<TestClient, 'endpoint'> = { updates: [], saved: [], violations: [], connections: 0 }
  const endpoint = createClientEndpoint({
    connect(accept, signal) {
      const counted: AcceptConnection = (connection) => {
        client.connections++
        return accept(connection)
      }
      return connect(port(), counted, signal)
    },
    publicKeys: [SERVER_KEY.publicKey],
    dc: { id: 2 },
    random: seededRandom(seed++),
    saveKey: async (key) => void client.saved.push(key),
    onUpdate: (body) => void client.updates.push(numberOf(body)),
    onViolation: (error) => void client.violations.push(error.code),
    limits: { backOffMs: 20, maxBackOffMs: 50, drainMs: 100 },
    ...options,
  })
  clients.push(endpoint)
  return Object.assign(client, { endpoint })
}

async function ask(client: TestClient, number: number): Promise<number> {
  return numberOf(await client.endpoint.request(query(number), { timeoutMs: 15_000 }))
}

describe('client and server endpoints', () => {
  test.each(ALL)(
    '%s: keys are exchanged, many queries are answered and updates arrive in order',
    async (_, connect) => {
      const server = await start()
      const client = connectTo(() => server.listener.port, connect)
      const numbers = Array.from({ length: 30 }, (_, i) => i)
      expect(await Promise.all(numbers.map((number) => ask(client, number)))).toEqual(numbers)
      const [session] = server.sessions
      for (const number of numbers) session?.push(query(1000 + number))
      await until(() => client.updates.length === 30)
      expect(client.updates).toEqual(numbers.map((number) => 1000 + number))
      // Once more, when whatever the server may speak over has been used up.
      session?.push(query(2000))
      await until(() => client.updates.length === 31)
      expect(await ask(client, 31)).toBe(31)
      expect(server.sessions).toHaveLength(1)
      expect(client.violations).toEqual([])
      expect(client.saved).toHaveLength(1)
    },
  )

  test.each(ALL)('%s: a large query and a large answer arrive whole', async (_, connect) => {
    const server = await start()
    const client = connectTo(() => server.listener.port, connect)
    const body = seededRandom(3)(512 * 1024)
    body.set(query(1).subarray(0, 4))
    const answer = await client.endpoint.request(body, { timeoutMs: 15_000 })
    expect(Buffer.compare(answer, body)).toBe(0)
  })

  test.each(ALL)(
    '%s: the largest request that fits arrives, one that does not is refused and disturbs nothing',
    async (_, connect) => {
      const server = await start()
      const client = connectTo(() => server.listener.port, connect)
      const largest = seededRandom(3)(1024 * 1024 - 128)
      largest.set(query(1).subarray(0, 4))
      const answer = await client.endpoint.request(largest, { timeoutMs: 15_000 })
      expect(Buffer.compare(answer, largest)).toBe(0)
      const other = ask(client, 7)
      const larger = seededRandom(3)(1024 * 1024 - 124)
      await expect(client.endpoint.request(larger)).rejects.toMatchObject({
        name: 'RequestError',
        code: 'REQUEST_TOO_LARGE',
      })
      expect(await other).toBe(7)
      // Packed it fits.
      const repetitive = new Uint8Array(2 * 1024 * 1024)
      repetitive.set(query(2).subarray(0, 4))
      repetitive.set(seededRandom(9)(60_000), 4)
      const repeated = await client.endpoint.request(repetitive, { timeoutMs: 15_000 })
      expect(Buffer.compare(repeated, repetitive)).toBe(0)
      expect(client.connections).toBe(1)
      expect(client.violations).toEqual([])
    },
  )

  test.each(ALL)('%s: after the server was away, everything asked meanwhile is executed once', async (_, connect) => {
    const server = await start()
    let listener: Listener = server.listener
    const { port } = listener
    const client = connectTo(() => port, connect)
    await ask(client, 0)
    await listener.close()
    const asked = [1, 2, 3].map((number) => ask(client, number))
    server.sessions[0]?.push(query(77))
    await new Promise((resolve) => setTimeout(resolve, 100))
    listener = await listen({ port, accept: server.endpoint.accept, random })
    servers.push(listener)
    expect(await Promise.all(asked)).toEqual([1, 2, 3])
    await until(() => client.updates.length === 1)
    expect(server.queries.map(({ body }) => numberOf(body))).toEqual([0, 1, 2, 3])
    expect(server.sessions).toHaveLength(1)
  })

  test.each(ALL)('%s: several clients under one key are several sessions', async (_, connect) => {
    const server = await start()
    const first = connectTo(() => server.listener.port, connect)
    await ask(first, 0)
    const [key] = first.saved
    const others = [1, 2].map(() => connectTo(() => server.listener.port, connect, { key }))
    expect(await Promise.all([first, ...others].map((client, i) => ask(client, i)))).toEqual([0, 1, 2])
    expect(new Set(server.sessions.map(({ sessionId }) => sessionId)).size).toBe(3)
    expect(new Set(server.sessions.map(({ authKeyId }) => authKeyId)).size).toBe(1)
    server.sessions[1]?.push(query(5))
    const receivers = () => [first, ...others].filter(({ updates }) => updates.length > 0)
    await until(() => receivers().length > 0)
    expect(receivers()).toHaveLength(1)
  })
})

describe('quick acknowledgements between endpoints', () => {
  const [webSocket, , http, , full] = ALL.map(([, connect]) => connect)
  const intermediate: Connect = (port, accept, signal) =>
    connectTcp({ host: '127.0.0.1', port, obfuscated: true, accept, random, signal })

  test.each([
    ['TR-2: over TCP a request is', intermediate, true],
    ['TR-2: over WebSocket a request is', webSocket, true],
    ['TR-2: over TCP in full framing, which has none, a request is not', full, false],
    ['TR-2: over HTTP, which has none, a request is not', http, false],
  ] as const)('%s told to be received before its answer comes', async (_, connect, told) => {
    if (connect === undefined) throw new TypeError('no such carrier')
    const server = await start()
    const client = connectTo(() => server.listener.port, connect)
    await ask(client, 0)
    const log: string[] = []
    const onReceived = (): void => void log.push('received')
    await client.endpoint.request(query(1), { onReceived, timeoutMs: 15_000 }).then(() => log.push('answered'))
    await ask(client, 2)
    expect(log).toEqual(told ? ['received', 'answered'] : ['answered'])
  })
})

describe('HTTP between endpoints', () => {
  const connect: Connect = (port, accept, signal) =>
    connectHttp({ url: `http://127.0.0.1:${port}/api`, accept, signal })

  test('TR-6: an update comes at once over the POST that waits, and a POST that waited long enough is answered and made anew', async () => {
    const server = await start()
    const client = connectTo(() => server.listener.port, connect, { limits: { httpWaitMs: 150 } })
    await ask(client, 1)
    // Several waits go by, each answered with nothing to say, and the session stays.
    await new Promise((resolve) => setTimeout(resolve, 500))
    await until(() => server.endpoint.connectionCount === 1)
    server.sessions[0]?.push(query(9))
    await until(() => client.updates.length === 1)
    expect(client.connections).toBe(1)
    expect(server.sessions).toHaveLength(1)
  })

  test('TR-6: a key exchange that is only begun leaves nothing behind, and does not hold up another', async () => {
    const server = await start()
    // A first query of a key exchange, by hand: req_pq_multi with a nonce of its own.
    const packet = new Uint8Array(40)
    new DataView(packet.buffer).setBigInt64(8, BigInt(Math.floor(Date.now() / 1000)) << 32n, true)
    new DataView(packet.buffer).setUint32(16, 20, true)
    new DataView(packet.buffer).setUint32(20, 0xbe7e8ef1, true)
    packet.fill(3, 24)
    const answer = await fetch(`http://127.0.0.1:${server.listener.port}/api`, { method: 'POST', body: packet })
    expect(answer.status).toBe(200)
    expect(server.endpoint.keyExchangeCount).toBe(0)
    const client = connectTo(() => server.listener.port, connect)
    expect(await ask(client, 1)).toBe(1)
    await until(() => server.endpoint.keyExchangeCount === 0)
  })
})
