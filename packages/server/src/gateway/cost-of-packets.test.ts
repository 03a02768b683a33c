import { AuthKey } from '@chappe/crypto'
import { type api, encode, LAYER } from '@chappe/tl-layers'
import { createMessageIdGenerator, gzip, openEnvelope, type PacketHandlers, sealEnvelope } from '@chappe/transport'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRsaKey } from '../keys/rsa-key.ts'
import { systemClock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { systemRandom } from '../ports/random.ts'
import {
  createTestServer,
  findByPhone,
  initConnection,
  signUp,
  type TestClient,
  type TestServer,
} from '../testing/test-server.ts'
import { createGateway, type Gateway } from './gateway.ts'

/** What a packet of a client may have. */
const PACKET_BYTES = 1024 * 1024
const MESSAGES = 1020
const MSG_CONTAINER = 0x73f1f8dc
const GZIP_PACKED = 0x3072cfa1
const BAD_SERVER_SALT = 0xedab447b

/** What a packet may take of the processor, with all that it asks for: so much, and so much for each MiB. */
const MOST_MS = 2500
/** Of somebody who has no account. */
const MOST_STRANGER_MS = 1500
/** What comes back for each byte, beyond what a session may have under way (`maxOutboxBytes`). */
const MOST_HELD = 8 * 1024 * 1024

const rsaKey = createRsaKey()
let server: TestServer
let gateway: Gateway
let saidAt: number

beforeEach(async () => {
  server = await createTestServer({ beginAt: Date.now(), rateLimits: {} })
  gateway = createGateway({
    ...{
      store: server.store,
      bus: server.bus,
      rpc: server.rpc,
      presence: server.rpc.presence,
      renderer: server.rpc.renderer,
      clock: systemClock,
      random: systemRandom,
    },
    ...{ log: silentLog, rsaKey, dcIds: [2] },
  })
})
afterEach(async () => {
  gateway.close()
  await server.close()
})

interface Cost {
  /** Of the processor. */
  readonly ms: number
  readonly sent: number
}

/** Whoever has a key and a connection to the gateway on which nothing is lost. */
class Peer {
  readonly #authKey: AuthKey
  readonly #handlers: PacketHandlers
  readonly #ids = createMessageIdGenerator({ now: Date.now, role: 'client' })
  #salt = 0n
  #seqNo = 1
  #sent = 0

  constructor(key: Uint8Array) {
    this.#authKey = new AuthKey(key)
    const close = (): void => this.#handlers.onClose({ code: 'CLOSED_HERE', message: 'closed' })
    this.#handlers = gateway.endpoint.accept({
      ...{ id: 1, mode: 'stream', remoteAddress: '203.0.113.1', remotePort: 1, dcId: undefined, bufferedBytes: 0 },
      ...{ openRequests: 0, closed: false, pause() {}, resume() {}, sendQuickAck() {}, close, abort: close },
      transport: { carrier: 'tcp', framing: 'full', obfuscated: false, proxySecret: false, testPath: false },
      send: (packet) => this.#take(packet),
      sendTransportError() {},
    })
  }

  /** Each query in a message of its own, in one packet. */
  async ask(bodies: readonly Uint8Array[]): Promise<Cost> {
    const messages = bodies.map((body) => {
      const seqNo = this.#seqNo
      this.#seqNo += 2
      return { msgId: this.#ids.next(), seqNo, body }
    })
    const seqNo = this.#seqNo - 1
    const envelope = { salt: this.#salt, sessionId: 7n, msgId: this.#ids.next(), seqNo, body: container(messages) }
    return this.give(sealEnvelope(this.#authKey, 'client', envelope, systemRandom))
  }

  /** Any packet; what it takes until nothing is under way any more. */
  async give(packet: Uint8Array): Promise<Cost> {
    const [before, sentBefore] = [process.cpuUsage(), this.#sent]
    this.#handlers.onPacket(packet, false)
    saidAt = performance.now()
    await vi.waitUntil(() => gateway.running === 0 && performance.now() > saidAt + 50, { timeout: 60_000, interval: 5 })
    const { user, system } = process.cpuUsage(before)
    return { ms: (user + system) / 1000, sent: this.#sent - sentBefore }
  }

  #take(packet: Uint8Array): void {
    saidAt = performance.now()
    this.#sent += packet.length
    const { body } = openEnvelope(this.#authKey, 'server', packet)
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
    if (view.getUint32(0, true) === BAD_SERVER_SALT) this.#salt = view.getBigInt64(20, true)
  }
}

function container(messages: readonly { msgId: bigint; seqNo: number; body: Uint8Array }[]): Uint8Array {
  const bytes = new Uint8Array(8 + messages.reduce((sum, { body }) => sum + 16 + body.length, 0))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MSG_CONTAINER, true)
  view.setUint32(4, messages.length, true)
  let at = 8
  for (const { msgId, seqNo, body } of messages) {
    view.setBigInt64(at, msgId, true)
    view.setInt32(at + 8, seqNo, true)
    view.setInt32(at + 12, body.length, true)
    bytes.set(body, at + 16)
    at += 16 + body.length
  }
  return bytes
}

/** `gzip_packed` of so many zeros. */
function packed(bytes: number): Uint8Array {
  const data = gzip(new Uint8Array(bytes))
  const head = Uint8Array.of(254, data.length & 255, (data.length >> 8) & 255, data.length >> 16)
  const body = new Uint8Array(4 + Math.ceil((4 + data.length) / 4) * 4)
  new DataView(body.buffer).setUint32(0, GZIP_PACKED, true)
  body.set(head, 4)
  body.set(data, 8)
  return body
}

const fill = (body: Uint8Array, count: number = MESSAGES): Uint8Array[] => Array.from({ length: count }, () => body)
const request = (method: api.Method): Uint8Array => encode(method, LAYER)

async function connect(client: TestClient): Promise<Peer> {
  const stored = await server.store.read.authKeys.get(client.key.authKeyId)
  if (stored === undefined) throw new TypeError('no such key')
  const peer = new Peer(stored.key)
  const first = encode(initConnection({ _: 'help.getNearestDc' }), LAYER)
  // The salt is found out as a client does it: by a packet that is refused for it.
  await peer.ask([first])
  await peer.ask([first])
  return peer
}

/** Anybody may ask for these. */
const open: Readonly<Record<string, () => Uint8Array[]>> = {
  'queries of no method': () => fill(Uint8Array.of(1, 0, 0, 0x7f)),
  'queries for those who have an account': () => fill(request({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })),
  help: () => fill(request({ _: 'help.getConfig' })),
  countries: () => fill(request({ _: 'help.getCountriesList', langCode: 'en', hash: 0 })),
  'large queries that do not decode': () => fill(new Uint8Array(PACKET_BYTES / 8 - 64).fill(1), 8),
  'queries that inflate to a megabyte': () => fill(packed(1024 * 1024), 64),
  'queries that inflate to more than a query may have': () => fill(packed(15 * 1024 * 1024), 16),
}

describe('a packet of somebody who has no account', () => {
  it.each(Object.entries(open))(
    'takes a bounded time, with all its answers: %s',
    { timeout: 90_000 },
    async (name, make) => {
      const peer = await connect(await server.connect())
      const bodies = make()
      const cost = await peer.ask(bodies)
      show(name, cost)
      expect(cost.ms).toBeLessThan(MOST_STRANGER_MS)
      expect(cost.sent).toBeLessThan(MOST_HELD + 4 * PACKET_BYTES)
    },
  )

  it('takes next to nothing under no key, or when it does not open', { timeout: 90_000 }, async () => {
    const client = await server.connect()
    const { authKeyId } = client.key
    for (const id of [authKeyId, 77n]) {
      const peer = await connect(client)
      const packet = new Uint8Array(24 + PACKET_BYTES - 1024).fill(9)
      new DataView(packet.buffer).setBigInt64(0, id, true)
      const cost = await peer.give(packet)
      show(`a packet under ${id === 77n ? 'no key' : 'a key that does not open it'}`, cost)
      expect(cost.ms).toBeLessThan(150)
    }
  })
})

describe('a packet of somebody who has an account', () => {
  it.each([
    ['histories', (peer) => ({ _: 'messages.getHistory', peer, ...PAGE })],
    ['searches', (peer) => ({ _: 'messages.search', peer, q: 'm', ...SEARCHED, ...PAGE })],
    ['messages', (peer, at) => ({ _: 'messages.sendMessage', peer, message: 'hello', randomId: BigInt(at + 1000) })],
  ] satisfies [string, (peer: api.inputPeerUser, at: number) => api.Method][])(
    'takes a bounded time for each query, with all its answers: %s',
    { timeout: 90_000 },
    async (name, make) => {
      const client = await signUp(server, '9996610001', 'User')
      await signUp(server, '9996620002', 'Friend')
      const friend = await findByPhone(client, '9996620002')
      for (let at = 1; at <= 100; at++) {
        const message = 'a message of some words that is not too long'
        await client.call({ _: 'messages.sendMessage', peer: friend, message, randomId: BigInt(at) })
      }
      const peer = await connect(client)
      const cost = await peer.ask(Array.from({ length: 200 }, (_, at) => request(make(friend, at))))
      show(name, cost)
      expect(cost.ms).toBeLessThan(MOST_MS)
      expect(cost.sent).toBeLessThan(MOST_HELD + 4 * PACKET_BYTES)
    },
  )
})

const PAGE = { limit: 100, offsetId: 0, offsetDate: 0, addOffset: 0, maxId: 0, minId: 0, hash: 0n } as const
const SEARCHED = { filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 } as const

/** `CHAPPE_COSTS=1` shows what was measured. */
function show(name: string, { ms, sent }: Cost): void {
  if (process.env['CHAPPE_COSTS'] !== undefined) process.stdout.write(`${ms.toFixed(0)} ms, ${sent} bytes: ${name}\n`)
}
