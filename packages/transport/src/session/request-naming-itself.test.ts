import { AuthKey } from '@chappe/crypto'
import { expect, test } from 'vitest'
import { seededRandom } from '../key-exchange/test-support.ts'
import { openEnvelope } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import { ServerSalts } from './server-salts.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000

test('a request that names its own msg_id is made anew whenever it gets another one', () => {
  const authKey = new AuthKey(Uint8Array.from({ length: 256 }, (_, i) => (i * 7 + 3) & 255))
  const common = { authKey, sessionId: 7n, random: seededRandom(1), now: START }
  const client = new Session({ role: 'client', salt: 1n, ...common })
  const server = new Session({
    role: 'server',
    salts: new ServerSalts(authKey, { salt: 5n, createdAt: START / 1000 }),
    ...common,
  })
  const made: bigint[] = []
  const bodyFor = (msgId: bigint): Uint8Array => {
    made.push(msgId)
    const body = new Uint8Array(12)
    const view = new DataView(body.buffer)
    view.setUint32(0, 0x7f000000, true)
    view.setBigInt64(4, msgId, true)
    return body
  }
  // The client's clock is a quarter of an hour late until the server refuses its first message for that.
  const lateBy = 900_000
  client.attach(1, START - lateBy)
  server.attach(1, START)
  client.requestNamingItself(bodyFor, START - lateBy)
  let served: SessionEvent | undefined
  for (let i = 0; i < 6 && served === undefined; i++) {
    for (const { packet } of client.poll(START - lateBy).packets) {
      server.receive(openEnvelope(authKey, 'client', packet), 1, START)
    }
    const { events, packets } = server.poll(START)
    served = events.find((event) => event.type === 'request')
    for (const { packet } of packets) client.receive(openEnvelope(authKey, 'server', packet), 1, START - lateBy)
  }
  expect(made[0]).toBe(0n)
  expect(made.length).toBeGreaterThan(2)
  expect(served).toMatchObject({ type: 'request', msgId: made.at(-1) })
  const body = served?.type === 'request' ? served.body : new Uint8Array(12)
  expect(new DataView(body.buffer, body.byteOffset).getBigInt64(4, true)).toBe(made.at(-1))
})
