import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { AuthKey, parsePublicKey } from '@chappe/crypto'
import { createServer, type Server } from '@chappe/server'
import { decodeResult, encode, LAYER } from '@chappe/tl-codec/api'
import { decodeObject, type mtproto } from '@chappe/tl-codec/mtproto'
import {
  type ClientEndpoint,
  connectTcp,
  createClientEndpoint,
  createMessageIdGenerator,
  openEnvelope,
  type PacketConnection,
  type StoredClientKey,
  sealEnvelope,
} from '@chappe/transport'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const random = (length: number) => new Uint8Array(randomBytes(length))
const nearestDc = {
  _: 'invokeWithLayer',
  layer: LAYER,
  query: {
    _: 'initConnection',
    apiId: 1,
    deviceModel: 'interop',
    systemVersion: '1',
    appVersion: '1',
    systemLangCode: 'en',
    langPack: '',
    langCode: 'en',
    query: { _: 'help.getNearestDc' },
  },
} as const

/** How the constructor number of rpc_result stands on the wire. */
const RPC_RESULT = Buffer.from('016d5cf3', 'hex')

/** A bystander that has done nothing wrong and must not notice anything. */
interface Bystander {
  readonly endpoint: ClientEndpoint
  readonly key: () => StoredClientKey
}

let server: Server
let bystander: Bystander

beforeEach(async () => {
  server = await createServer()
  bystander = createBystander(server)
  await ask(bystander)
})

afterEach(async () => {
  await bystander.endpoint.close()
  await server.close()
})

function createBystander({ port, publicKey }: Server): Bystander {
  let key: StoredClientKey | undefined
  const endpoint = createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port, random, accept, signal }),
    publicKeys: [parsePublicKey(publicKey)],
    dc: { id: 2 },
    random,
    saveKey: async (saved) => {
      key = saved
    },
  })
  return {
    endpoint,
    key: () => {
      if (key === undefined) throw new Error('no key yet')
      return key
    },
  }
}

async function ask({ endpoint }: Bystander): Promise<void> {
  const result = decodeResult(nearestDc, await endpoint.request(encode(nearestDc)))
  expect(result.thisDc).toBe(2)
}

/** Sends bytes over a bare socket and waits until the server closes it; gives what came back. */
function sendRaw(bytes: Uint8Array, end = false): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(server.port, '127.0.0.1', () => {
      if (end) socket.end(bytes)
      else socket.write(bytes)
    })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(chunks)))
  })
}

/** A connection on which packets are made by hand. */
async function rawConnection() {
  const packets: Uint8Array[] = []
  const errors: number[] = []
  let closed = false
  const connection: PacketConnection = await connectTcp({
    host: '127.0.0.1',
    port: server.port,
    random,
    accept: () => ({
      onPacket: (packet) => void packets.push(packet.slice()),
      onTransportError: (code) => void errors.push(code),
      onClose: () => {
        closed = true
      },
    }),
  })
  const until = async (condition: () => boolean) => {
    for (let i = 0; i < 500 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(condition()).toBe(true)
  }
  return { connection, packets, errors, isClosed: () => closed, until }
}

describe('bad input over a real socket', () => {
  test('rubbish is closed and answered with nothing but a transport error, and nobody else notices', async () => {
    const rubbish = Array.from({ length: 20 }, (_, i) => random(64 + i * 997))
    const answers = Promise.all(rubbish.map((bytes) => sendRaw(bytes, true)))
    await ask(bystander)
    for (const answer of await answers) expect(answer.length).toBeLessThan(32)
    await ask(bystander)
  })

  test('MS-19: a packet under an unknown key is answered -404 and the connection closed', async () => {
    const { connection, errors, isClosed, until } = await rawConnection()
    connection.send(Uint8Array.of(...random(24), ...random(64)))
    await until(isClosed)
    expect(errors).toEqual([-404])
    await ask(bystander)
  })

  test('a packet whose message key does not fit is refused like an unknown key', async () => {
    const key = new AuthKey(bystander.key().key)
    const { connection, errors, isClosed, until } = await rawConnection()
    connection.send(Uint8Array.of(...key.idBytes, ...random(16), ...random(64)))
    await until(isClosed)
    expect(errors).toEqual([-404])
    await ask(bystander)
  })

  test('a truncated packet ends with its connection, and the session goes on over another', async () => {
    const frame = new Uint8Array(4 + 4 + 100)
    frame.set([0xee, 0xee, 0xee, 0xee])
    new DataView(frame.buffer).setUint32(4, 1000, true)
    await sendRaw(frame, true)
    await ask(bystander)
  })

  test('TR-7: a frame longer than the limit closes the connection before its bytes come', async () => {
    const frame = new Uint8Array(8)
    frame.set([0xee, 0xee, 0xee, 0xee])
    new DataView(frame.buffer).setUint32(4, 0x7fffffff, true)
    const answer = await sendRaw(frame)
    expect(answer.length).toBeLessThan(16)
    await ask(bystander)
  })

  test('MS-8: a wrong salt is answered bad_server_salt, the query is not executed, and under the right one it is', async () => {
    const key = new AuthKey(bystander.key().key)
    const ids = createMessageIdGenerator({ now: () => Date.now(), role: 'client' })
    const { connection, packets, until } = await rawConnection()
    const send = (salt: bigint, seqNo: number) => {
      const envelope = { salt, sessionId: 99n, msgId: ids.next(), seqNo, body: encode(nearestDc) }
      connection.send(sealEnvelope(key, 'client', envelope, random))
    }
    send(bystander.key().salt + 1n, 1)
    await until(() => packets.length === 1)
    const refusal = decodeObject(openEnvelope(key, 'server', packets[0] ?? new Uint8Array()).body)
    expect(refusal).toMatchObject({ _: 'bad_server_salt', errorCode: 48 } satisfies Partial<mtproto.Object>)
    if (refusal._ !== 'bad_server_salt') return
    send(refusal.newServerSalt, 3)
    const answered = () =>
      packets.some((packet) => Buffer.from(openEnvelope(key, 'server', packet).body).includes(RPC_RESULT))
    await until(answered)
    connection.close()
    await ask(bystander)
  })

  test('an unknown method is answered with an error, and the session goes on', async () => {
    const unknown = new Uint8Array(8)
    new DataView(unknown.buffer).setUint32(0, 0x12345678, true)
    await expect(bystander.endpoint.request(unknown)).rejects.toMatchObject({ code: 400 })
    const notServed = encode({ _: 'phone.getCallConfig' })
    await expect(bystander.endpoint.request(notServed)).rejects.toMatchObject({ code: expect.any(Number) })
    await ask(bystander)
  })

  test('hundreds of bad connections at once leave nothing behind', async () => {
    const before = process.memoryUsage().rss
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 100 }, () => sendRaw(random(2000), true)))
    }
    await ask(bystander)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })
})
