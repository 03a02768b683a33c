import { AuthKey, sha256 } from '@chappe/crypto'
import { expect, test } from 'vitest'
import { openEnvelope } from './envelope.ts'
import { ServerSalts } from './server-salts.ts'
import { Session, type SessionOutput } from './session.ts'

const START = 1_790_000_000_000
const key = new AuthKey(new Uint8Array(256).fill(6))
let drawn = 0
const random = (length: number): Uint8Array => sha256(Uint8Array.of(++drawn, drawn >> 8)).slice(0, length)
const BODY = Uint8Array.of(1, 0, 0, 0x7f, 0, 0, 0, 0)

function pair() {
  const common = { authKey: key, sessionId: 7n, random, now: START } as const
  const server = new Session({
    ...common,
    role: 'server',
    salts: new ServerSalts(key, { salt: 5n, createdAt: START / 1000 }),
  })
  const client = new Session({ ...common, role: 'client', salt: 5n })
  client.attach(1, START)
  server.attach(1, START)
  const deliver = ({ packets }: Pick<SessionOutput, 'packets'>, connection = 1): SessionOutput => {
    for (const { packet, quickAck } of packets)
      server.receive(openEnvelope(key, 'client', packet, quickAck), connection, START)
    return server.poll(START)
  }
  return { client, server, deliver }
}

test('TR-2: all requests of a packet are told as received by its token, once, and others ask for nothing', () => {
  const { client, server, deliver } = pair()
  const asking = [client.request(BODY, START, true), client.request(BODY, START, true)]
  client.request(BODY, START)
  const { packets } = client.poll(START)
  expect(packets.map(({ quickAck }) => quickAck)).toEqual([true])
  const { events, quickAcks } = deliver({ packets })
  expect(quickAcks).toEqual([])
  for (const event of events) if (event.type === 'request') server.answer(event.msgId, BODY, START)
  const [acknowledged] = server.poll(START).quickAcks
  expect(acknowledged).toMatchObject({ connection: 1 })
  client.quickAcknowledged(1, START)
  expect(client.poll(START).events).toEqual([])
  client.quickAcknowledged(acknowledged?.token ?? 0, START)
  const told = asking.map((requestId) => ({ type: 'received', requestId }))
  expect(client.poll(START).events).toEqual(told)
  client.quickAcknowledged(acknowledged?.token ?? 0, START)
  expect(client.poll(START).events).toEqual([])
  client.request(BODY, START)
  expect(client.poll(START).packets.map(({ quickAck }) => quickAck)).toEqual([false])
})

test('TR-2: a packet that comes again while its query is being served is not acknowledged before the answer either', () => {
  const { client, server, deliver } = pair()
  client.request(BODY, START, true)
  const { events } = deliver(client.poll(START))
  const running = events.find((event) => event.type === 'request')
  client.detach(1, START)
  client.attach(2, START)
  server.attach(2, START)
  const again = client.poll(START)
  expect(again.packets.map(({ quickAck }) => quickAck)).toEqual([true])
  expect(deliver(again, 2).quickAcks).toEqual([])
  server.answer(running?.msgId ?? 0n, BODY, START)
  const { quickAcks } = server.poll(START)
  expect(quickAcks).toMatchObject([{ connection: 2 }])
  client.quickAcknowledged(quickAcks[0]?.token ?? 0, START)
  expect(client.poll(START).events).toMatchObject([{ type: 'received' }])
})
