import { AuthKey, type RandomBytes } from '@chappe/crypto'
import { expect, test } from 'vitest'
import { messageIdAt } from '../message-id.ts'
import { constructorOf, decodeContainer, encodeContainer, type Message, MSG_CONTAINER, MSG_COPY } from './container.ts'
import { openEnvelope } from './envelope.ts'
import { ServerSalts } from './server-salts.ts'
import { encodeService, type ServiceMessage } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const SALT = 5n
const LINE = 1
/** What a packet of a client may have. */
const PACKET_BYTES = 1024 * 1024
/** CPU time that a packet of a megabyte may take, whatever is in it: the slowest takes 40 ms. */
const MOST_MS = 250
/** What may be sent for it: so much, and so much for each byte. */
const MOST_SENT = 4096
const MOST_ANSWERED = 4
const key = new AuthKey(Uint8Array.from({ length: 256 }, (_, i) => (i * 7 + 1) & 255))
const random: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => i + 1)

/** A server's session with so much of everything as a client can have it hold. */
function createFullSession() {
  const session = new Session({
    ...{ authKey: key, sessionId: 7n, random, now: START, role: 'server' },
    salts: new ServerSalts(key, { salt: SALT, createdAt: START / 1000 }),
  })
  let numbers = 0
  let seqNo = 1
  let now = START
  let answerBytes = 4
  const nextId = (): bigint => messageIdAt(START / 1000) + BigInt(++numbers) * 4n
  const known: bigint[] = []
  let latest: Message[] = []
  const sent = new Set<bigint>()
  /** Gives how many bytes the session sends. */
  const drain = (onPacket?: (packet: Uint8Array) => void): number => {
    let bytes = 0
    for (;;) {
      const { packets, events, more } = session.poll(now)
      for (const { packet } of packets) {
        bytes += packet.length
        onPacket?.(packet)
      }
      for (const event of events) {
        if (event.type === 'request') session.answer(event.msgId, noise(answerBytes), now)
      }
      if (!more && events.length === 0) return bytes
    }
  }
  const receive = (bodies: readonly Uint8Array[], odd = false, onPacket?: (packet: Uint8Array) => void): number => {
    latest = bodies.map((body): Message => {
      const message = { msgId: nextId(), seqNo: odd ? seqNo : seqNo - 1, body }
      if (odd) seqNo += 2
      known.push(message.msgId)
      return message
    })
    return send(latest, onPacket)
  }
  const send = (messages: readonly Message[], onPacket?: (packet: Uint8Array) => void): number => {
    const body = encodeContainer(messages)
    session.receive({ salt: SALT, sessionId: 7n, msgId: nextId(), seqNo: seqNo - 1, body }, LINE, now)
    return drain(onPacket)
  }
  const pass = (ms: number): void => {
    for (const until = now + ms; now < until; now += 100) drain()
  }
  const ask = (count: number, bytes: number): number => {
    answerBytes = bytes
    const queries = Array.from({ length: count }, () => noise(4))
    return receive(queries, true, (packet) => {
      const { msgId, body } = openEnvelope(key, 'server', packet)
      const messages = constructorOf(body) === MSG_CONTAINER ? decodeContainer(msgId, body) : [{ msgId }]
      for (const message of messages) sent.add(message.msgId)
    })
  }
  session.attach(LINE, START)
  for (let i = 0; i < 2; i++) ask(1000, 4)
  pass(50_000)
  /** The messages of the latest packet come again, in another one. */
  const repeat = (): number => send(latest)
  return { receive, ask, repeat, pass, known, sent }
}

type Make = (ids: readonly bigint[], i: number) => ServiceMessage
const info = new Uint8Array(8)

/** A TL value that gzip makes no smaller. */
function noise(bytes: number): Uint8Array {
  const value = new Uint8Array(bytes)
  for (let i = 0, state = 1; i < bytes; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    value[i] = state >>> 16
  }
  value.set([1, 0, 0, 0x7f])
  return value
}

/** Every service message; those with a list come with as much in it as there is room. */
const messages: { readonly [Name in ServiceMessage['_']]: Make } = {
  rpc_drop_answer: ([reqMsgId = 1n]) => ({ _: 'rpc_drop_answer', reqMsgId }),
  get_future_salts: () => ({ _: 'get_future_salts', num: 64 }),
  ping: () => ({ _: 'ping', pingId: 1n }),
  ping_delay_disconnect: () => ({ _: 'ping_delay_disconnect', pingId: 1n, disconnectDelay: 75 }),
  destroy_session: (_, i) => ({ _: 'destroy_session', sessionId: BigInt(i) }),
  http_wait: () => ({ _: 'http_wait', maxDelay: 1, waitAfter: 1, maxWait: 1 }),
  destroy_auth_key: () => ({ _: 'destroy_auth_key' }),
  bad_msg_notification: ([badMsgId = 1n]) => ({ _: 'bad_msg_notification', badMsgId, badMsgSeqno: 1, errorCode: 32 }),
  bad_server_salt: ([badMsgId = 1n]) => {
    return { _: 'bad_server_salt', badMsgId, badMsgSeqno: 1, errorCode: 48, newServerSalt: 1n }
  },
  destroy_auth_key_fail: () => ({ _: 'destroy_auth_key_fail' }),
  destroy_auth_key_none: () => ({ _: 'destroy_auth_key_none' }),
  destroy_auth_key_ok: () => ({ _: 'destroy_auth_key_ok' }),
  destroy_session_none: () => ({ _: 'destroy_session_none', sessionId: 1n }),
  destroy_session_ok: () => ({ _: 'destroy_session_ok', sessionId: 1n }),
  future_salts: ([reqMsgId = 1n]) => ({ _: 'future_salts', reqMsgId, now: 1, salts: [] }),
  msg_detailed_info: ([msgId = 1n]) => ({ _: 'msg_detailed_info', msgId, answerMsgId: msgId, bytes: 1, status: 1 }),
  msg_new_detailed_info: ([answerMsgId = 1n]) => ({ _: 'msg_new_detailed_info', answerMsgId, bytes: 1, status: 1 }),
  msg_resend_req: (msgIds) => ({ _: 'msg_resend_req', msgIds: [...msgIds] }),
  msgs_ack: (msgIds) => ({ _: 'msgs_ack', msgIds: [...msgIds] }),
  msgs_all_info: (msgIds) => ({ _: 'msgs_all_info', msgIds: [...msgIds], info }),
  msgs_state_info: ([reqMsgId = 1n]) => ({ _: 'msgs_state_info', reqMsgId, info }),
  msgs_state_req: (msgIds) => ({ _: 'msgs_state_req', msgIds: [...msgIds] }),
  new_session_created: ([firstMsgId = 1n]) => ({ _: 'new_session_created', firstMsgId, uniqueId: 1n, serverSalt: 1n }),
  pong: ([msgId = 1n]) => ({ _: 'pong', msgId, pingId: 1n }),
  rpc_answer_dropped: ([msgId = 1n]) => ({ _: 'rpc_answer_dropped', msgId, seqNo: 1, bytes: 1 }),
  rpc_answer_dropped_running: () => ({ _: 'rpc_answer_dropped_running' }),
  rpc_answer_unknown: () => ({ _: 'rpc_answer_unknown' }),
}

/** As many messages of a kind as a packet holds, of equal sizes. */
function fill(make: Make, count: number, ids: readonly bigint[]): Uint8Array[] {
  const each = Math.floor(PACKET_BYTES / count) - 16 - 64
  const some = Array.from({ length: Math.max(1, Math.floor(each / 8)) }, (_, i) => ids[i % ids.length] ?? 1n)
  return Array.from({ length: count }, (_, i) => encodeService(make(some, i)))
}

function copyOf({ msgId, seqNo, body }: Message): Uint8Array {
  const copy = new Uint8Array(20 + body.length)
  const view = new DataView(copy.buffer)
  view.setUint32(0, MSG_COPY, true)
  view.setBigInt64(4, msgId, true)
  view.setInt32(12, seqNo, true)
  view.setInt32(16, body.length, true)
  copy.set(body, 20)
  return copy
}

function costOf(bodies: (ids: readonly bigint[]) => Uint8Array[]) {
  let least = { ms: Number.POSITIVE_INFINITY, sent: 0, received: 0 }
  for (let run = 0; run < 3; run++) {
    const session = createFullSession()
    const packed = bodies(session.known)
    const received = packed.reduce((sum, body) => sum + body.length + 16, 0)
    const before = process.cpuUsage()
    const sent = session.receive(packed)
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    if (ms < least.ms) least = { ms, sent, received }
  }
  return least
}

const names = Object.keys(messages).filter((name): name is ServiceMessage['_'] => name in messages)
const packets = names.flatMap((name) => [1, 16, 1020].map((count) => ({ name, count })))

test.each(packets)(
  'MS-23: a packet full of $count $name takes a bounded time, and a bounded answer',
  ({ name, count }) => {
    const { ms, sent, received } = costOf((ids) => fill(messages[name], count, ids))
    expect(ms).toBeLessThan(MOST_MS)
    expect(sent).toBeLessThan(MOST_SENT + received * MOST_ANSWERED)
  },
)

test('MS-23: so does a packet of all kinds, and one of copies of them', () => {
  const mixed = (ids: readonly bigint[]) => {
    return Array.from({ length: 1020 }, (_, i) => {
      const name = names[i % names.length] ?? 'ping'
      return encodeService(messages[name](ids.slice(0, 120), i))
    })
  }
  expect(costOf(mixed).ms).toBeLessThan(MOST_MS)
  const copies = costOf((ids) => mixed(ids).map((body, i) => copyOf({ msgId: ids[i] ?? 1n, seqNo: 1, body })))
  expect(copies.ms).toBeLessThan(MOST_MS)
})

test('MS-23: what left just now is not sent over the same connection again for every packet that asks for it', () => {
  const session = createFullSession()
  const bytes = session.ask(20, 50_000)
  expect(bytes).toBeGreaterThan(1_000_000)
  const again = () => session.receive([encodeService({ _: 'msg_resend_req', msgIds: [...session.sent] })])
  let sent = 0
  for (let i = 0; i < 10; i++) sent += again()
  // 64 KiB for each of the packets, of a megabyte that is on its way.
  expect(sent).toBeLessThan(10 * 70_000)
  session.pass(1000)
  expect(again()).toBeGreaterThan(1_000_000)
})

test('MS-23: nor is the answer of every query that comes again over it', () => {
  const session = createFullSession()
  const bytes = session.ask(100, 4000)
  expect(bytes).toBeGreaterThan(390_000)
  let sent = 0
  for (let i = 0; i < 10; i++) sent += session.repeat()
  expect(sent).toBeLessThan(10 * 70_000)
  session.pass(1000)
  expect(session.repeat()).toBeGreaterThan(390_000)
})

test('future salts are given as asked once a second, and else the present one', () => {
  const session = createFullSession()
  const ask = () => session.receive([encodeService({ _: 'get_future_salts', num: 64 })])
  const [first, second] = [ask(), ask()]
  expect([first > 64 * 16, second < 300]).toEqual([true, true])
  session.pass(1000)
  expect(ask()).toBeGreaterThan(64 * 16)
})
