import { afterEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { FRAMINGS, seededRandom } from '../framing/framing.fixture.ts'
import { createClientStream, type PacketStream } from '../framing/packet-stream.ts'
import { observe, openRaw, type Peer, startServer, type TestServer, until } from './driver.fixture.ts'
import type { PacketConnection } from './packet-connection.ts'
import { connectWebSocket as connectInBrowser } from './websocket-client.browser.ts'
import { connectWebSocket } from './websocket-client.node.ts'
import type { WebSocketOptions } from './websocket-client.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.listener.close()
})

async function start(...args: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...args)
  servers.push(server)
  return server
}

type Connect = (options: WebSocketOptions) => Promise<PacketConnection>

async function connectTo(
  server: TestServer,
  connectWith: Connect,
  options: Partial<WebSocketOptions> = {},
): Promise<Peer> {
  let peer: Peer | undefined
  await connectWith({
    url: `ws://127.0.0.1:${server.listener.port}/apiws`,
    random: seededRandom(5),
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

function obfuscatedStream(packets: Uint8Array[]): PacketStream {
  return createClientStream(
    { framing: 'abridged', obfuscated: true, maxPacketBytes: 1 << 24, random: seededRandom(1) },
    { packet: (packet) => void packets.push(Uint8Array.from(packet)), quickAck() {}, transportError() {} },
  )
}

const echo = (peer: Peer, packet: Uint8Array): void => peer.connection.send(Uint8Array.from(packet))
const UPGRADE =
  'GET /apiws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: binary\r\n\r\n'
/** A masked ping of 125 bytes. */
const PING = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 1, 2, 3, 4]), Buffer.alloc(125)])

const clients: [string, Connect][] = [
  ['the ws package', connectWebSocket],
  ["the platform's WebSocket", connectInBrowser],
]

describe.each(clients)('%s', (_name, connectWith) => {
  test.each(FRAMINGS)('TR-5: carries %s obfuscated over /apiws, on the same port as the rest', async (framing) => {
    const server = await start({}, echo)
    const client = await connectTo(server, connectWith, { framing, dcId: 2 })
    const packets = [56, 24 + 16 * 100, 40, 24 + 16 * 9_000].map((length, index) => packetOf(length, index + 1))
    for (const packet of packets) client.connection.send(packet.slice())
    await client.until(() => client.packets.length === packets.length)
    expect(client.packets).toEqual(packets)
    expect(server.peers[0]?.connection.transport).toEqual({
      carrier: 'websocket',
      framing,
      obfuscated: true,
      proxySecret: false,
      testPath: false,
    })
    expect(server.peers[0]?.connection).toMatchObject({ dcId: 2, remoteAddress: '127.0.0.1' })
    client.connection.close('done')
    await client.until(() => client.closed.length === 1)
    await until(() => server.peers[0]?.closed.length === 1)
    expect(server.peers[0]?.closed[0]?.code).toBe('CLOSED_BY_PEER')
  })

  test('TR-5: /apiws_test is marked as such, a server that closes is noticed', async () => {
    const server = await start({}, (peer) => peer.connection.close('enough'))
    const url = `ws://127.0.0.1:${server.listener.port}/apiws_test`
    const client = await connectTo(server, connectWith, { url })
    client.connection.send(packetOf(56))
    await client.until(() => client.closed.length === 1)
    expect(client.closed[0]?.code).toBe('CLOSED_BY_PEER')
    expect(server.peers[0]?.connection.transport.testPath).toBe(true)
  })

  test('an endpoint that is none cannot be connected to', async () => {
    const server = await start()
    const url = `ws://127.0.0.1:${server.listener.port}/elsewhere`
    await expect(connectTo(server, connectWith, { url })).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
    const closed = connectTo(server, connectWith, { url: 'ws://127.0.0.1:1/apiws' })
    await expect(closed).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
    await expect(connectTo(server, connectWith, { url: 'no url' })).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
  })
})

describe('the server', () => {
  const open = async (server: TestServer, path = '/apiws', protocol = 'binary'): Promise<WebSocket> => {
    const webSocket = new WebSocket(`ws://127.0.0.1:${server.listener.port}${path}`, protocol)
    await new Promise((resolve, reject) => webSocket.once('open', resolve).once('error', reject))
    return webSocket
  }

  test('TR-5: any fragmentation gives the same packets: messages of any size, messages in fragments', async () => {
    const server = await start({}, echo)
    const received: Uint8Array[] = []
    const stream = obfuscatedStream(received)
    const packets = [56, 24 + 160, 40].map((length, index) => packetOf(length, index + 1))
    const bytes = stream.encode(packets.map((packet) => ({ packet, quickAck: false })))
    const webSocket = await open(server)
    webSocket.on('message', (data: Buffer) => stream.push(data))
    for (let at = 0; at < 100; at += 3) webSocket.send(bytes.subarray(at, Math.min(at + 3, 100)))
    for (let at = 100; at < bytes.length; at += 11) {
      webSocket.send(bytes.subarray(at, at + 11), { fin: at + 11 >= bytes.length, binary: true })
    }
    await until(() => received.length === 3)
    expect(received).toEqual(packets)
    expect(webSocket.protocol).toBe('binary')
    webSocket.terminate()
  })

  test('TR-5: what is not obfuscated is refused inside a WebSocket', async () => {
    const server = await start()
    const webSocket = await open(server)
    webSocket.send(new Uint8Array(64).fill(0xee))
    await new Promise((resolve) => webSocket.once('close', resolve))
    expect(server.refused[0]?.code).toBe('TRANSPORT_UNKNOWN')
  })

  test('TR-5: other paths, other subprotocols and text are refused', async () => {
    const server = await start()
    for (const path of ['/', '/api', '/apiwx', '/apiws/more']) await expect(open(server, path)).rejects.toThrow('404')
    await expect(open(server, '/apiws', 'chat')).rejects.toThrow('400')
    const webSocket = await open(server)
    webSocket.send('hello')
    await new Promise((resolve) => webSocket.once('close', resolve))
    await until(() => server.listener.connectionCount === 0)
  })

  test('TR-8: a WebSocket that is opened and left silent is dropped, also within the upgrade', async () => {
    const server = await start()
    const webSocket = await open(server)
    const closed = new Promise((resolve) => webSocket.once('close', resolve))
    const half = await openRaw(server.listener.port)
    half.socket.write('GET /apiws HTTP/1.1\r\nHost: here\r\nUpgr')
    await new Promise((resolve) => setTimeout(resolve, 20))
    server.timers.advance(12_000)
    await closed
    await until(() => half.closed && server.refused.length > 0)
    expect(server.refused.map(({ code }) => code)).toContain('HANDSHAKE_TIMEOUT')
  })

  test('TR-8: a peer that pings and does not read is dropped', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    raw.socket.write(UPGRADE)
    await until(() => raw.received.length > 0)
    raw.socket.pause()
    const pings = Buffer.concat(Array.from({ length: 500 }, () => PING))
    // The WebSocket package sees to it itself.
    while (server.listener.connectionCount > 0) {
      raw.socket.write(pings)
      await new Promise((resolve) => setImmediate(resolve))
    }
    raw.socket.destroy()
  })

  test('TR-7: a WebSocket message beyond all limits closes the connection by its header', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    raw.socket.write(UPGRADE)
    await until(() => raw.received.length > 0)
    expect(Buffer.concat(raw.received).toString()).toContain('101 Switching Protocols')
    // The header of a frame of 64 MiB, and not a byte of them.
    raw.socket.write(Buffer.from([0x82, 0xff, 0, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4]))
    await until(() => raw.closed)
  })
})
