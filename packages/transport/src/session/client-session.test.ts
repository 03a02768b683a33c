import { AuthKey, sha256 } from '@chappe/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator } from '../message-id.ts'
import { decodeContainer, MSG_CONTAINER } from './container.ts'
import { openEnvelope } from './envelope.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeService, encodeService, type ServiceMessage, serviceKind } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const key = new AuthKey(new Uint8Array(256).fill(8))
let drawn = 0
const random = (length: number): Uint8Array => sha256(Uint8Array.of(++drawn, drawn >> 8, drawn >> 16)).slice(0, length)
const BODY = Uint8Array.of(1, 0, 0, 0x7f, 0, 0, 0, 0)

function clientSession(): Session {
  return new Session({ role: 'client', authKey: key, sessionId: 7n, random, now: START, salt: 5n })
}

interface Sent {
  readonly packetId: bigint
  readonly salt: bigint
  readonly messages: readonly { readonly msgId: bigint; readonly seqNo: number; readonly body: Uint8Array }[]
  readonly services: readonly ServiceMessage[]
}

/** What a session sends at a time, opened. */
function sent(session: Session, now: number): Sent[] {
  return session.poll(now).packets.map(({ packet }) => {
    const envelope = openEnvelope(key, session.role, packet)
    const { msgId: packetId, salt, body } = envelope
    const isContainer = new DataView(body.buffer, body.byteOffset).getUint32(0, true) === MSG_CONTAINER
    const messages = isContainer ? decodeContainer(packetId, body) : [envelope]
    const services = messages.flatMap((message) => {
      const kind = serviceKind(message.body)
      return kind === undefined ? [] : [decodeService(message.body, kind)]
    })
    return { packetId, salt, messages, services }
  })
}

function connected() {
  const client = clientSession()
  client.attach(1, START)
  const ids = createMessageIdGenerator({ now: () => START, role: 'server' })
  const receive = (message: ServiceMessage, seqNo = 0, now = START) =>
    client.receive({ salt: 5n, sessionId: 7n, msgId: ids.next('answer'), seqNo, body: encodeService(message) }, 1, now)
  return { client, ids, receive }
}

const named = <N extends ServiceMessage['_']>(packets: readonly Sent[], name: N) =>
  packets
    .flatMap(({ services }) => services)
    .filter((service): service is Extract<ServiceMessage, { _: N }> => service._ === name)

describe('a client session', () => {
  test('MS-8: it asks for future salts and sends under each in its time', () => {
    const { client, receive } = connected()
    client.request(BODY, START)
    const [asked] = named(sent(client, START), 'get_future_salts')
    expect(asked?.num).toBeGreaterThan(1)
    const now = START / 1000
    const salts = [0, 1, 2].map((i) => ({
      _: 'future_salt' as const,
      ...{ validSince: now + i * 1800, validUntil: now + i * 1800 + 3600, salt: BigInt(100 + i) },
    }))
    receive({ _: 'future_salts', reqMsgId: 4n, now, salts })
    const saltAt = (seconds: number): bigint | undefined => {
      client.request(BODY, START + seconds * 1000)
      return sent(client, START + seconds * 1000)[0]?.salt
    }
    expect([0, 1799, 1800, 3600, 5000].map(saltAt)).toEqual([100n, 100n, 101n, 102n, 102n])
  })

  test('MS-15: it asks after a request that stays unanswered, and sends it again if the server says that it was lost', () => {
    const { client, receive } = connected()
    client.request(BODY, START)
    const [first] = sent(client, START)
    const msgId = first?.messages.find(({ body }) => body.length === BODY.length)?.msgId ?? 0n
    const later = START + 10_000
    const packets = sent(client, later)
    expect(named(packets, 'msgs_state_req')).toEqual([{ _: 'msgs_state_req', msgIds: [msgId] }])
    const asking = packets.flatMap(({ messages }) => messages).find(({ body }) => serviceKind(body) === 'object')
    receive({ _: 'msgs_state_info', reqMsgId: asking?.msgId ?? 0n, info: Uint8Array.of(2) }, 0, later)
    const again = sent(client, later).flatMap(({ messages }) => messages)
    expect(again).toMatchObject([{ msgId, seqNo: 1, body: BODY }])
  })

  test('MS-15: msgs_all_info of the server counts as well, also for what it has answered', () => {
    const { client, receive } = connected()
    client.request(BODY, START)
    const msgId = sent(client, START)[0]?.messages.find(({ body }) => body.length === BODY.length)?.msgId ?? 0n
    receive({ _: 'msgs_all_info', msgIds: [msgId], info: Uint8Array.of(4) })
    expect(sent(client, START).flatMap(({ messages }) => messages)).toEqual([])
    receive({ _: 'msgs_all_info', msgIds: [msgId], info: Uint8Array.of(4 | 64) })
    expect(sent(client, START).flatMap(({ messages }) => messages)).toMatchObject([{ msgId, body: BODY }])
  })

  test.each(['msg_detailed_info', 'msg_new_detailed_info'] as const)(
    'MS-15: after %s it asks for the answer, and only acknowledges one that it has',
    (name) => {
      const { client, ids, receive } = connected()
      const announce = (answerMsgId: bigint): void => {
        const info = { answerMsgId, bytes: 30_000, status: 0 }
        receive(name === 'msg_detailed_info' ? { _: name, msgId: 4n, ...info } : { _: name, ...info })
      }
      const missing = ids.next('answer')
      announce(missing)
      expect(named(sent(client, START), 'msg_resend_req')).toEqual([{ _: 'msg_resend_req', msgIds: [missing] }])
      const here = ids.next('other')
      client.receive({ salt: 5n, sessionId: 7n, msgId: here, seqNo: 1, body: BODY }, 1, START)
      announce(here)
      client.request(BODY, START)
      const packets = sent(client, START)
      expect(named(packets, 'msg_resend_req')).toEqual([])
      expect(named(packets, 'msgs_ack')[0]?.msgIds).toContain(here)
    },
  )

  test('MS-15: it answers msgs_state_req and msg_resend_req of the server', () => {
    const { client, ids, receive } = connected()
    client.request(BODY, START)
    const msgId = sent(client, START)[0]?.messages.find(({ body }) => body.length === BODY.length)?.msgId ?? 0n
    receive({ _: 'msg_resend_req', msgIds: [msgId] })
    expect(sent(client, START).flatMap(({ messages }) => messages)).toMatchObject([{ msgId, body: BODY }])
    const update = ids.next('other')
    client.receive({ salt: 5n, sessionId: 7n, msgId: update, seqNo: 1, body: BODY }, 1, START)
    receive({ _: 'msgs_state_req', msgIds: [update, update - 400n] })
    expect(named(sent(client, START), 'msgs_state_info')[0]?.info).toEqual(Uint8Array.of(4, 2))
  })

  test('MS-10: updates are acknowledged with the next packet, after 16 of them, or within 30 seconds', () => {
    const { client, ids } = connected()
    sent(client, START)
    const push = (seqNo: number): bigint => {
      const msgId = ids.next('other')
      client.receive({ salt: 5n, sessionId: 7n, msgId, seqNo, body: BODY }, 1, START)
      return msgId
    }
    const one = push(1)
    expect(sent(client, START)).toEqual([])
    expect(client.deadline).toBeLessThanOrEqual(START + 30_000)
    client.request(BODY, START)
    expect(named(sent(client, START), 'msgs_ack')).toEqual([{ _: 'msgs_ack', msgIds: [one] }])
    const many = Array.from({ length: 16 }, (_, i) => push(3 + i * 2))
    expect(named(sent(client, START), 'msgs_ack')).toEqual([{ _: 'msgs_ack', msgIds: many }])
  })

  test('MS-18: a request that is cancelled is dropped at the server, and its answer is not delivered', () => {
    const { client, receive } = connected()
    const requestId = client.request(BODY, START)
    sent(client, START)
    const msgId = client.msgIdOf(requestId) ?? 0n
    client.cancel(requestId, START)
    expect(named(sent(client, START), 'rpc_drop_answer')).toEqual([{ _: 'rpc_drop_answer', reqMsgId: msgId }])
    receive({ _: 'msgs_ack', msgIds: [msgId] })
    expect(client.msgIdOf(requestId)).toBeUndefined()
    expect(client.poll(START).events).toEqual([])
  })

  test.each([
    ['destroy_auth_key_ok', 'ok'],
    ['destroy_auth_key_none', 'none'],
    ['destroy_auth_key_fail', 'fail'],
  ] as const)('MS-18: it has its key destroyed and is told %s', (answer, result) => {
    const { client, receive } = connected()
    client.sendService({ _: 'destroy_auth_key' }, START)
    client.sendService({ _: 'destroy_session', sessionId: 9n }, START)
    const packets = sent(client, START)
    expect(named(packets, 'destroy_auth_key')).toHaveLength(1)
    expect(named(packets, 'destroy_session')).toEqual([{ _: 'destroy_session', sessionId: 9n }])
    receive({ _: 'destroy_session_ok', sessionId: 9n })
    receive({ _: answer })
    expect(client.poll(START).events).toEqual([{ type: 'authKeyDestroyed', result }])
  })

  test('MS-17: it pings after silence, and gives the connection up when no pong comes', () => {
    const { client, receive } = connected()
    // A connection with nothing to carry is shown to the server by a ping.
    const [greeting] = named(sent(client, START), 'ping_delay_disconnect')
    receive({ _: 'pong', msgId: 4n, pingId: greeting?.pingId ?? 0n })
    client.poll(START)
    const pingAt = client.deadline
    expect(pingAt).toBe(START + 60_000)
    const [ping] = named(sent(client, pingAt), 'ping_delay_disconnect')
    expect(ping?.disconnectDelay).toBe(75)
    receive({ _: 'pong', msgId: 4n, pingId: ping?.pingId ?? 0n }, 0, pingAt + 20)
    expect(client.poll(pingAt + 20).events).toEqual([{ type: 'pong', pingId: ping?.pingId, roundTripMs: 20 }])
    const again = client.deadline
    client.poll(again)
    expect(client.poll(again + 14_999).events).toEqual([])
    expect(client.poll(again + 15_000).events).toEqual([{ type: 'disconnect', connection: 1, reason: 'silent' }])
  })
})

describe('a client session that has nothing to ask', () => {
  /** The ping that is sent first is answered, or refused with this code. */
  function refused(errorCode: number) {
    const { client, receive } = connected()
    const [first] = sent(client, START)
    const notice = { badMsgId: first?.packetId ?? 0n, badMsgSeqno: 0, errorCode }
    const pingId = named(first === undefined ? [] : [first], 'ping_delay_disconnect')[0]?.pingId ?? 0n
    const refuse = (now: number): void =>
      receive(
        errorCode === 48
          ? { _: 'bad_server_salt', ...notice, newServerSalt: 9n }
          : { _: 'bad_msg_notification', ...notice },
        0,
        now,
      )
    return { client, receive, refuse, pingId }
  }

  // Without a word the server, which may have forgotten the session, has nobody to send updates to.
  test.each([
    ['16, for its clock', 16],
    ['17, for its clock', 17],
    ['48, for its salt', 48],
    ['32, which ends its numbering', 32],
    ['34, which ends its numbering', 34],
    ['64, which ends its numbering', 64],
  ])('MS-17: pings again within a second when its ping is refused with %s', (_, errorCode) => {
    const { client, refuse } = refused(errorCode)
    const { sessionId } = client
    refuse(START + 40)
    client.poll(START + 40)
    expect(client.sessionId === sessionId).toBe(errorCode < 20 || errorCode === 48)
    // Not at once: a server that refuses whatever comes is not to be asked for ever at the pace of the network.
    expect(client.deadline - START).toBe(540)
    expect(sent(client, START + 539)).toEqual([])
    expect(named(sent(client, START + 540), 'ping_delay_disconnect')).toHaveLength(1)
  })

  test('MS-17: does not ping again when its ping was answered before another packet was refused', () => {
    const { client, receive, refuse, pingId } = refused(17)
    receive({ _: 'pong', msgId: 4n, pingId }, 0, START + 20)
    refuse(START + 40)
    expect(named(sent(client, START + 30_000), 'ping_delay_disconnect')).toEqual([])
  })
})

describe('two sessions that lose connections', () => {
  test('MS-13: no msg_id ever stands for two contents, whether of a message or of a packet', () => {
    const step = fc.constantFrom('request', 'push', 'lose', 'deliver', 'cut', 'wait')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const client = clientSession()
        const salts = new ServerSalts(key, { salt: 5n, createdAt: START / 1000 })
        const server = new Session({ role: 'server', authKey: key, sessionId: 7n, random, now: START, salts })
        const contents = { client: new Map<bigint, string>(), server: new Map<bigint, string>() }
        const packets = { client: new Set<bigint>(), server: new Set<bigint>() }
        let now = START
        let connection = 1
        const pump = (lose: boolean): void => {
          for (const [from, to] of [[client, server] as const, [server, client] as const]) {
            const { packets: out, events } = from.poll(now)
            for (const event of events) if (event.type === 'request') from.answer(event.msgId, event.body, now)
            for (const { packet } of out) {
              const envelope = openEnvelope(key, from.role, packet)
              const { msgId, body } = envelope
              // One packet, one identifier: the same bytes are never encrypted twice under it, nor others.
              expect(packets[from.role].has(msgId)).toBe(false)
              packets[from.role].add(msgId)
              const isContainer = new DataView(body.buffer, body.byteOffset).getUint32(0, true) === MSG_CONTAINER
              for (const inner of isContainer ? decodeContainer(msgId, body) : [envelope]) {
                const content = `${inner.seqNo} ${Buffer.from(inner.body).toString('hex')}`
                expect(contents[from.role].get(inner.msgId) ?? content).toBe(content)
                contents[from.role].set(inner.msgId, content)
              }
              if (!lose) to.receive(envelope, connection, now)
            }
          }
        }
        client.attach(1, now)
        server.attach(1, now)
        for (const what of steps) {
          now += 7000
          if (what === 'request') client.request(random(8).fill(0x7f, 3, 4), now)
          if (what === 'push' && packets.client.size > 0) server.push(random(8).fill(0x7f, 3, 4), now)
          if (what === 'wait') now += 70_000
          if (what === 'cut') {
            for (const session of [client, server]) session.detach(connection, now)
            connection++
            for (const session of [client, server]) session.attach(connection, now)
          }
          pump(what === 'lose')
        }
      }),
      { numRuns: 150 },
    )
  })
})
