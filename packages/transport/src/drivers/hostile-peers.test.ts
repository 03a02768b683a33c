import { afterEach, describe, expect, test } from 'vitest'
import { seededRandom } from '../framing/framing.fixture.ts'
import { createClientStream } from '../framing/packet-stream.ts'
import { openRaw, startServer, type TestServer, until } from './driver.fixture.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.listener.close()
})

async function start(...args: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...args)
  servers.push(server)
  return server
}

const SECOND = 1000

/** The bytes of an abridged client with one packet of this length. */
function abridged(length: number): Uint8Array {
  const stream = createClientStream(
    { framing: 'abridged', obfuscated: false, maxPacketBytes: 1000, random: seededRandom(1) },
    { packet() {}, quickAck() {}, transportError() {} },
  )
  return stream.encode([{ packet: seededRandom(3)(length), quickAck: false }])
}

describe('a peer that says nothing', () => {
  test('TR-8: is dropped after the handshake timeout, and not before', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    await until(() => server.listener.connectionCount === 1)
    server.timers.advance(9 * SECOND)
    expect(server.refused).toEqual([])
    server.timers.advance(2 * SECOND)
    await until(() => raw.closed)
    await until(() => server.refused.length === 1)
    expect(server.refused[0]?.code).toBe('HANDSHAKE_TIMEOUT')
    expect(server.peers).toEqual([])
  })

  test('TR-8: is dropped when it stops within an obfuscated header, however slowly it sends', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    for (let second = 0; second < 11; second++) {
      raw.socket.write(Uint8Array.of(0x77, 0x77))
      await new Promise((resolve) => setTimeout(resolve, 5))
      server.timers.advance(SECOND)
    }
    await until(() => raw.closed)
    expect(server.refused.map(({ code }) => code)).toEqual(['HANDSHAKE_TIMEOUT'])
  })

  test('TR-8: is dropped when it sends a tag and no packet, or less than a packet', async () => {
    const server = await start()
    const tagOnly = await openRaw(server.listener.port)
    tagOnly.socket.write(Uint8Array.of(0xef))
    const halfPacket = await openRaw(server.listener.port)
    halfPacket.socket.write(abridged(400).subarray(0, 100))
    await until(() => server.peers.length === 2)
    server.timers.advance(29 * SECOND)
    expect([tagOnly.closed, halfPacket.closed]).toEqual([false, false])
    server.timers.advance(3 * SECOND)
    await until(() => tagOnly.closed && halfPacket.closed)
    await until(() => server.peers.every(({ closed }) => closed.length === 1))
    expect(server.peers.map(({ closed }) => closed[0]?.code)).toEqual(['PACKET_TIMEOUT', 'PACKET_TIMEOUT'])
  })

  test('TR-8: after its first packet it may be silent for long, and within a packet for less long', async () => {
    const server = await start()
    const idle = await openRaw(server.listener.port)
    idle.socket.write(abridged(56))
    const stalled = await openRaw(server.listener.port)
    stalled.socket.write(Buffer.concat([abridged(56), abridged(400).subarray(1, 20)]))
    await until(() => server.peers.length === 2 && server.peers.every(({ packets }) => packets.length === 1))
    server.timers.advance(118 * SECOND)
    // More of the same packet buys no more time.
    stalled.socket.write(Uint8Array.of(1, 2, 3))
    await new Promise((resolve) => setTimeout(resolve, 20))
    server.timers.advance(4 * SECOND)
    await until(() => stalled.closed)
    expect(idle.closed).toBe(false)
    server.timers.advance(480 * SECOND)
    await until(() => idle.closed)
    await until(() => server.peers.every(({ closed }) => closed.length === 1))
    expect(server.peers.map(({ closed }) => closed[0]?.code).sort()).toEqual(['IDLE_TIMEOUT', 'PACKET_TIMEOUT'])
  })

  test('TR-8: a peer that does not close when it is told to is dropped', async () => {
    const server = await start({}, (peer) => peer.connection.close('enough'))
    const raw = await openRaw(server.listener.port)
    raw.socket.pause()
    raw.socket.allowHalfOpen = true
    raw.socket.write(abridged(56))
    await until(() => server.peers[0]?.connection.closed === true)
    server.timers.advance(7 * SECOND)
    await until(() => server.peers[0]?.closed.length === 1)
    raw.socket.destroy()
  })
})

describe('a peer that sends rubbish', () => {
  test('TR-8: 64 random bytes and more are refused at once, TLS too', async () => {
    const server = await start()
    const random = await openRaw(server.listener.port)
    random.socket.write(seededRandom(77)(300))
    const tls = await openRaw(server.listener.port)
    tls.socket.write(Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1))
    await until(() => random.closed && tls.closed)
    await until(() => server.refused.length + server.peers.length === 2)
  })

  test('TR-7: a length over 1 MiB closes the connection before its bytes are buffered', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    const length = Buffer.alloc(8, 0xee)
    length.writeUInt32LE(1024 * 1024 + 4, 4)
    raw.socket.write(length)
    await until(() => raw.closed)
    expect(server.peers[0]?.closed[0]?.code).toBe('FRAME_TOO_LARGE')
  })

  test('TR-8: other connections do not notice', async () => {
    const server = await start({}, (peer, packet) => peer.connection.send(Uint8Array.from(packet)))
    const good = await openRaw(server.listener.port)
    good.socket.write(abridged(56))
    for (let seed = 1; seed < 20; seed++) {
      const bad = await openRaw(server.listener.port)
      bad.socket.write(seededRandom(seed * 77)(64 + seed * 40))
    }
    good.socket.write(abridged(56).subarray(1))
    await until(() => Buffer.concat(good.received).length === 2 * 57)
    good.socket.destroy()
  })
})

describe('a peer that does not read', () => {
  test('TR-8: is dropped when too much waits for it', async () => {
    const server = await start({ limits: { maxBufferedBytes: 256 * 1024 } })
    const raw = await openRaw(server.listener.port)
    raw.socket.pause()
    raw.socket.write(abridged(56))
    await until(() => server.peers.length === 1)
    const connection = server.peers[0]?.connection
    let most = 0
    while (connection?.closed === false) {
      connection.send(new Uint8Array(16 * 1024))
      most = Math.max(most, connection.bufferedBytes)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until(() => server.peers[0]?.closed.length === 1)
    expect(server.peers[0]?.closed[0]?.code).toBe('SLOW_READER')
    expect(most).toBeLessThanOrEqual(256 * 1024)
    raw.socket.destroy()
  })

  test('one that reads again is told of by a drain', async () => {
    const server = await start()
    const raw = await openRaw(server.listener.port)
    raw.socket.pause()
    raw.socket.write(abridged(56))
    await until(() => server.peers.length === 1)
    const peer = server.peers[0]
    while (peer !== undefined && peer.connection.bufferedBytes < 128 * 1024) {
      peer.connection.send(new Uint8Array(64 * 1024))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(peer?.drains).toBe(0)
    raw.socket.resume()
    await peer?.until(() => peer.drains === 1)
    expect(peer?.connection.bufferedBytes).toBe(0)
    raw.socket.destroy()
  })

  test('a server that does not want more pauses the reading, and loses nothing', async () => {
    const server = await start({}, (peer) => peer.connection.pause())
    const raw = await openRaw(server.listener.port)
    raw.socket.write(abridged(56))
    await until(() => server.peers[0]?.packets.length === 1)
    raw.socket.write(abridged(56).subarray(1))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(server.peers[0]?.packets).toHaveLength(1)
    server.peers[0]?.connection.resume()
    await until(() => server.peers[0]?.packets.length === 2)
    raw.socket.destroy()
  })
})

describe('too many connections', () => {
  test('TR-8: those over the limit are turned away, those after one has left are let in', async () => {
    const server = await start({ limits: { maxConnections: 2 } })
    const first = await openRaw(server.listener.port)
    await openRaw(server.listener.port)
    await until(() => server.listener.connectionCount === 2)
    const third = await openRaw(server.listener.port)
    await until(() => third.closed)
    expect(server.refused.map(({ code }) => code)).toEqual(['TOO_MANY_CONNECTIONS'])
    first.socket.destroy()
    await until(() => server.listener.connectionCount === 1)
    const fourth = await openRaw(server.listener.port)
    await until(() => server.listener.connectionCount === 2)
    expect(fourth.closed).toBe(false)
  })

  test('TR-8: an address has a limit of its own, from which loopback is exempt by default', async () => {
    const limits = { maxConnectionsPerAddress: 1 }
    const strict = await start({ limits, exemptAddress: () => false })
    await openRaw(strict.listener.port)
    await until(() => strict.listener.connectionCount === 1)
    const second = await openRaw(strict.listener.port)
    await until(() => second.closed)
    const lenient = await start({ limits })
    await openRaw(lenient.listener.port)
    await openRaw(lenient.listener.port)
    await until(() => lenient.listener.connectionCount === 2)
  })
})
