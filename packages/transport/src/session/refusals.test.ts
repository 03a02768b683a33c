import { AuthKey, sha256 } from '@chappe/crypto'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator } from '../message-id.ts'
import { type Envelope, openEnvelope } from './envelope.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeService, encodeService, serviceKind } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const key = new AuthKey(new Uint8Array(256).fill(6))
let drawn = 0
const random = (length: number): Uint8Array => sha256(Uint8Array.of(++drawn, drawn >> 8)).slice(0, length)

/** A server's session that was spoken to over connection 1. */
function connected(overHttp: boolean) {
  const salts = new ServerSalts(key, { salt: 5n, createdAt: START / 1000 })
  const server = new Session({ role: 'server', authKey: key, sessionId: 7n, random, now: START, salts })
  const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
  const receive = (connection: number, envelope: Partial<Envelope> = {}) => {
    server.attach(connection, START, overHttp)
    const body = encodeService({ _: 'msgs_ack', msgIds: [] })
    server.receive({ salt: 5n, sessionId: 7n, msgId: ids.next(), seqNo: 0, body, ...envelope }, connection, START)
    return server.poll(START).packets.map(({ connection, packet, last }) => {
      const { body } = openEnvelope(key, 'server', packet)
      return { connection, last, what: serviceKind(body) === 'object' ? decodeService(body, 'object')._ : 'an update' }
    })
  }
  return { server, ids, receive }
}

const FAR = (60n << 32n) * 10n

describe.each([
  ['a stream', false],
  ['HTTP', true],
])('a packet that is refused as a whole, over %s,', (_, overHttp) => {
  test.each<[string, string, (msgId: bigint) => Partial<Envelope>]>([
    ['MS-4', 'its parity', (msgId) => ({ msgId: msgId + 1n })],
    ['MS-5', 'being too old', (msgId) => ({ msgId: msgId - FAR })],
    ['MS-5', 'being ahead of time', (msgId) => ({ msgId: msgId + FAR })],
    ['MS-8', 'its salt', () => ({ salt: 6n })],
    ['MS-9', 'its container', () => ({ body: Uint8Array.of(0xdc, 0xf8, 0xf1, 0x73, 9, 0, 0, 0) })],
  ])('%s: for %s: that is told over the connection that brought it, and no other', (_, __, fault) => {
    const { server, ids, receive } = connected(overHttp)
    // The connection by which it spoke last may be lost, which the server would not know for long.
    expect(receive(1)).toMatchObject([{ connection: 1 }])
    if (overHttp) expect(receive(2)).toEqual([])
    const told = receive(3, fault(ids.next()))
    expect(told).toMatchObject([{ connection: 3, last: overHttp }])
    expect(['bad_msg_notification', 'bad_server_salt']).toContain(told[0]?.what)
    // Whoever repeats an old packet hears no more than that.
    server.push(Uint8Array.of(1, 0, 0, 0x7f), START)
    const pushed = server.poll(START).packets
    expect(pushed.map(({ connection }) => connection)).toEqual([overHttp ? 2 : 1])
  })
})
