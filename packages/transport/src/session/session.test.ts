import { AuthKey, sha256 } from '@chappe/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator, messageIdAt } from '../message-id.ts'
import { decodeContainer, encodeContainer } from './container.ts'
import { type Envelope, openEnvelope, sealEnvelope } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeService, encodeService, type ServiceMessage, serviceKind } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const random = counterRandom()
const key = new AuthKey(Uint8Array.from({ length: 256 }, (_, i) => (i * 7 + 3) & 255))
const SESSION_ID = 77n

/** Deterministic bytes: SHA-256 of a counter. */
function counterRandom(): (length: number) => Uint8Array {
  let counter = 0
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += 32) {
      bytes.set(sha256(new TextEncoder().encode(String(counter++))).subarray(0, length - at), at)
    }
    return bytes
  }
}

function body(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setUint32(0, 0x7f000000, true)
  new DataView(bytes.buffer).setUint32(4, value, true)
  return bytes
}

function numberOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
}

function serverSession(now = START): Session {
  return new Session({
    role: 'server',
    authKey: key,
    sessionId: SESSION_ID,
    random,
    now,
    salts: new ServerSalts(key, { salt: 5n, createdAt: START / 1000 }),
  })
}

function clientSession(now = START, salt = 5n): Session {
  return new Session({ role: 'client', authKey: key, sessionId: SESSION_ID, random, now, salt })
}

/** Sends hand-made messages to a server session as a client would, and reads what comes back. */
function rawPeer(server: Session, now = START) {
  const ids = createMessageIdGenerator({ now: () => now, role: 'client' })
  server.attach(1, now)
  const send = (message: { msgId?: bigint; seqNo: number; body: Uint8Array; salt?: bigint }) => {
    const envelope = { salt: 5n, sessionId: SESSION_ID, msgId: ids.next(), ...message }
    server.receive(envelope, 1, now)
    const output = server.poll(now)
    return { ...output, sent: envelope, replies: output.packets.flatMap(({ packet }) => open(packet)) }
  }
  return { ids, send }
}

function open(packet: Uint8Array): ServiceMessage[] {
  const envelope = openEnvelope(key, 'server', packet)
  const isContainer = new DataView(envelope.body.buffer, envelope.body.byteOffset).getUint32(0, true) === 0x73f1f8dc
  const messages = isContainer ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
  return messages.flatMap((message) => {
    const kind = serviceKind(message.body)
    return kind === undefined ? [] : [decodeService(message.body, kind)]
  })
}

function requests(events: readonly SessionEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'request' ? [numberOf(event.body)] : []))
}

describe('the envelope', () => {
  const envelope: Envelope = { salt: 1n, sessionId: 2n, msgId: 4n, seqNo: 1, body: body(1) }

  test('what is sealed opens to the same fields, whatever the body', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.nat(300), (msgId, words) => {
        const sealed = sealEnvelope(key, 'client', { ...envelope, msgId, body: new Uint8Array(words * 4) }, random)
        expect(openEnvelope(key, 'client', sealed)).toMatchObject({
          ...envelope,
          msgId,
          body: new Uint8Array(words * 4),
        })
      }),
    )
  })

  test('MS-1: any changed bit of a packet is refused by its message key before a field is read', () => {
    const sealed = sealEnvelope(key, 'client', envelope, random)
    fc.assert(
      fc.property(fc.integer({ min: 64, max: sealed.length * 8 - 1 }), (bit) => {
        const changed = sealed.slice()
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(() => openEnvelope(key, 'client', changed)).toThrow(
          expect.objectContaining({ code: 'MSG_KEY_MISMATCH' }),
        )
      }),
    )
  })

  test('MS-1: a packet does not open as one of the other direction', () => {
    const sealed = sealEnvelope(key, 'client', envelope, random)
    expect(() => openEnvelope(key, 'server', sealed)).toThrow(expect.objectContaining({ code: 'MSG_KEY_MISMATCH' }))
  })

  test('MS-2: padding is 12 to 1024 bytes and the whole a multiple of 16', () => {
    fc.assert(
      fc.property(fc.nat(200), (words) => {
        const sealed = sealEnvelope(key, 'client', { ...envelope, body: new Uint8Array(words * 4) }, random)
        const padding = sealed.length - 24 - 32 - words * 4
        expect((sealed.length - 24) % 16).toBe(0)
        expect(padding).toBeGreaterThanOrEqual(12)
        expect(padding).toBeLessThanOrEqual(1024)
      }),
    )
  })
})

describe('a server session', () => {
  test('MS-4: a msg_id that is not divisible by four is refused with 18', () => {
    const { send, ids } = rawPeer(serverSession())
    const { replies, events } = send({ msgId: ids.next() + 1n, seqNo: 1, body: body(1) })
    expect(replies).toMatchObject([{ _: 'bad_msg_notification', errorCode: 18 }])
    expect(events).toEqual([])
  })

  test('MS-5: a msg_id older than 300 s is refused with 16, one newer than 30 s with 17, others are taken', () => {
    const { send } = rawPeer(serverSession())
    const at = (seconds: number) => messageIdAt(START / 1000 + seconds)
    expect(send({ msgId: at(-301), seqNo: 1, body: body(1) }).replies).toMatchObject([{ errorCode: 16 }])
    expect(send({ msgId: at(31), seqNo: 1, body: body(1) }).replies).toMatchObject([{ errorCode: 17 }])
    expect(requests(send({ msgId: at(-299), seqNo: 1, body: body(1) }).events)).toEqual([1])
    expect(requests(send({ msgId: at(29), seqNo: 3, body: body(2) }).events)).toEqual([2])
  })

  test('MS-6: no msg_id is taken twice, nor one below a full window', () => {
    const { send, ids } = rawPeer(serverSession())
    const early = ids.next()
    const first = send({ seqNo: 1, body: body(0) })
    expect(requests(send({ ...first.sent }).events)).toEqual([])
    for (let i = 1; i < 2100; i++) send({ seqNo: i * 2 + 1, body: body(i) })
    const tooOld = send({ msgId: early, seqNo: 1, body: body(9) })
    expect(tooOld.replies).toContainEqual(expect.objectContaining({ _: 'bad_msg_notification', errorCode: 20 }))
    expect(requests(tooOld.events)).toEqual([])
  })

  test('MS-7: numbers that contradict the order of identifiers are refused with 32 and 33', () => {
    const { send, ids } = rawPeer(serverSession())
    const before = ids.next()
    send({ seqNo: 5, body: body(1) })
    expect(send({ seqNo: 3, body: body(2) }).replies).toContainEqual(expect.objectContaining({ errorCode: 32 }))
    expect(send({ msgId: before, seqNo: 7, body: body(3) }).replies).toContainEqual(
      expect.objectContaining({ errorCode: 33 }),
    )
  })

  test('MS-7: a query with an even number is refused with 35, a container with an odd one with 34', () => {
    const { send, ids } = rawPeer(serverSession())
    expect(send({ seqNo: 2, body: body(1) }).replies).toContainEqual(expect.objectContaining({ errorCode: 35 }))
    const inner = [{ msgId: ids.next(), seqNo: 3, body: body(2) }]
    const { replies, events } = send({ seqNo: 5, body: encodeContainer(inner) })
    expect(replies).toContainEqual(expect.objectContaining({ errorCode: 34 }))
    expect(requests(events)).toEqual([])
  })

  test('MS-7: an acknowledgement with an odd number is taken, because peers send it so', () => {
    const { send } = rawPeer(serverSession())
    const { replies } = send({ seqNo: 1, body: encodeService({ _: 'msgs_ack', msgIds: [1n] }) })
    expect(replies.map((reply) => reply._)).not.toContain('bad_msg_notification')
  })

  test('MS-8: under a wrong salt nothing is done and the right one is told', () => {
    const { send } = rawPeer(serverSession())
    const refused = send({ salt: 6n, seqNo: 1, body: body(1) })
    const expected = new ServerSalts(key).current(START / 1000)
    expect(refused.replies).toMatchObject([
      { _: 'bad_server_salt', errorCode: 48, badMsgId: refused.sent.msgId, newServerSalt: expected },
    ])
    expect(refused.events).toEqual([])
    expect(requests(send({ salt: expected, seqNo: 3, body: body(1) }).events)).toEqual([1])
  })

  test('MS-8: salts overlap by half an hour, and 64 future ones are given at most', () => {
    const salts = new ServerSalts(key)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (offset) => {
        const seconds = START / 1000 + offset
        const salt = salts.current(seconds)
        expect(salts.accepts(salt, seconds + 1800)).toBe(true)
        expect(salts.accepts(salt, seconds + 3600)).toBe(false)
      }),
    )
    const { send } = rawPeer(serverSession())
    const { replies } = send({ seqNo: 0, body: encodeService({ _: 'get_future_salts', num: 1000 }) })
    const future = replies.find((reply) => reply._ === 'future_salts')
    expect(future?.salts).toHaveLength(64)
    for (const [i, salt] of (future?.salts ?? []).entries()) {
      const next = future?.salts[i + 1]
      if (next !== undefined) expect(salt.validUntil - next.validSince).toBeGreaterThanOrEqual(1800)
      expect(salts.accepts(salt.salt, salt.validSince)).toBe(true)
    }
  })

  test.each([
    ['nested', (id: bigint) => encodeContainer([{ msgId: id - 4n, seqNo: 0, body: encodeContainer([]) }])],
    [
      'of more than 1020 messages',
      (id: bigint) => encodeContainer(Array(1021).fill({ msgId: id - 4n, seqNo: 1, body: body(1) })),
    ],
    [
      'with a message younger than itself',
      (id: bigint) => encodeContainer([{ msgId: id + 4n, seqNo: 1, body: body(1) }]),
    ],
    [
      'with bytes after its end',
      (id: bigint) => Uint8Array.of(...encodeContainer([{ msgId: id - 4n, seqNo: 1, body: body(1) }]), 0, 0, 0, 0),
    ],
    ['cut off', (id: bigint) => encodeContainer([{ msgId: id - 4n, seqNo: 1, body: body(1) }]).subarray(0, 28)],
  ])('MS-9: a container %s is refused whole with 64', (_, make) => {
    const { send, ids } = rawPeer(serverSession())
    ids.next()
    const msgId = ids.next()
    const { replies, events } = send({ msgId, seqNo: 2, body: make(msgId) })
    expect(replies).toMatchObject([{ _: 'bad_msg_notification', errorCode: 64 }])
    expect(requests(events)).toEqual([])
  })

  test('MS-10: content-related service messages are acknowledged within 30 seconds, or with the next packet', () => {
    const server = serverSession()
    const { send, ids } = rawPeer(server)
    const drop = encodeService({ _: 'rpc_drop_answer', reqMsgId: 4n })
    const { replies, sent } = send({ seqNo: 1, body: drop })
    expect(replies).toContainEqual({ _: 'msgs_ack', msgIds: [sent.msgId] })
    const late = serverSession()
    late.attach(1, START)
    const stateRequest = encodeService({ _: 'msgs_all_info', msgIds: [], info: new Uint8Array() })
    late.receive({ salt: 5n, sessionId: SESSION_ID, msgId: ids.next(), seqNo: 1, body: stateRequest }, 1, START)
    late.poll(START)
    const second = ids.next()
    late.receive({ salt: 5n, sessionId: SESSION_ID, msgId: second, seqNo: 3, body: stateRequest }, 1, START)
    expect(late.poll(START).packets).toEqual([])
    expect(late.deadline).toBeLessThanOrEqual(START + 30_000)
    expect(late.poll(late.deadline).packets.flatMap(({ packet }) => open(packet))).toEqual([
      { _: 'msgs_ack', msgIds: [second] },
    ])
  })

  test('MS-11: a query that comes again is not served again and gets the same answer, or word of it if it is long', () => {
    const server = serverSession()
    const { send, ids } = rawPeer(server)
    const query = { msgId: ids.next(), seqNo: 1, body: body(1) }
    expect(requests(send(query).events)).toEqual([1])
    expect(requests(send(query).events)).toEqual([])
    server.answer(query.msgId, body(2), START)
    const answered = server.poll(START).packets.length
    const again = send(query)
    expect([answered, again.packets.length, requests(again.events)]).toEqual([1, 1, []])
    const long = { msgId: ids.next(), seqNo: 3, body: body(2) }
    send(long)
    server.answer(long.msgId, random(20_000), START)
    server.poll(START)
    expect(send(long).replies).toMatchObject([{ _: 'msg_detailed_info', msgId: long.msgId }])
  })

  test('MS-15: msgs_state_req tells received, unknown, too high and answered messages apart', () => {
    const server = serverSession()
    const { send, ids } = rawPeer(server)
    const [skipped, first] = [ids.next(), ids.next()]
    send({ msgId: first, seqNo: 1, body: body(1) })
    const later = ids.next()
    const ask = () => {
      const msgIds = [skipped, first, later + 2n ** 34n]
      const { replies } = send({ seqNo: 2, body: encodeService({ _: 'msgs_state_req', msgIds }) })
      return replies.find((reply) => reply._ === 'msgs_state_info')?.info
    }
    expect(ask()).toEqual(Uint8Array.of(2, 4 | 32, 3))
    server.answer(first, body(2), START)
    server.poll(START)
    expect(ask()).toEqual(Uint8Array.of(2, 4 | 32 | 64, 3))
  })

  test('MS-16: the first message of a session is followed by new_session_created, once', () => {
    const { send } = rawPeer(serverSession())
    const first = send({ seqNo: 1, body: body(1) })
    expect(first.replies).toMatchObject([{ _: 'new_session_created', firstMsgId: first.sent.msgId }])
    expect(send({ seqNo: 3, body: body(2) }).replies).toEqual([])
  })

  test('MS-17: ping_delay_disconnect closes the connection when no other ping came in time, and not before', () => {
    const server = serverSession()
    const { send } = rawPeer(server)
    const ping = (disconnectDelay: number) => encodeService({ _: 'ping_delay_disconnect', pingId: 3n, disconnectDelay })
    const first = send({ seqNo: 0, body: ping(50) })
    expect(first.replies).toContainEqual({ _: 'pong', msgId: first.sent.msgId, pingId: 3n })
    send({ seqNo: 0, body: ping(100) })
    expect(server.deadline).toBeLessThanOrEqual(START + 100_000)
    expect(server.poll(START + 99_999).events).toEqual([])
    expect(server.poll(START + 100_000).events).toEqual([{ type: 'disconnect', connection: 1, reason: 'ping_delay' }])
  })

  test('MS-17: a ping_delay_disconnect shorter than the usual pause between pings does not cut the connection', () => {
    const server = serverSession()
    const { send } = rawPeer(server)
    send({ seqNo: 0, body: encodeService({ _: 'ping_delay_disconnect', pingId: 3n, disconnectDelay: 7 }) })
    expect(server.poll(START + 74_999).events).toEqual([])
    expect(server.poll(START + 75_000).events).toMatchObject([{ type: 'disconnect' }])
  })

  test('MS-18: rpc_drop_answer has three answers', () => {
    const server = serverSession()
    const { send, ids } = rawPeer(server)
    const running = { msgId: ids.next(), seqNo: 1, body: body(1) }
    const done = { msgId: ids.next(), seqNo: 3, body: body(2) }
    send(running)
    send(done)
    server.answer(done.msgId, body(3), START)
    server.poll(START)
    let seqNo = 5
    const drop = (reqMsgId: bigint) => {
      const { packets, events } = send({ seqNo, body: encodeService({ _: 'rpc_drop_answer', reqMsgId }) })
      seqNo += 2
      const results = packets.flatMap(({ packet }) => rpcResults(packet))
      return { result: results[0]?._, events: events.map((event) => event.type) }
    }
    expect(drop(running.msgId)).toEqual({ result: 'rpc_answer_dropped_running', events: ['dropped'] })
    expect(drop(done.msgId)).toEqual({ result: 'rpc_answer_dropped', events: [] })
    expect(drop(done.msgId)).toEqual({ result: 'rpc_answer_unknown', events: [] })
  })

  test('a query is not acknowledged before it is answered, and a quick acknowledgement waits as well', () => {
    const server = serverSession()
    server.attach(1, START)
    const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
    const msgId = ids.next()
    server.receive({ salt: 5n, sessionId: SESSION_ID, msgId, seqNo: 1, body: body(1), quickAckToken: 123 }, 1, START)
    expect(server.poll(START).quickAcks).toEqual([])
    const later = server.poll(START + 40_000)
    expect(later.packets.flatMap(({ packet }) => open(packet)).some((reply) => reply._ === 'msgs_ack')).toBe(false)
    server.answer(msgId, body(2), START + 40_000)
    expect(server.poll(START + 40_000).quickAcks).toMatchObject([{ connection: 1, token: 123 }])
  })

  test('what a session holds for an absent client is bounded', () => {
    const server = serverSession()
    const { send } = rawPeer(server)
    send({ seqNo: 1, body: body(1) })
    server.detach(1, START)
    let lost = 0
    const update = random(100_000)
    for (let i = 0; i < 200; i++) {
      server.push(update, START)
      lost += server.poll(START).events.filter((event) => event.type === 'updatesLost').length
      expect(server.heldBytes).toBeLessThanOrEqual(8 * 1024 * 1024)
    }
    expect(lost).toBeGreaterThan(0)
  })
})

function rpcResults(packet: Uint8Array): ServiceMessage[] {
  const envelope = openEnvelope(key, 'server', packet)
  const view = new DataView(envelope.body.buffer, envelope.body.byteOffset)
  const messages = view.getUint32(0, true) === 0x73f1f8dc ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
  return messages.flatMap((message) => {
    const result = message.body.subarray(12)
    const isResult = new DataView(message.body.buffer, message.body.byteOffset).getUint32(0, true) === 0xf35c6d01
    const kind = isResult ? serviceKind(result) : undefined
    return kind === undefined ? [] : [decodeService(result, kind)]
  })
}

describe('a client session', () => {
  function connected() {
    const client = clientSession()
    client.attach(1, START)
    const ids = createMessageIdGenerator({ now: () => START, role: 'server' })
    const receive = (message: { msgId?: bigint; seqNo: number; body: Uint8Array; sessionId?: bigint }, now = START) => {
      client.receive({ salt: 5n, sessionId: SESSION_ID, msgId: ids.next(), ...message }, 1, now)
      return client.poll(now).events
    }
    return { client, ids, receive }
  }

  test('MS-3: a packet for another session is dropped', () => {
    const { receive } = connected()
    expect(receive({ sessionId: 78n, seqNo: 1, body: body(1) })).toMatchObject([
      { type: 'violation', error: { code: 'SESSION_MISMATCH' }, fatal: false },
    ])
  })

  test('MS-4: a message of the server with an even msg_id is refused', () => {
    const { receive } = connected()
    expect(receive({ msgId: messageIdAt(START / 1000), seqNo: 1, body: body(1) })).toMatchObject([
      { type: 'violation', error: { code: 'MSG_ID_PARITY' }, fatal: true },
    ])
  })

  test('MS-5: a message out of time is refused, until an answer from the server has put the clock right', () => {
    const { client, receive } = connected()
    const early = messageIdAt(START / 1000 - 400) + 3n
    expect(receive({ msgId: early, seqNo: 1, body: body(1) })).toMatchObject([{ error: { code: 'MSG_ID_TOO_OLD' } }])
    const pingId = client.ping(START)
    client.poll(START)
    const pong = encodeService({ _: 'pong', msgId: 4n, pingId })
    const events = receive({ msgId: early + 4n, seqNo: 0, body: pong })
    // The packet that was refused by the wrong clock is taken after all.
    expect(events.map((event) => event.type)).toEqual(['clockCorrected', 'update', 'pong'])
    expect(receive({ msgId: early + 8n, seqNo: 1, body: body(1) })).toMatchObject([{ type: 'update' }])
  })

  test('MS-12: what is reordered on the wire is delivered in the order in which it was sent', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 7 }), (order) => {
        const { ids, receive } = connected()
        const first = receive({ seqNo: 1, body: body(0) })
        const messages = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ msgId: ids.next(), seqNo: n * 2 + 1, body: body(n) }))
        const events = order.flatMap((n) => receive(messages[n - 1] ?? { seqNo: 0, body: body(0) }))
        const seen = [...first, ...events].map((event) => (event.type === 'update' ? numberOf(event.body) : -1))
        expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      }),
    )
  })

  test('MS-21: a fatal violation delivers nothing of its packet', () => {
    const { ids, receive } = connected()
    const inner = [{ msgId: ids.next(), seqNo: 1, body: body(1) }]
    const container = encodeContainer(inner)
    const events = receive({ seqNo: 2, body: container.subarray(0, container.length - 4) })
    expect(events).toMatchObject([{ type: 'violation', fatal: true }])
    expect(events).toHaveLength(1)
  })
})

describe('two sessions', () => {
  interface Wire {
    readonly to: Session
    readonly from: 'client' | 'server'
    readonly connection: number
    readonly packet: Uint8Array
  }

  test('any interleaving of losses and reconnections delivers each request once, and each answer and update once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('request', 'push', 'deliver', 'deliver', 'deliver', 'cut', 'wait'), {
          maxLength: 120,
        }),
        (steps) => {
          const client = clientSession(START, 1234n)
          const server = serverSession()
          const wires: Wire[] = []
          const served: number[] = []
          const answered: number[] = []
          const updates: number[] = []
          const asked = new Map<number, number>()
          let now = START
          let connection = 0
          let requestCount = 0
          let pushCount = 0

          const connect = () => {
            connection++
            client.attach(connection, now)
            server.attach(connection, now)
          }
          const settle = () => {
            for (let more = true; more; ) {
              more = false
              for (const session of [client, server]) {
                const { packets, events } = session.poll(now)
                for (const packet of packets) {
                  wires.push({ to: session === client ? server : client, from: session.role, ...packet })
                }
                for (const event of events) {
                  if (event.type === 'request') {
                    served.push(numberOf(event.body))
                    server.answer(event.msgId, body(numberOf(event.body) + 1000), now)
                    more = true
                  }
                  if (event.type === 'answer') {
                    expect(numberOf(event.body)).toBe((asked.get(event.requestId) ?? 0) + 1000)
                    answered.push(numberOf(event.body) - 1000)
                  }
                  if (event.type === 'update') updates.push(numberOf(event.body))
                  if (event.type === 'violation') throw event.error
                }
              }
            }
          }
          const deliver = () => {
            const wire = wires.shift()
            if (wire === undefined || wire.connection !== connection) return
            wire.to.receive(openEnvelope(key, wire.from, wire.packet), wire.connection, now)
            settle()
          }
          const cut = () => {
            client.detach(connection, now)
            server.detach(connection, now)
            wires.length = 0
            connect()
            settle()
          }

          connect()
          for (const step of steps) {
            now += 10
            if (step === 'request') {
              const value = ++requestCount
              asked.set(client.request(body(value), now), value)
            }
            if (step === 'push' && served.length > 0) server.push(body(++pushCount), now)
            if (step === 'deliver') deliver()
            if (step === 'cut') cut()
            if (step === 'wait') now += 3000
            settle()
          }
          for (let i = 0; i < 400; i++) {
            now += 500
            settle()
            while (wires.length > 0) deliver()
          }
          const all = Array.from({ length: requestCount }, (_, i) => i + 1)
          expect(served).toEqual(all)
          expect([...answered].sort((a, b) => a - b)).toEqual(all)
          expect(updates).toEqual(Array.from({ length: pushCount }, (_, i) => i + 1))
          expect(client.pendingCount).toBe(0)
          expect(server.isQuiet).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
