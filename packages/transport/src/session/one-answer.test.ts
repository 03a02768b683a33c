import { gzipSync } from 'node:zlib'
import { AuthKey, concat, sha256 } from '@chappe/crypto'
import { Writer } from '@chappe/tl-codec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator } from '../message-id.ts'
import { decodeContainer, encodeContainer, MSG_CONTAINER } from './container.ts'
import { type Envelope, openEnvelope } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import { inflate } from './inflate.ts'
import { InflateBudget } from './inflate-budget.ts'
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from './limits.ts'
import { decodeRpcResult, encodeRpcResult, RPC_RESULT } from './rpc-result.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeRpcError } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const MIB = 1024 * 1024
const key = new AuthKey(new Uint8Array(256).fill(8))
let drawn = 0
const random = (length: number): Uint8Array => sha256(Uint8Array.of(++drawn, drawn >> 8, drawn >> 16)).slice(0, length)
const common = { authKey: key, sessionId: 7n, random, now: START }
const idOf = (body: Uint8Array): number => new DataView(body.buffer, body.byteOffset).getUint32(0, true)

/** A TL value of this many bytes that gzip makes no smaller. */
function noise(bytes: number): Uint8Array {
  const value = new Uint8Array(bytes)
  let state = 1
  const words = new Uint32Array(value.buffer, 0, bytes >> 2)
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state >>> 0
  }
  words[0] = 0x7f000001
  return value
}

function pack(body: Uint8Array): Uint8Array {
  const packed = gzipSync(body)
  const writer = new Writer(packed.length + 12)
  writer.id(0x3072cfa1)
  writer.byteString(packed)
  return writer.finish()
}

function server(limits: Partial<SessionLimits> = {}, inflating?: InflateBudget) {
  const salts = new ServerSalts(key, { salt: 5n, createdAt: START / 1000 })
  const shared = inflating === undefined ? {} : { inflating }
  const session = new Session({ role: 'server', ...common, salts, limits, ...shared })
  session.attach(1, START)
  const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
  const receive = (envelope: Partial<Envelope> & Pick<Envelope, 'seqNo' | 'body'>): SessionEvent[] => {
    session.receive({ salt: 5n, sessionId: 7n, msgId: ids.next(), ...envelope }, 1, START)
    return session.poll(START).events
  }
  /** The results that leave now, unpacked. */
  const results = () =>
    session.poll(START).packets.flatMap(({ packet }) => {
      const envelope = openEnvelope(key, 'server', packet)
      const isContainer = idOf(envelope.body) === MSG_CONTAINER
      const messages = isContainer ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
      return messages
        .filter(({ body }) => idOf(body) === RPC_RESULT)
        .map(({ body }) => {
          const { requestMsgId, result } = decodeRpcResult(body)
          return { requestMsgId, result: inflate(result, 64 * MIB) }
        })
    })
  return { session, ids, receive, results }
}

describe('a query at the server', () => {
  test.each([
    ['over what a byte string of TL takes', 17 * MIB],
    ['over what may wait for a client', 9 * MIB],
    ['that packs well, but is over what a client inflates', -17 * MIB],
  ])('MS-22: whose result is too large gets an error that says so: %s', (_, size) => {
    const { session, receive, results } = server()
    const result = size > 0 ? noise(size) : new Uint8Array(-size)
    const events = receive({ msgId: 4n * (BigInt(START / 1000) << 30n), seqNo: 1, body: noise(64) })
    const msgId = events.flatMap((event) => (event.type === 'request' ? [event.msgId] : []))[0] ?? 0n
    session.answer(msgId, result, START)
    const output = results()
    expect(output.map(({ requestMsgId }) => requestMsgId)).toEqual([msgId])
    expect(decodeRpcError(output[0]?.result ?? result)).toMatchObject({
      ...{ errorCode: 400, errorMessage: 'RESULT_TOO_LARGE' },
    })
    expect(session.pendingCount).toBe(0)
    // The session goes on.
    const next = receive({ seqNo: 3, body: noise(64) })
    expect(next.map(({ type }) => type)).toEqual(['request'])
  })

  test('MS-22: whose result is large, but not too large, gets it', () => {
    for (const result of [noise(6 * MIB), new Uint8Array(16 * MIB)]) {
      const { session, receive, results } = server()
      const [event] = receive({ seqNo: 1, body: noise(64) })
      if (event?.type !== 'request') throw new Error('no request')
      session.answer(event.msgId, result, START)
      const [answered] = results()
      expect(answered?.result.length).toBe(result.length)
      expect(sha256(answered?.result ?? new Uint8Array())).toEqual(sha256(result))
    }
  })

  test('MS-22: gets one answer, whatever is answered to it and however often', () => {
    const step = fc.constantFrom<(session: Session, msgId: bigint) => void>(
      (session, msgId) => session.answer(msgId, noise(64), START),
      (session, msgId) => session.answer(msgId, new Uint8Array(3 * MIB), START),
      (session, msgId) => session.fail(msgId, 400, 'SOME_ERROR', START),
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const { session, receive, results } = server({ maxInflatedBytes: 2 * MIB })
        const [event] = receive({ seqNo: 1, body: noise(64) })
        if (event?.type !== 'request') throw new Error('no request')
        for (const act of steps) act(session, event.msgId)
        expect(results().map(({ requestMsgId }) => requestMsgId)).toEqual([event.msgId])
      }),
      { numRuns: 30 },
    )
  })

  test('MS-14: that does not inflate is an error of its own, and the others of its packet are served', () => {
    const { receive, results, ids } = server()
    const broken = pack(noise(640)).with(30, 0xff)
    const bodies = [noise(64), broken, pack(noise(640)), pack(pack(noise(640)))]
    const messages = bodies.map((body, i) => ({ msgId: ids.next(), seqNo: i * 2 + 1, body }))
    const events = receive({ seqNo: 8, body: encodeContainer(messages) })
    const served = events.flatMap((event) => (event.type === 'request' ? [event.body.length] : []))
    expect(served).toEqual([64, 640])
    expect(events.filter(({ type }) => type === 'violation')).toMatchObject([{ fatal: false }, { fatal: false }])
    const failed = results()
    expect(failed).toEqual([])
  })

  test('MS-14: what is inflated for one packet is bounded, and so is what is held by queries that run', () => {
    const limits = { maxInflatedBytes: 4 * MIB, maxRunningBytes: 6 * MIB }
    const { session, receive, ids } = server(limits)
    const packed = pack(concat(noise(8), new Uint8Array(3 * MIB)))
    const container = (from: number) => {
      const messages = [0, 1, 2].map((i) => ({ msgId: ids.next(), seqNo: from + i * 2, body: packed }))
      return receive({ seqNo: from + 5, body: encodeContainer(messages) })
    }
    const running: bigint[] = []
    for (let from = 1; from < 60; from += 6) {
      for (const event of container(from)) if (event.type === 'request') running.push(event.msgId)
    }
    // One of each packet, until what runs is over its bound.
    expect(running).toHaveLength(2)
    for (const msgId of running) session.answer(msgId, noise(64), START)
    expect(container(61).filter(({ type }) => type === 'request')).toHaveLength(1)
  })

  test('MS-14: what is inflated in time is bounded for all sessions of a key, and goes on as time passes', () => {
    const limits = { ...DEFAULT_SESSION_LIMITS, maxInflatedBytes: MIB, inflatedBytesPerSecond: MIB }
    const inflating = new InflateBudget(limits, START)
    const packed = pack(concat(noise(8), new Uint8Array(MIB / 2)))
    const sessions = [server(limits, inflating), server(limits, inflating)]
    let now = START
    const begun = [0, 0]
    const poll = () => {
      for (const [i, { session }] of sessions.entries()) {
        for (const event of session.poll(now).events) {
          if (event.type !== 'request') continue
          begun[i] = (begun[i] ?? 0) + 1
          session.answer(event.msgId, noise(64), now)
        }
      }
    }
    for (const { session, ids } of sessions) {
      const messages = Array.from({ length: 40 }, (_, i) => ({ msgId: ids.next(), seqNo: i * 2 + 1, body: packed }))
      const envelope = { salt: 5n, sessionId: common.sessionId, msgId: ids.next() }
      session.receive({ ...envelope, seqNo: 80, body: encodeContainer(messages) }, 1, now)
    }
    const total = () => (begun[0] ?? 0) + (begun[1] ?? 0)
    for (let i = 0; i < 100; i++) poll()
    // Four times as much as may be inflated at a time, of half a mebibyte each.
    expect(total()).toBeLessThanOrEqual(9)
    for (; now < START + 10_000; now += 100) poll()
    expect(total()).toBeGreaterThan(20)
    expect(total()).toBeLessThanOrEqual(30)
    for (; now < START + 60_000; now += 100) poll()
    expect(begun).toEqual([40, 40])
  })
})

describe('an answer at the client', () => {
  function client(limits: Partial<SessionLimits> = {}) {
    const session = new Session({ role: 'client', ...common, salt: 5n, limits })
    session.attach(1, START)
    const ids = createMessageIdGenerator({ now: () => START, role: 'server' })
    const first = session.request(noise(64), START)
    const second = session.request(noise(64), START)
    session.poll(START)
    const idsOf = [first, second].map((id) => session.msgIdOf(id) ?? 0n)
    const receive = (body: Uint8Array, seqNo: number): SessionEvent[] => {
      session.receive({ salt: 5n, sessionId: 7n, msgId: ids.next('answer'), seqNo, body }, 1, START)
      return session.poll(START).events
    }
    return { session, ids, receive, first, second, asked: [idsOf[0] ?? 0n, idsOf[1] ?? 0n] as const }
  }
  const error = { code: 'GZIP_INVALID' }

  test.each([
    ['a broken stream', pack(noise(640)).with(30, 0xff)],
    ['one that is packed twice', pack(pack(noise(640)))],
    ['one that inflates to too much', pack(concat(noise(8), new Uint8Array(MIB)))],
    ['one that holds no TL', pack(Uint8Array.of(1, 2, 3))],
  ])('MS-22: that cannot be unpacked ends its request and nothing else: %s', (_, result) => {
    const { session, ids, receive, first, second, asked } = client({ maxInflatedBytes: MIB })
    const messages = [
      { msgId: ids.next('answer'), seqNo: 1, body: encodeRpcResult(asked[0], result) },
      { msgId: ids.next('answer'), seqNo: 3, body: encodeRpcResult(asked[1], pack(noise(640))) },
    ]
    const events = receive(encodeContainer(messages), 4)
    expect(events).toMatchObject([
      { type: 'answerInvalid', requestId: first, error, body: result },
      { type: 'answer', requestId: second },
    ])
    expect(session.pendingCount).toBe(0)
    // It is acknowledged and not asked for again.
    const later = session.poll(START + 11_000)
    expect(later.events).toEqual([])
    expect(session.isQuiet).toBe(true)
  })

  test('MS-22: an rpc_error that does not decode ends its request as well', () => {
    const { receive, first, asked } = client()
    const writer = new Writer(8)
    writer.id(0x2144ca19)
    writer.int(400)
    const events = receive(encodeRpcResult(asked[0], writer.finish()), 1)
    expect(events).toMatchObject([{ type: 'answerInvalid', requestId: first, error: { code: 'BODY_INVALID' } }])
  })

  test('MS-14: that packs 1,032 to 1 is taken', () => {
    const { receive, first, asked } = client()
    const result = new Uint8Array(8 * MIB)
    const events = receive(encodeRpcResult(asked[0], pack(result)), 1)
    expect(events).toMatchObject([{ type: 'answer', requestId: first }])
  })

  test('MS-14: an update that cannot be unpacked is told as lost, and spoils nothing', () => {
    const { receive, first, asked } = client()
    expect(receive(pack(noise(640)).with(30, 0xff), 1)).toMatchObject([
      { type: 'violation', error, fatal: false },
      { type: 'updateLost', error },
    ])
    expect(receive(encodeRpcResult(asked[0], noise(64)), 3)).toMatchObject([{ type: 'answer', requestId: first }])
  })
})
