import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type Arriving, ArrivingBytes } from './arriving-bytes.ts'
import { openRaw, type RawSocket, startServer, type TestServer, until } from './driver.fixture.ts'

const KIB = 1024
const limits = {
  arrivingBytes: 1000,
  arrivingBytesPerAddress: 400,
  strangeBytes: 500,
  strangeBytesPerAddress: 200,
}

interface Sender extends Arriving {
  readonly name: number
  gone: boolean
}

function sender(name: number, remoteAddress: string | undefined, onGone: () => void = () => {}): Sender {
  const one: Sender = {
    ...{ name, remoteAddress, gone: false },
    giveUp() {
      one.gone = true
      onGone()
    },
  }
  return one
}

describe('what is held of packets that are not whole', () => {
  it('is never over its bounds, for all and for each address, whoever sends what', () => {
    const addresses = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', '127.0.0.1', undefined]
    const step = fc.record({ who: fc.nat({ max: 17 }), bytes: fc.nat({ max: 150 }), isKnown: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const arriving = new ArrivingBytes(limits)
        const held = new Map<Sender, { bytes: number; isKnown: boolean }>()
        const senders = Array.from({ length: 18 }, (_, i) => sender(i, addresses[i % addresses.length]))
        const total = (of: (one: Sender, isKnown: boolean) => boolean): number =>
          [...held].reduce((sum, [one, { bytes, isKnown }]) => sum + (of(one, isKnown) ? bytes : 0), 0)
        for (const { who, bytes, isKnown } of steps) {
          const one = senders[who]
          if (one === undefined || one.gone) continue
          // Once known, always known.
          const known = isKnown || held.get(one)?.isKnown === true
          held.set(one, { bytes, isKnown: known })
          arriving.note(one, bytes, known)
          for (const other of held.keys()) if (other.gone) held.delete(other)
          expect(arriving.total).toBe(total(() => true))
          expect(total((_, isKnown) => isKnown)).toBeLessThanOrEqual(1000)
          expect(total((_, isKnown) => !isKnown)).toBeLessThanOrEqual(500)
          for (const address of ['192.0.2.1', '2001:db8::']) {
            const isThere = ({ remoteAddress }: Sender) => remoteAddress?.startsWith(address) === true
            expect(total((one, isKnown) => isKnown && isThere(one))).toBeLessThanOrEqual(400)
            expect(total((one, isKnown) => !isKnown && isThere(one))).toBeLessThanOrEqual(200)
          }
        }
        for (const one of held.keys()) arriving.forget(one)
        expect(arriving.total).toBe(0)
      }),
    )
  })

  it('costs whoever has taken longest, of the address that holds most', () => {
    const arriving = new ArrivingBytes({ ...limits, strangeBytesPerAddress: 1000 })
    const early = sender(1, '192.0.2.9')
    arriving.note(early, 50, false)
    const many = Array.from({ length: 5 }, (_, i) => sender(i, '192.0.2.1'))
    for (const one of many) arriving.note(one, 100, false)
    expect([early.gone, ...many.map(({ gone }) => gone)]).toEqual([false, true, false, false, false, false])
  })
})

describe('a server', () => {
  const servers: TestServer[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.listener.close()
  })

  async function start(): Promise<TestServer> {
    const server = await startServer({ limits: { strangeBytes: 600 * KIB, arrivingBytes: 2000 * KIB } })
    servers.push(server)
    return server
  }

  /** A frame of 256 KiB, all but its end, over intermediate framing. */
  const partial = (first: number): Buffer => {
    const bytes = Buffer.alloc(8 + 200 * KIB, 1)
    bytes.writeUInt32LE(0xeeeeeeee, 0)
    bytes.writeUInt32LE(256 * KIB, 4)
    bytes[8] = first
    return bytes
  }

  it('TR-8: holds little of packets that strangers begin, and more of those who have shown a key', async () => {
    const server = await start()
    const strangers: RawSocket[] = []
    for (let i = 0; i < 10; i++) {
      const raw = await openRaw(server.listener.port)
      raw.socket.write(partial(i))
      strangers.push(raw)
    }
    await until(() => strangers.filter(({ closed }) => closed).length >= 8)
    expect(server.listener.arrivingBytes).toBeLessThanOrEqual(600 * KIB)
    const codes = server.peers.flatMap(({ closed }) => closed.map(({ code }) => code))
    expect(new Set(codes)).toEqual(new Set(['TOO_MUCH_ARRIVING']))
    const known: RawSocket[] = []
    for (let i = 0; i < 6; i++) {
      const raw = await openRaw(server.listener.port)
      const packet = Buffer.alloc(4 + 4 + 24, 9)
      packet.writeUInt32LE(0xeeeeeeee, 0)
      packet.writeUInt32LE(24, 4)
      raw.socket.write(packet)
      raw.socket.write(partial(i).subarray(4))
      known.push(raw)
    }
    await until(() => server.listener.arrivingBytes >= 6 * 200 * KIB)
    expect(known.map(({ closed }) => closed)).toEqual(known.map(() => false))
    for (const { socket } of [...known, ...strangers]) socket.destroy()
    await until(() => server.listener.arrivingBytes === 0)
  })

  it('TR-8: counts what comes over HTTP and in WebSockets, too', async () => {
    const server = await start()
    const sockets: RawSocket[] = []
    for (let i = 0; i < 8; i++) {
      const raw = await openRaw(server.listener.port)
      raw.socket.write(`POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: ${256 * KIB}\r\n\r\n`)
      raw.socket.write(Buffer.alloc(200 * KIB, 1))
      sockets.push(raw)
    }
    await until(() => sockets.filter(({ closed }) => closed).length >= 5)
    expect(server.listener.arrivingBytes).toBeLessThanOrEqual(600 * KIB)
    for (const { socket } of sockets.splice(0)) socket.destroy()
    await until(() => server.listener.arrivingBytes === 0)
    for (let i = 0; i < 8; i++) {
      const raw = await openRaw(server.listener.port)
      const upgrade = ['GET /apiws HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket']
      const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==']
      raw.socket.write([...upgrade, ...key, 'Sec-WebSocket-Protocol: binary', '', ''].join('\r\n'))
      await until(() => raw.received.length > 0)
      // One binary message of 256 KiB, of which 200 come.
      const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0])
      raw.socket.write(Buffer.concat([head, Buffer.alloc(200 * KIB, 1)]))
      sockets.push(raw)
    }
    await until(() => sockets.filter(({ closed }) => closed).length >= 5)
    expect(server.listener.arrivingBytes).toBeLessThanOrEqual(600 * KIB)
    for (const { socket } of sockets) socket.destroy()
    await until(() => server.listener.arrivingBytes === 0)
  })
})
