import { afterEach, describe, expect, test } from 'vitest'
import { observe, openRaw, type Peer, startServer, type TestServer, until } from '../drivers/driver.fixture.ts'
import { sameBytes, seededRandom } from '../framing/framing.fixture.ts'
import { connectHttp, type HttpOptions } from './http-client.ts'
import { parseHttpPath } from './http-path.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.listener.close()
})

async function start(...args: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...args)
  servers.push(server)
  return server
}

async function connectTo(server: TestServer, path = '/api', options: Partial<HttpOptions> = {}): Promise<Peer> {
  let peer: Peer | undefined
  await connectHttp({
    url: `http://127.0.0.1:${server.listener.port}${path}`,
    accept(connection) {
      peer = observe(connection)
      return peer.handlers
    },
    ...options,
  })
  if (peer === undefined) throw new Error('not announced')
  return peer
}

function packetOf(length: number, first = 1): Uint8Array {
  const packet = seededRandom(first)(length)
  packet[0] = first
  return packet
}

const echo = (peer: Peer, packet: Uint8Array): void => peer.connection.send(Uint8Array.from(packet))

describe('client and server', () => {
  test.each(['/api', '/api_test', '/apiw', '/apiw1', '/apiw_test', '/apiw_test1'])(
    'TR-6: every POST to %s is a connection of its own, answered by one packet',
    async (path) => {
      const server = await start({}, echo)
      const client = await connectTo(server, path)
      const packets = [56, 24 + 16 * 1000, path === '/api' ? 1024 * 1024 : 40].map((length, index) =>
        packetOf(length, index + 1),
      )
      for (const packet of packets) client.connection.send(packet)
      expect(client.connection.openRequests).toBe(3)
      await client.until(() => client.requestEnds === 3)
      expect(client.connection.openRequests).toBe(0)
      const order = (a: Uint8Array, b: Uint8Array): number => a.length - b.length
      const received = client.packets.toSorted(order)
      expect(packets.toSorted(order).every((packet, index) => sameBytes(received[index], packet))).toBe(true)
      expect(server.peers.map(({ connection }) => connection.mode)).toEqual(['response', 'response', 'response'])
      expect(server.peers[0]?.connection.transport).toMatchObject({ carrier: 'http', testPath: path.includes('test') })
      await until(() => server.peers.every(({ closed }) => closed.length === 1))
      expect(server.peers[0]?.closed[0]?.code).toBe('ANSWERED')
      client.connection.close()
      await client.until(() => client.closed.length === 1)
    },
  )

  test('TR-6: connections are kept alive from request to request', async () => {
    const server = await start({}, echo)
    const raw = await openRaw(server.listener.port)
    for (let count = 1; count <= 5; count++) {
      raw.socket.write(`POST /api HTTP/1.1\r\nHost: here\r\nContent-Length: 8\r\n\r\npacket-${count}`)
      await until(() => Buffer.concat(raw.received).includes(`packet-${count}`))
    }
    expect(
      Buffer.concat(raw.received)
        .toString()
        .match(/Connection: keep-alive/gi),
    ).toHaveLength(5)
    expect([raw.closed, server.peers.length, server.listener.connectionCount]).toEqual([false, 5, 1])
    raw.socket.destroy()
  })

  test('TR-6: an exchange may wait for its packet, as http_wait asks, while others are answered', async () => {
    const server = await start({}, (peer, packet) => {
      if (packet[0] === 2) peer.connection.send(packetOf(40, 9))
    })
    const client = await connectTo(server)
    client.connection.send(packetOf(56, 1))
    await until(() => server.peers.length === 1)
    client.connection.send(packetOf(56, 2))
    await client.until(() => client.packets.length === 1)
    expect(client.connection.openRequests).toBe(1)
    server.peers[0]?.connection.send(packetOf(40, 7))
    await client.until(() => client.packets.length === 2)
    expect(client.packets).toEqual([packetOf(40, 9), packetOf(40, 7)])
  })

  test('TR-6: an exchange that is closed, or waits too long, is answered with nothing', async () => {
    const server = await start()
    const client = await connectTo(server)
    client.connection.send(packetOf(56))
    await until(() => server.peers.length === 1)
    server.peers[0]?.connection.close()
    await client.until(() => client.requestEnds === 1)
    client.connection.send(packetOf(56))
    await until(() => server.peers.length === 2)
    server.timers.advance(92_000)
    await client.until(() => client.requestEnds === 2)
    expect([client.packets, client.errors, client.closed]).toEqual([[], [], []])
    expect(server.peers[1]?.closed[0]?.code).toBe('CLOSED_HERE')
  })

  test('TR-6: a transport error is the status of the answer', async () => {
    const server = await start({}, (peer) => peer.connection.sendTransportError(-404))
    const client = await connectTo(server)
    client.connection.send(packetOf(56))
    await client.until(() => client.requestEnds === 1)
    expect(client.errors).toEqual([-404])
    expect(client.closed).toEqual([])
  })

  test('a server that goes away closes the connection, with the requests that were open', async () => {
    const server = await startServer()
    const client = await connectTo(server)
    client.connection.send(packetOf(56))
    await until(() => server.peers.length === 1)
    server.peers[0]?.connection.abort('gone')
    await client.until(() => client.closed.length === 1)
    expect(client.closed[0]?.code).toBe('CONNECTION_LOST')
    await server.listener.close()
    const late = await connectTo(server)
    late.connection.send(packetOf(56))
    await late.until(() => late.closed.length === 1)
    expect(late.closed[0]?.code).toBe('CONNECTION_LOST')
  })

  test('a client that goes away is told to the exchange, and an abort to the client itself', async () => {
    const server = await start()
    const client = await connectTo(server)
    client.connection.send(packetOf(56))
    await until(() => server.peers.length === 1)
    client.connection.abort()
    await client.until(() => client.closed.length === 1)
    expect(client.closed).toEqual([{ code: 'CLOSED_HERE', message: 'aborted' }])
    await until(() => server.peers[0]?.closed.length === 1)
    expect(server.peers[0]?.closed[0]?.code).toBe('CLOSED_BY_PEER')
  })

  test('TR-7: an answer over the limit is not read', async () => {
    const server = await start({}, (peer) => peer.connection.send(packetOf(5000)))
    const client = await connectTo(server, '/api', { limits: { maxPacketBytes: 4999 } })
    client.connection.send(packetOf(56))
    await client.until(() => client.closed.length === 1)
    expect(client.closed[0]?.code).toBe('FRAME_TOO_LARGE')
  })
})

describe('the server', () => {
  const ask = (server: TestServer, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.listener.port}${path}`, init)

  test('TR-6: the w paths answer with the documented CORS headers, and to a preflight; others do not', async () => {
    const server = await start({}, echo)
    const preflight = await ask(server, '/apiw1', { method: 'OPTIONS' })
    const answer = await ask(server, '/apiw1', { method: 'POST', body: Buffer.from(packetOf(56)) })
    for (const { headers } of [preflight, answer]) {
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-allow-methods')).toBe('POST, OPTIONS')
      expect(headers.get('access-control-allow-headers')).toBe('origin, content-type')
      expect(headers.get('access-control-max-age')).toBe('1728000')
    }
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    // A page is told the status of what is refused as well.
    const refused = await ask(server, '/apiw')
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([405, '*'])
    const plain = await ask(server, '/api', { method: 'POST', body: Buffer.from(packetOf(56)) })
    expect(plain.headers.get('access-control-allow-origin')).toBe(null)
    expect(Buffer.from(await plain.arrayBuffer())).toEqual(Buffer.from(packetOf(56)))
  })

  test('TR-6: other paths and methods are refused', async () => {
    const server = await start({}, echo)
    expect((await ask(server, '/')).status).toBe(404)
    expect((await ask(server, '/', { method: 'HEAD' })).status).toBe(404)
    expect((await ask(server, '/apiws', { method: 'POST', body: 'x' })).status).toBe(404)
    expect((await ask(server, '/api')).status).toBe(405)
    expect(server.peers).toEqual([])
  })

  test('TR-7: a body over 1 MiB is refused by its length, or as soon as it is over', async () => {
    const server = await start()
    const announced = await openRaw(server.listener.port)
    announced.socket.write('POST /api HTTP/1.1\r\nHost: here\r\nContent-Length: 1048580\r\n\r\n')
    await until(() => announced.closed)
    expect(Buffer.concat(announced.received).toString()).toContain('413')
    const chunked = await openRaw(server.listener.port)
    chunked.socket.write('POST /api HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n')
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')])
    for (let count = 0; count < 17; count++) chunked.socket.write(chunk)
    await until(() => chunked.closed)
    expect(server.peers).toEqual([])
  })

  test('TR-8: headers, a body or the next request that do not come end the connection in bounded time', async () => {
    const server = await start({}, echo)
    const headers = await openRaw(server.listener.port)
    headers.socket.write('POST /api HTTP/1.1\r\nHost: he')
    const body = await openRaw(server.listener.port)
    body.socket.write('POST /api HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nabc')
    const idle = await openRaw(server.listener.port)
    idle.socket.write('POST /api HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nabcd')
    await until(() => idle.received.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 20))
    server.timers.advance(12_000)
    await until(() => headers.closed)
    expect([body.closed, idle.closed]).toEqual([false, false])
    server.timers.advance(50_000)
    await until(() => idle.closed)
    server.timers.advance(62_000)
    await until(() => body.closed)
    expect(server.peers).toHaveLength(1)
  })

  test('TR-8: headers without end are refused', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    raw.socket.write(`POST /api HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`)
    await until(() => raw.closed)
    await until(() => server.listener.connectionCount === 0)
  })

  test('TR-8: one connection has only so many requests open', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    raw.socket.write('POST /api HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nabcd'.repeat(40))
    await until(() => server.peers.length === 16)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(server.peers).toHaveLength(16)
    raw.socket.destroy()
    await until(() => server.peers.every(({ closed }) => closed.length === 1))
  })
})

test('TR-6: paths say what they ask for', () => {
  expect(parseHttpPath('/api')).toEqual({ cors: false, websocket: false, test: false })
  expect(parseHttpPath('/apiw_test1')).toEqual({ cors: true, websocket: false, test: true })
  expect(parseHttpPath('/apiws?x=y')).toEqual({ cors: true, websocket: true, test: false })
  for (const path of [undefined, '', '/', '/apis3', '/apix', '/api/', '/apiw_tes', '//api']) {
    expect(parseHttpPath(path)).toBeUndefined()
  }
})
