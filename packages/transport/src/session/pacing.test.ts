import { AuthKey, type RandomBytes } from '@chappe/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageIdAt } from '../message-id.ts'
import { constructorOf, decodeContainer, encodeContainer, type Message, MSG_CONTAINER } from './container.ts'
import { openEnvelope } from './envelope.ts'
import type { SessionLimits } from './limits.ts'
import { decodeRpcResult, RPC_RESULT } from './rpc-result.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeRpcError, encodeService } from './service-codec.ts'
import { Session, type SessionOutput } from './session.ts'

const START = 1_790_000_000_000
const SESSION_ID = 77n
const SALT = 5n
const LINE = 1
const authKey = new AuthKey(Uint8Array.from({ length: 256 }, (_, i) => (i * 13 + 1) & 255))
const random: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => i + 1)
const KIB = 1024

/** A server's session with a client that sends queries by number and acknowledges when it is told to. */
function createPair(limits: Partial<SessionLimits> = {}) {
  const server = new Session({
    ...{ authKey, sessionId: SESSION_ID, random, now: START, role: 'server' },
    salts: new ServerSalts(authKey, { salt: SALT, createdAt: START / 1000 }),
    limits: { gzipAboveBytes: 0, ...limits },
  })
  let now = START
  let sent = 0
  let contentRelated = 0
  /** Queries that have begun, in order, by number. */
  const begun: { readonly msgId: bigint; readonly value: number }[] = []
  const unacknowledged: bigint[] = []
  const seen = new Set<bigint>()
  const answers: { readonly requestMsgId: bigint; readonly bytes: number; readonly error: string | undefined }[] = []
  let ended = false
  server.attach(LINE, now)

  const nextId = (): bigint => messageIdAt(START / 1000) + BigInt(++sent) * 4n

  function take({ packets, events, more }: SessionOutput): void {
    for (const event of events) {
      if (event.type === 'request') begun.push({ msgId: event.msgId, value: numberOf(event.body) })
      if (event.type === 'exhausted') ended = true
    }
    for (const { packet } of packets) {
      for (const { msgId, seqNo, body } of messagesOf(packet)) {
        if (seqNo % 2 === 1) unacknowledged.push(msgId)
        if (constructorOf(body) !== RPC_RESULT) continue
        const { requestMsgId, result } = decodeRpcResult(body)
        // What is not acknowledged is sent again after a minute.
        if (seen.has(msgId)) continue
        seen.add(msgId)
        answers.push({ requestMsgId, bytes: result.length, error: decodeRpcError(result)?.errorMessage })
      }
    }
    if (more) take(server.poll(now))
  }

  const receive = (body: Uint8Array, seqNo: number): bigint => {
    const msgId = nextId()
    server.receive({ salt: SALT, sessionId: SESSION_ID, msgId, seqNo, body }, LINE, now)
    take(server.poll(now))
    return msgId
  }
  return {
    ...{ server, begun, answers },
    get ended() {
      return ended
    },
    /** Sends queries with these numbers, all in one packet. */
    ask(values: readonly number[]): void {
      const messages = values.map((value): Message => {
        return { msgId: nextId(), seqNo: contentRelated++ * 2 + 1, body: query(value) }
      })
      receive(encodeContainer(messages), contentRelated * 2)
    },
    acknowledge(most = Number.POSITIVE_INFINITY): void {
      const msgIds = unacknowledged.splice(0, most)
      if (msgIds.length > 0) receive(encodeService({ _: 'msgs_ack', msgIds }), contentRelated * 2)
    },
    answer(index: number, bytes: number): void {
      const query = begun[index]
      if (query !== undefined) server.answer(query.msgId, result(bytes), now)
      take(server.poll(now))
    },
    /** Time passes, and the session is polled whenever it asks for it. */
    pass(ms: number): void {
      const until = now + ms
      while (server.deadline <= until) {
        now = Math.max(now, server.deadline)
        take(server.poll(now))
      }
      now = until
      take(server.poll(now))
    },
  }
}

function query(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setUint32(0, 0x7f000000, true)
  new DataView(bytes.buffer).setUint32(4, value, true)
  return bytes
}

function numberOf(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset).getUint32(4, true)
}

function result(bytes: number): Uint8Array {
  const body = new Uint8Array(Math.ceil(bytes / 4) * 4)
  body[3] = 0x7f
  return body
}

function messagesOf(packet: Uint8Array): readonly Message[] {
  const envelope = openEnvelope(authKey, 'server', packet)
  return constructorOf(envelope.body) === MSG_CONTAINER ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

describe('MS-23: what a session holds', () => {
  test('queries wait while much is not acknowledged, and all are answered to a client that acknowledges', () => {
    const pair = createPair()
    pair.ask(numbers(60))
    let most = 0
    for (let index = 0; pair.answers.length < 60; index++) {
      if (index === pair.begun.length) {
        pair.acknowledge(16)
        pair.pass(100)
      }
      expect(index, 'a query begins').toBeLessThan(pair.begun.length)
      pair.answer(index, 150 * KIB)
      most = Math.max(most, pair.server.heldBytes)
    }
    expect(pair.answers.map(({ bytes, error }) => error ?? bytes)).toEqual(numbers(60).map(() => 150 * KIB))
    expect(pair.begun.map(({ value }) => value)).toEqual(numbers(60))
    expect(most).toBeLessThan(8 * 1024 * KIB)
    expect(pair.ended).toBe(false)
  })

  test('a client that acknowledges late gets one answer more now and then while there is room', () => {
    const pair = createPair({ slowAboveBytes: 300 * KIB, maxOutboxBytes: 1000 * KIB, slowPaceMs: 100 })
    pair.ask(numbers(10))
    for (let index = 0; index < pair.begun.length; index++) pair.answer(index, 100 * KIB)
    const atOnce = pair.begun.length
    expect(atOnce).toBeGreaterThan(2)
    for (let tenths = 0; tenths < 8; tenths++) {
      pair.pass(100)
      for (let index = pair.answers.length; index < pair.begun.length; index++) pair.answer(index, 100 * KIB)
    }
    expect(pair.begun.length).toBeGreaterThan(atOnce)
    const held = pair.begun.length
    pair.pass(60_000)
    expect(pair.begun.length - held).toBeLessThan(3)
    pair.acknowledge()
    for (let index = pair.answers.length; index < pair.begun.length; index++) pair.answer(index, 100 * KIB)
    pair.acknowledge()
    for (let index = pair.answers.length; index < pair.begun.length; index++) pair.answer(index, 100 * KIB)
    expect(pair.answers.length).toBe(10)
  })

  test('is bounded whatever is asked, answered and acknowledged, and nothing is answered twice or never', () => {
    const limits = {
      slowAboveBytes: 64 * KIB,
      maxOutboxBytes: 256 * KIB,
      maxWaitingRequests: 64,
      maxRunningRequests: 16,
    }
    const step = fc.oneof(
      fc.record({ do: fc.constant('ask' as const), count: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ do: fc.constant('answer' as const), bytes: fc.constantFrom(8, 2000, 40_000, 200_000) }),
      fc.record({ do: fc.constant('acknowledge' as const), count: fc.integer({ min: 1, max: 50 }) }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 500 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const pair = createPair(limits)
        let asked = 0
        let answered = 0
        for (const step of steps) {
          if (step.do === 'ask') {
            pair.ask(numbers(step.count))
            asked += step.count
          }
          if (step.do === 'answer' && answered < pair.begun.length) pair.answer(answered++, step.bytes)
          if (step.do === 'acknowledge') pair.acknowledge(step.count)
          if (step.do === 'pass') pair.pass(step.ms)
          expect(pair.server.heldBytes).toBeLessThanOrEqual(2 * limits.maxOutboxBytes + 200_000)
        }
        for (let round = 0; pair.answers.length < asked && round < 10_000; round++) {
          if (answered < pair.begun.length) pair.answer(answered++, 8)
          pair.acknowledge()
          pair.pass(100)
        }
        expect(new Set(pair.answers.map(({ requestMsgId }) => requestMsgId)).size).toBe(asked)
        expect(pair.answers.length).toBe(asked)
      }),
      { numRuns: 60 },
    )
  })

  test('a large answer for which there is no room becomes FLOOD_WAIT, and a small one is given', () => {
    const pair = createPair({ slowAboveBytes: 256 * KIB, maxOutboxBytes: 128 * KIB })
    pair.ask(numbers(3))
    pair.answer(0, 100 * KIB)
    pair.answer(1, 100 * KIB)
    pair.answer(2, 2 * KIB)
    expect(pair.answers.map(({ bytes, error }) => error ?? bytes)).toEqual([100 * KIB, 'FLOOD_WAIT_1', 2 * KIB])
    expect(pair.ended).toBe(false)
  })

  test('nothing more is sent over a connection that does not take it, and all of it once it does', () => {
    const pair = createPair({ maxBurstBytes: 200 * KIB, maxPacketBytes: 64 * KIB })
    pair.server.setCongested(LINE, true)
    pair.ask(numbers(5))
    for (const index of numbers(5)) pair.answer(index, 50 * KIB)
    expect(pair.answers).toEqual([])
    pair.server.setCongested(LINE, false)
    pair.pass(0)
    expect(pair.answers.length).toBe(5)
  })

  test('a connection that comes anew gets what is unacknowledged in bursts', () => {
    const pair = createPair({ maxBurstBytes: 256 * KIB, maxPacketBytes: 64 * KIB })
    pair.ask(numbers(20))
    for (const index of numbers(20)) pair.answer(index, 50 * KIB)
    pair.server.detach(LINE, START)
    pair.server.attach(2, START)
    const { packets, more } = pair.server.poll(START)
    const bytes = packets.reduce((sum, { packet }) => sum + packet.length, 0)
    expect([bytes < 400 * KIB, bytes > 200 * KIB, more]).toEqual([true, true, true])
  })

  test('acknowledging costs the same for each message, however many wait to be sent again', () => {
    const cost = (count: number): number => {
      const pair = createPair({ maxOutboxBytes: 1 << 30, slowAboveBytes: 1 << 30, maxRunningRequests: 1 << 20 })
      for (let first = 0; first < count; first += 1000) pair.ask(numbers(1000))
      for (const index of numbers(count)) pair.answer(index, 8)
      // All of them are queued again, and then acknowledged before they leave.
      pair.server.detach(LINE, START)
      const start = process.cpuUsage()
      pair.acknowledge()
      const { user, system } = process.cpuUsage(start)
      return user + system
    }
    cost(2000)
    const few = Math.min(...[1, 2, 3].map(() => cost(4000)))
    const many = Math.min(...[1, 2, 3].map(() => cost(32_000)))
    expect(many / few).toBeLessThan(30)
  })
})
