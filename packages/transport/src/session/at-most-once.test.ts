import { AuthKey, type RandomBytes } from '@chappe/crypto'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator, messageIdAt } from '../message-id.ts'
import { constructorOf, decodeContainer, encodeContainer, type Message, MSG_CONTAINER } from './container.ts'
import { DeliveryOrder } from './delivery-order.ts'
import { openEnvelope } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import type { SessionLimits } from './limits.ts'
import { encodeRpcResult } from './rpc-result.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeService, encodeService, type ServiceMessage, serviceKind } from './service-codec.ts'
import { Session, type SessionOutput } from './session.ts'

// Each of these was a schedule of the simulator once.

const START = 1_790_000_000_000
const SECONDS = START / 1000
const SESSION_ID = 77n
const SALT = 5n
const authKey = new AuthKey(Uint8Array.from({ length: 256 }, (_, i) => (i * 11 + 5) & 255))
const random: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => i + 1)
const common = { authKey, sessionId: SESSION_ID, random, now: START }

function serverSession(limits: Partial<SessionLimits> = {}): Session {
  return new Session({
    ...common,
    role: 'server',
    salts: new ServerSalts(authKey, { salt: SALT, createdAt: SECONDS }),
    limits,
  })
}

function clientSession(limits: Partial<SessionLimits> = {}): Session {
  return new Session({ ...common, role: 'client', salt: SALT, limits })
}

function query(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setUint32(0, 0x7f000000, true)
  new DataView(bytes.buffer).setUint32(4, value, true)
  return bytes
}

/** What left, packet by packet; a packet that is a container by its contents. */
function sent(side: 'client' | 'server', { packets }: SessionOutput) {
  return packets.map(({ connection, packet }) => {
    const envelope = openEnvelope(authKey, side, packet)
    const isContainer = constructorOf(envelope.body) === MSG_CONTAINER
    const messages: Message[] = isContainer ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
    return { connection, msgId: envelope.msgId, messages }
  })
}

function services(packets: readonly { readonly messages: readonly Message[] }[]): ServiceMessage[] {
  return packets.flatMap(({ messages }) =>
    messages.flatMap(({ body }) => {
      const kind = serviceKind(body)
      return kind === undefined ? [] : [decodeService(body, kind)]
    }),
  )
}

function isQuery({ body }: Message): boolean {
  return serviceKind(body) === undefined
}

function types(events: readonly SessionEvent[]): string[] {
  return events.map(({ type }) => type)
}

describe('a server', () => {
  test('MS-11: a query in service that comes again when the window has moved on is neither refused nor served', () => {
    const server = serverSession({ rememberedMessages: 4 })
    const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
    server.attach(1, START)
    const send = (message: Message) => {
      server.receive({ salt: SALT, sessionId: SESSION_ID, ...message }, 1, START)
      const output = server.poll(START)
      return { events: types(output.events), replies: services(sent('server', output)) }
    }
    const first = { msgId: ids.next(), seqNo: 1, body: query(1) }
    expect(send(first).events).toEqual(['request'])
    for (let i = 1; i <= 12; i++) send({ msgId: ids.next(), seqNo: 2 * i + 1, body: query(i) })
    const container = { msgId: ids.next(), seqNo: 26, body: encodeContainer([first]) }
    expect(send(container)).toEqual({ events: [], replies: [] })
    const asked = { msgId: ids.next(), seqNo: 26, body: encodeService({ _: 'msgs_state_req', msgIds: [first.msgId] }) }
    expect(send(asked).replies).toMatchObject([{ _: 'msgs_state_info', info: Uint8Array.of(4 | 32) }])
  })

  test('MS-12: what a lost connection has not carried goes over a new one at once, before anything newer', () => {
    const server = serverSession()
    const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
    const hear = (connection: number, seqNo: number) => {
      server.attach(connection, START)
      const message = { msgId: ids.next(), seqNo, body: query(seqNo) }
      server.receive({ salt: SALT, sessionId: SESSION_ID, ...message }, connection, START)
      return sent('server', server.poll(START))
    }
    hear(1, 1)
    server.push(query(100), START)
    server.poll(START)
    const over = hear(2, 3).flatMap(({ connection, messages }) => messages.map((message) => ({ connection, message })))
    expect(over.filter(({ message }) => isQuery(message))).toMatchObject([{ connection: 2, message: { seqNo: 3 } }])
  })

  test('a repeated packet does not draw the session to the connection that it came by', () => {
    const server = serverSession()
    const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
    const packet = { salt: SALT, sessionId: SESSION_ID, msgId: ids.next(), seqNo: 1, body: query(1) }
    for (const connection of [1, 2]) {
      server.attach(connection, START)
      server.receive(packet, connection, START)
      server.poll(START)
    }
    server.push(query(2), START)
    expect(server.poll(START).packets.map(({ connection }) => connection)).toEqual([1])
  })
})

describe('a client', () => {
  function connected(limits: Partial<SessionLimits> = {}) {
    const client = clientSession(limits)
    const ids = createMessageIdGenerator({ now: () => START, role: 'server' })
    client.attach(1, START)
    client.poll(START)
    const receive = (message: { msgId?: bigint; seqNo?: number; body: Uint8Array }, now = START, connection = 1) => {
      const envelope = { salt: SALT, sessionId: SESSION_ID, msgId: ids.next('answer'), seqNo: 0, ...message }
      client.receive(envelope, connection, now)
      const output = client.poll(now)
      return { packets: sent('client', output), events: output.events }
    }
    const ask = (value: number, now = START) => {
      client.request(query(value), now)
      return sent('client', client.poll(now))
    }
    const reconnect = (connection: number, now = START) => {
      client.detach(connection - 1, now)
      client.attach(connection, now)
      return sent('client', client.poll(now))
    }
    return { client, ids, receive, ask, reconnect }
  }

  const notice = (badMsgId: bigint, errorCode: number) =>
    encodeService({ _: 'bad_msg_notification', badMsgId, badMsgSeqno: 1, errorCode })

  test('says whose a new connection is, even with nothing to ask', () => {
    const client = clientSession()
    client.attach(1, START)
    expect(services(sent('client', client.poll(START))).map(({ _ }) => _)).toContain('ping_delay_disconnect')
  })

  test('MS-11: a late refusal of a packet whose message has left again since changes nothing', () => {
    const { ask, reconnect, receive } = connected()
    const [first] = ask(1)
    const again = reconnect(2).flatMap(({ messages }) => messages.filter(isQuery))
    expect(again.map(({ msgId }) => msgId)).toEqual([first?.msgId])
    expect(receive({ body: notice(first?.msgId ?? 0n, 16) }, START, 2).packets).toEqual([])
  })

  test('MS-11: when a packet is refused for its time, a message that an earlier one held keeps its msg_id', () => {
    const { ask, reconnect, receive } = connected()
    const [first] = ask(1)
    const [second] = reconnect(2)
    const { packets } = receive({ body: notice(second?.msgId ?? 0n, 17) }, START, 2)
    expect(packets.flatMap(({ messages }) => messages.filter(isQuery))).toMatchObject([{ msgId: first?.msgId }])
  })

  test('MS-5: after the clock was set back, new messages come above those that were accepted, with the right time', () => {
    const { ask, receive } = connected()
    const [accepted] = ask(1)
    const early = START + 600_000
    const [ahead] = ask(2, early)
    expect((ahead?.msgId ?? 0n) > messageIdAt(SECONDS + 500)).toBe(true)
    const { packets } = receive({ body: notice(ahead?.msgId ?? 0n, 17) }, early)
    const renumbered = packets.flatMap(({ messages }) => messages.filter(isQuery))[0]?.msgId ?? 0n
    expect(renumbered > (accepted?.msgId ?? 0n)).toBe(true)
    expect(renumbered < messageIdAt(SECONDS + 30)).toBe(true)
  })

  test('MS-10: what lies below the window is acknowledged, so that it is not sent for ever', () => {
    const { receive, ids } = connected({ rememberedMessages: 4 })
    const old = { msgId: ids.next(), seqNo: 1, body: query(1) }
    receive(old)
    for (let i = 1; i <= 12; i++) receive({ msgId: ids.next(), seqNo: 2 * i + 1, body: query(i) })
    const { packets, events } = receive(old)
    expect(events).toEqual([])
    expect(services(packets).flatMap((message) => (message._ === 'msgs_ack' ? message.msgIds : []))).toContain(
      old.msgId,
    )
  })

  test('MS-11: a request whose answer has come and waits for its turn is not sent again', () => {
    const { ask, receive, ids } = connected()
    const [asked] = ask(1)
    receive({ msgId: ids.next(), seqNo: 1, body: query(1) })
    const skipped = ids.next()
    expect(
      receive({ msgId: ids.next(), seqNo: 5, body: encodeRpcResult(asked?.msgId ?? 0n, query(9)) }).events,
    ).toEqual([])
    const { packets } = receive({ body: notice(asked?.msgId ?? 0n, 20) })
    expect(packets.flatMap(({ messages }) => messages.filter(isQuery))).toEqual([])
    expect(types(receive({ msgId: skipped, seqNo: 3, body: query(2) }).events)).toEqual(['update', 'answer'])
  })

  test('an answer that is waited for is taken even from below the window', () => {
    const { ask, receive, ids } = connected({ rememberedMessages: 4 })
    const early = ids.next('answer')
    const [asked] = ask(1)
    for (let i = 1; i <= 12; i++) receive({ msgId: ids.next(), seqNo: 2 * i + 1, body: query(i) })
    const body = encodeRpcResult(asked?.msgId ?? 0n, query(9))
    expect(types(receive({ msgId: early, seqNo: 1, body }).events)).toEqual(['answer'])
  })
})

test('a number that is passed over does not replace what has arrived under it', () => {
  const order = new DeliveryOrder<string>(1000, 10)
  order.add(0, 1n, 'a', 0)
  order.add(2, 9n, 'c', 0)
  expect(order.add(2, 9n, undefined, 0)).toEqual([])
  expect(order.add(1, 5n, 'b', 0)).toEqual(['b', 'c'])
})

test('what has overtaken the news of a new numbering keeps its place in it', () => {
  const order = new DeliveryOrder<string>(1000, 10)
  order.add(0, 10n, 'old 0', 0)
  order.add(2, 30n, 'old 2', 0)
  order.add(3, 130n, 'new 3', 0)
  expect(order.restart(1, 100n, 0)).toEqual(['old 2'])
  expect(order.add(1, 110n, 'new 1', 0)).toEqual(['new 1'])
  expect(order.add(2, 120n, 'new 2', 0)).toEqual(['new 2', 'new 3'])
  // The news itself was number 0 of a count that has gone on since.
  expect(order.restart(1, 100n, 0)).toEqual([])
  expect(order.add(4, 140n, 'new 4', 0)).toEqual(['new 4'])
})
