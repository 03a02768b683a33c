import { afterEach, describe, expect, test } from 'vitest'
import { FRAMINGS, seededRandom } from '../framing/framing.fixture.ts'
import { createClientStream } from '../framing/packet-stream.ts'
import { parseProxySecret } from '../framing/proxy-secret.ts'
import { TransportError } from '../transport-error.ts'
import { observe, openRaw, type Peer, startServer, type TestServer, until } from './driver.fixture.ts'
import { connectTcp, type TcpOptions } from './tcp-client.ts'

const secret = parseProxySecret('dd0123456789abcdef0123456789abcdef')
const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.listener.close()
})

async function start(...args: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...args)
  servers.push(server)
  return server
}

async function connectTo(server: TestServer, options: Partial<TcpOptions> = {}): Promise<Peer> {
  let peer: Peer | undefined
  await connectTcp({
    host: '127.0.0.1',
    port: server.listener.port,
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

const echo = (peer: Peer, packet: Uint8Array): void => peer.connection.send(Uint8Array.from(packet))
const variants = FRAMINGS.flatMap((framing) => [
  { framing, obfuscated: false },
  { framing, obfuscated: true },
])

describe('one port', () => {
  test.each(variants)('TR-1: takes $framing, obfuscated $obfuscated, and echoes packets in order', async (variant) => {
    const server = await start({}, echo)
    const client = await connectTo(server, { ...variant, dcId: 2 })
    const packets = [56, 24 + 16 * 100, 40, 24 + 16 * 5000].map((length, index) => packetOf(length, index + 1))
    for (const packet of packets) client.connection.send(packet.slice())
    await client.until(() => client.packets.length === packets.length)
    expect(client.packets).toEqual(packets)
    expect(server.peers[0]?.connection.transport).toEqual({
      ...variant,
      carrier: 'tcp',
      proxySecret: false,
      testPath: false,
    })
    expect(server.peers[0]?.connection.dcId).toBe(variant.obfuscated ? 2 : undefined)
    expect(server.peers[0]?.connection.remoteAddress).toBe('127.0.0.1')
  })

  test('TR-4: takes clients under a proxy secret besides others, or only those', async () => {
    const server = await start({ secrets: [secret] }, echo)
    const under = await connectTo(server, { secret, dcId: -4 })
    const without = await connectTo(server, { obfuscated: true, framing: 'abridged' })
    for (const client of [under, without]) {
      client.connection.send(packetOf(56))
      await client.until(() => client.packets.length === 1)
    }
    expect(server.peers.map(({ connection }) => connection.transport.proxySecret)).toEqual([true, false])
    expect(server.peers[0]?.connection.dcId).toBe(-4)
    const strict = await start({ secrets: [secret], secretOnly: true }, echo)
    for (const options of [{ obfuscated: true }, { obfuscated: false }]) {
      const refused = await connectTo(strict, options)
      refused.connection.send(packetOf(56))
      await refused.until(() => refused.closed.length === 1)
    }
    expect(strict.refused.map(({ code }) => code)).toEqual(['TRANSPORT_UNKNOWN', 'TRANSPORT_UNKNOWN'])
    expect(strict.peers).toEqual([])
  })

  test('TR-2: a quick acknowledgement goes the whole way', async () => {
    const server = await start({}, (peer) => {
      if (peer.quickAcks.at(-1)) peer.connection.sendQuickAck(0x1234)
    })
    for (const framing of ['abridged', 'intermediate', 'padded-intermediate'] as const) {
      const client = await connectTo(server, { framing, obfuscated: true })
      client.connection.send(packetOf(56), { quickAck: true })
      await client.until(() => client.tokens.length === 1)
      expect(client.tokens).toEqual([0x80001234])
    }
  })

  test('a transport error reaches the client as an event, then the close', async () => {
    const server = await start({}, (peer) => {
      peer.connection.sendTransportError(-404)
      peer.connection.close('unknown key')
    })
    const client = await connectTo(server)
    client.connection.send(packetOf(56))
    await client.until(() => client.closed.length === 1)
    expect(client.errors).toEqual([-404])
    expect(client.closed[0]?.code).toBe('CLOSED_BY_PEER')
    await until(() => server.peers[0]?.closed.length === 1)
    expect(server.peers[0]?.closed).toEqual([{ code: 'CLOSED_HERE', message: 'unknown key' }])
  })

  test('all packets of one turn leave in one write', async () => {
    const server = await start({}, (peer) => {
      for (let index = 0; index < 50; index++) peer.connection.send(packetOf(56))
    })
    const raw = await openRaw(server.listener.port)
    const stream = createClientStream(
      { framing: 'intermediate', obfuscated: false, maxPacketBytes: 1000, random: seededRandom(1) },
      { packet() {}, quickAck() {}, transportError() {} },
    )
    raw.socket.write(stream.encode([{ packet: packetOf(56), quickAck: false }]))
    await until(() => Buffer.concat(raw.received).length === 50 * 60)
    expect(raw.received).toHaveLength(1)
    raw.socket.destroy()
  })

  test('closing sends what is queued, aborting does not, and both are told once', async () => {
    const server = await start()
    const client = await connectTo(server)
    client.connection.send(packetOf(24 + 16 * 1000))
    client.connection.close('done')
    client.connection.send(packetOf(56))
    await client.until(() => client.closed.length === 1)
    await until(() => server.peers[0]?.closed.length === 1)
    expect(server.peers[0]?.packets).toHaveLength(1)
    const other = await connectTo(server)
    other.connection.send(packetOf(56))
    other.connection.abort()
    await other.until(() => other.closed.length === 1)
    other.connection.abort()
    expect(other.closed).toEqual([{ code: 'CLOSED_HERE', message: 'aborted' }])
  })

  test('a server that closes says goodbye to everyone and frees the port', async () => {
    const server = await startServer({}, echo)
    const client = await connectTo(server)
    client.connection.send(packetOf(56))
    await client.until(() => client.packets.length === 1)
    const silent = await openRaw(server.listener.port)
    await until(() => server.listener.connectionCount === 2)
    await server.listener.close()
    await client.until(() => client.closed.length === 1)
    await until(() => silent.closed)
    expect(server.listener.connectionCount).toBe(0)
    await expect(connectTo(server)).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
  })

  test('connecting is given up by a signal or after its time', async () => {
    const server = await start()
    const gone = connectTo(server, { signal: AbortSignal.abort() })
    await expect(gone).rejects.toBeInstanceOf(TransportError)
    await expect(connectTo(server, { host: '127.0.0.1', port: 1 })).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
  })

  test('a port that is taken is a typed error', async () => {
    const server = await start()
    await expect(startServer({ port: server.listener.port })).rejects.toMatchObject({ code: 'LISTEN_FAILED' })
  })
})
