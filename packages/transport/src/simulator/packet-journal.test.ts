import { AuthKey } from '@chappe/crypto'
import { describe, expect, test } from 'vitest'
import { encodeContainer } from '../session/container.ts'
import { sealEnvelope } from '../session/envelope.ts'
import { PacketJournal } from './packet-journal.ts'
import { createSeededRandom } from './random.ts'

const SESSION = 7n
const REQUEST = 4n
const random = createSeededRandom('packets')
const key = new AuthKey(random.bytes(256))
const served = { session: { authKeyId: key.id, sessionId: SESSION }, msgId: REQUEST }

/** A packet that brings the request, sent again inside a container as a client does. */
function packetUnder(containerId: bigint): Uint8Array {
  const body = encodeContainer([{ msgId: REQUEST, seqNo: 1, body: new Uint8Array(8) }])
  return sealEnvelope(key, 'client', { salt: 0n, sessionId: SESSION, msgId: containerId, seqNo: 2, body }, random.bytes)
}

function setUp() {
  const time = { now: 0 }
  const journal = new PacketJournal(time)
  journal.learn(key)
  const line = { send: (_: Uint8Array): void => {} }
  journal.watch(line)
  return { time, journal, line }
}

describe('a request whose answer the client has', () => {
  test('is not over for a packet that left before the answer came and comes for the first time', () => {
    const { journal, line } = setUp()
    const [first, second] = [packetUnder(8n), packetUnder(12n)]
    line.send(first)
    journal.came(first)
    expect(journal.isOver('0/1', served)).toBe(false)
    line.send(second)
    journal.answered('0/1')
    journal.sessionEnded(SESSION)
    journal.came(second)
    expect(journal.isOver('0/1', served)).toBe(false)
  })

  test('is over for a packet that left after the answer came', () => {
    const { journal, line } = setUp()
    const [first, second] = [packetUnder(8n), packetUnder(12n)]
    line.send(first)
    journal.came(first)
    journal.answered('0/1')
    journal.sessionEnded(SESSION)
    line.send(second)
    journal.came(second)
    expect(journal.isOver('0/1', served)).toBe(true)
  })

  test.each(['ended', 'lost'] as const)('is over for a packet that came before its session was %s', (end) => {
    const { journal, line } = setUp()
    const packet = packetUnder(8n)
    line.send(packet)
    journal.came(packet)
    journal.answered('0/1')
    if (end === 'ended') journal.sessionEnded(SESSION)
    else journal.memoryLost()
    journal.came(packet)
    expect(journal.isOver('0/1', served)).toBe(true)
  })

  test('is over for a packet that no client has sent', () => {
    const { journal } = setUp()
    journal.answered('0/1')
    journal.came(packetUnder(8n))
    expect(journal.isOver('0/1', served)).toBe(true)
  })

  test('is over for a packet that holds another message, is of another session or does not open', () => {
    const { journal, line } = setUp()
    const packet = packetUnder(8n)
    line.send(packet)
    journal.answered('0/1')
    journal.came(packet)
    const { session, msgId } = served
    expect(journal.isOver('0/1', served)).toBe(false)
    expect(journal.isOver('0/1', { session, msgId: msgId + 4n })).toBe(true)
    expect(journal.isOver('0/1', { session: { ...session, sessionId: SESSION + 1n }, msgId })).toBe(true)
    const otherKey = new AuthKey(random.bytes(256))
    journal.learn(otherKey)
    expect(journal.isOver('0/1', { session: { ...session, authKeyId: otherKey.id }, msgId })).toBe(true)
  })

  test('is over for a packet that was refused when it came and is taken when somebody repeats it', () => {
    const { time, journal, line } = setUp()
    const packet = packetUnder(8n)
    line.send(packet)
    journal.answered('0/1')
    journal.came(packet)
    time.now = 1000
    journal.came(packet)
    expect(journal.isOver('0/1', served)).toBe(false)
    time.now = 1001
    expect(journal.isOver('0/1', served)).toBe(true)
  })
})

test('messages that stand in another order than they were numbered in are told of, and no others', () => {
  const told: string[] = []
  const journal = new PacketJournal({ now: 0 }, (what) => told.push(what))
  journal.learn(key)
  const line = { send: (_: Uint8Array): void => {} }
  journal.watch(line)
  const send = (...order: readonly (readonly [msgId: bigint, seqNo: number])[]): void => {
    const body = encodeContainer(order.map(([msgId, seqNo]) => ({ msgId, seqNo, body: new Uint8Array(8) })))
    line.send(sealEnvelope(key, 'client', { salt: 0n, sessionId: SESSION, msgId: 40n, seqNo: 8, body }, random.bytes))
  }
  // An acknowledgement has no number of its own.
  send([4n, 1], [8n, 2], [12n, 3])
  expect(told).toEqual([])
  send([12n, 3], [4n, 1])
  expect(told).toHaveLength(1)
  send([12n, 1], [4n, 3])
  expect(told).toHaveLength(2)
})
