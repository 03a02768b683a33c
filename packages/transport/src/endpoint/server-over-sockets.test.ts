import { AuthKey, sealMessage } from '@chappe/crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../drivers/driver.fixture.ts'
import { messageIdAt } from '../message-id.ts'
import { encodeContainer } from '../session/container.ts'
import { decodeRpcError, decodeService, encodeService } from '../session/service-codec.ts'
import { systemClock } from './ports.ts'
import type { ServerQuery } from './server-query.ts'
import {
  numberOf,
  openRawClient,
  query,
  type SocketServer,
  saltOf,
  startSocketServer,
} from './server-socket.fixture.ts'

const servers: SocketServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function start(...args: Parameters<typeof startSocketServer>): Promise<SocketServer> {
  const server = await startSocketServer(...args)
  servers.push(server)
  return server
}

const served = (server: SocketServer): number[] => server.queries.map(({ body }) => numberOf(body))

/** A packet whose plaintext is made by hand. */
function packetOf(key: AuthKey, msgId: bigint, length: number, bodyLength: number): Uint8Array {
  const plaintext = new Uint8Array(length)
  const view = new DataView(plaintext.buffer)
  view.setBigInt64(0, saltOf(key), true)
  view.setBigInt64(8, 77n, true)
  view.setBigInt64(16, msgId, true)
  view.setInt32(24, 1, true)
  view.setInt32(28, bodyLength, true)
  plaintext.set(query(1), 32)
  return sealMessage(key, 'client', plaintext)
}

describe('a server over a loopback socket', () => {
  test.each([
    ['MS-1: a packet with one bit changed', (packet: Uint8Array) => packet.with(-1, (packet.at(-1) ?? 0) ^ 1)],
    ['MS-2: a packet cut to a length that is no multiple of 16', (packet: Uint8Array) => packet.subarray(0, -4)],
  ])('%s is answered -404, the connection closes and nothing is executed', async (_, damage) => {
    const server = await start()
    const client = await openRawClient(server)
    const packet = packetOf(server.key, client.ids.next(), 64, 8)
    const damaged = damage(packet)
    expect(damaged).not.toEqual(packet)
    client.sendPacket(damaged)
    await client.until(() => client.closed.length === 1)
    expect(client.transportErrors).toEqual([-404])
    expect(served(server)).toEqual([])
  })

  test.each([
    ['under 12 bytes', 48, 8],
    ['over 1024 bytes', 1088, 8],
    ['with a length that is no multiple of 4', 64, 10],
    ['with a negative length', 64, -4],
  ])(
    'MS-2: padding %s is answered -404, the connection closes and nothing is executed',
    async (_, length, bodyLength) => {
      const server = await start()
      const client = await openRawClient(server)
      client.sendPacket(packetOf(server.key, client.ids.next(), length, bodyLength))
      await client.until(() => client.closed.length === 1)
      expect(client.transportErrors).toEqual([-404])
      expect(served(server)).toEqual([])
    },
  )

  test.each([
    ['MS-4: a msg_id that is not divisible by four', 18, 1, (now: number) => messageIdAt(now) + 1n],
    ['MS-5: a msg_id over 300 s old', 16, 1, (now: number) => messageIdAt(now - 310)],
    ['MS-5: a msg_id over 30 s ahead', 17, 1, (now: number) => messageIdAt(now + 40)],
    ['MS-7: a query with an even seq_no', 35, 2, (now: number) => messageIdAt(now)],
  ])('%s is answered with its code, and the query is not executed', async (_, errorCode, seqNo, idAt) => {
    const server = await start()
    const client = await openRawClient(server)
    const msgId = idAt(systemClock.now() / 1000)
    client.send({ msgId, seqNo, body: query(1) })
    expect(await client.service('bad_msg_notification')).toMatchObject({ badMsgId: msgId, errorCode })
    expect(served(server)).toEqual([])
  })

  test('MS-6: MS-11: the same msg_id again is not executed again, and gets the same answer', async () => {
    const server = await start()
    const client = await openRawClient(server)
    const msgId = client.send({ seqNo: 1, body: query(1) })
    await client.result(msgId)
    client.send({ msgId, seqNo: 1, body: query(1) })
    await client.until(() => client.received.filter(({ result }) => result !== undefined).length === 2)
    const [first, second] = client.received.filter(({ result }) => result !== undefined)
    expect(second?.msgId).toBe(first?.msgId)
    expect(second?.body).toEqual(first?.body)
    expect(served(server)).toEqual([1])
  })

  test('MS-9: a container within a container is refused with 64', async () => {
    const server = await start()
    const client = await openRawClient(server)
    const innermost = { msgId: client.ids.next(), seqNo: 1, body: query(1) }
    const inner = { msgId: client.ids.next(), seqNo: 2, body: encodeContainer([innermost]) }
    const badMsgId = client.sendContainer([inner])
    expect(await client.service('bad_msg_notification')).toMatchObject({ badMsgId, errorCode: 64 })
    expect(served(server)).toEqual([])
  })

  test('MS-10: MS-13: what was not acknowledged comes again over the next connection: the same message in another packet', async () => {
    const server = await start()
    const first = await openRawClient(server)
    const msgId = first.send({ seqNo: 1, body: query(1) })
    await first.result(msgId)
    first.connection.abort()
    const second = await openRawClient(server, { ids: first.ids })
    second.sendService({ _: 'ping', pingId: 1n }, 2)
    await second.result(msgId)
    const [before, after] = [first, second].map(({ received }) => received.find(({ result }) => result !== undefined))
    expect([after?.msgId, after?.seqNo]).toEqual([before?.msgId, before?.seqNo])
    expect(after?.body).toEqual(before?.body)
    expect(after?.packetId).not.toBe(before?.packetId)
    // And once it is acknowledged, it does not.
    second.sendService(
      { _: 'msgs_ack', msgIds: second.received.filter(({ seqNo }) => seqNo % 2 === 1).map((m) => m.msgId) },
      2,
    )
    second.sendService({ _: 'ping', pingId: 2n }, 2)
    await second.until(() => second.received.filter(({ service }) => service?._ === 'pong').length === 2)
    second.connection.abort()
    const third = await openRawClient(server, { ids: first.ids })
    third.sendService({ _: 'ping', pingId: 3n }, 2)
    await third.service('pong')
    expect(third.received.filter(({ result }) => result !== undefined)).toEqual([])
  })

  test('MS-12: queries of one session that overtake each other on two connections are executed in order', async () => {
    const server = await start()
    const [one, other] = [await openRawClient(server), await openRawClient(server)]
    await one.result(one.send({ seqNo: 1, body: query(1) }))
    const [second, third] = [one.ids.next(), one.ids.next()]
    other.send({ msgId: third, seqNo: 5, body: query(3) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    one.send({ msgId: second, seqNo: 3, body: query(2) })
    await until(() => served(server).length === 3)
    expect(served(server)).toEqual([1, 2, 3])
  })

  test('MS-15: msgs_state_req is answered, and msg_resend_req brings the message again', async () => {
    const server = await start()
    const client = await openRawClient(server)
    const skipped = client.ids.next()
    const msgId = client.send({ seqNo: 1, body: query(1) })
    await client.result(msgId)
    const asked = client.sendService({ _: 'msgs_state_req', msgIds: [msgId, skipped] }, 2)
    expect(await client.service('msgs_state_info')).toMatchObject({
      reqMsgId: asked,
      info: Uint8Array.of(4 | 32 | 64, 2),
    })
    const answer = client.received.find(({ result }) => result !== undefined)
    client.sendService({ _: 'msg_resend_req', msgIds: [answer?.msgId ?? 0n] }, 2)
    await client.until(() => client.received.filter((message) => message.msgId === answer?.msgId).length === 2)
  })

  test('MS-16: new_session_created comes with the first msg_id, once for a session, and not for another connection', async () => {
    const server = await start()
    const first = await openRawClient(server)
    const msgId = first.send({ seqNo: 1, body: query(1) })
    expect(await first.service('new_session_created')).toMatchObject({ firstMsgId: msgId })
    first.sendService({ _: 'msgs_ack', msgIds: first.received.map((message) => message.msgId) }, 2)
    const second = await openRawClient(server, { ids: first.ids })
    await second.result(second.send({ seqNo: 3, body: query(2) }))
    expect(second.received.some(({ service }) => service?._ === 'new_session_created')).toBe(false)
  })

  test('MS-17: ping_delay_disconnect closes the connection when it must, and not before', async () => {
    const server = await start({ sessionLimits: { minDisconnectDelayMs: 0 } })
    const client = await openRawClient(server)
    const startedAt = systemClock.now()
    const msgId = client.sendService({ _: 'ping_delay_disconnect', pingId: 9n, disconnectDelay: 1 })
    expect(await client.service('pong')).toEqual({ _: 'pong', msgId, pingId: 9n })
    await client.until(() => client.closed.length === 1)
    expect(systemClock.now() - startedAt).toBeGreaterThanOrEqual(995)
  })

  test('MS-18: rpc_drop_answer of a query in service leaves it without an answer, and says so', async () => {
    const server = await start({}, () => {})
    const client = await openRawClient(server)
    const running = client.send({ seqNo: 1, body: query(1) })
    const drop = async (reqMsgId: bigint, seqNo: number) => {
      const result = await client.result(client.sendService({ _: 'rpc_drop_answer', reqMsgId }, seqNo))
      return decodeService(result, 'object')._
    }
    expect(await drop(running, 3)).toBe('rpc_answer_dropped_running')
    expect(server.queries[0]?.dropped).toBe(true)
    server.queries[0]?.answer(query(1))
    expect(await drop(running, 5)).toBe('rpc_answer_unknown')
    expect(client.received.some(({ result }) => result?.requestMsgId === running)).toBe(false)
  })

  test('MS-18: destroy_session ends another session of the same key, and only that', async () => {
    const server = await start()
    const [own, other] = [await openRawClient(server), await openRawClient(server, { sessionId: 78n })]
    await other.result(other.send({ seqNo: 1, body: query(1) }))
    expect(server.endpoint.sessionCount).toBe(1)
    own.sendService({ _: 'destroy_session', sessionId: 78n })
    expect(await own.service('destroy_session_ok')).toEqual({ _: 'destroy_session_ok', sessionId: 78n })
    own.sendService({ _: 'destroy_session', sessionId: 79n })
    expect(await own.service('destroy_session_none')).toEqual({ _: 'destroy_session_none', sessionId: 79n })
    expect(server.endpoint.sessionCount).toBe(1)
    other.sendService({ _: 'ping', pingId: 1n }, 2)
    await other.until(() => other.received.filter(({ service }) => service?._ === 'new_session_created').length === 2)
  })

  test('MS-18: MS-19: after destroy_auth_key the key is unknown: -404, and the connection closes', async () => {
    const destroyed: bigint[] = []
    const server = await start({ onAuthKeyDestroyed: (id) => void destroyed.push(id) })
    const client = await openRawClient(server)
    client.sendService({ _: 'destroy_auth_key' })
    await client.service('destroy_auth_key_ok')
    await client.until(() => client.closed.length === 1)
    expect(destroyed).toEqual([server.key.id])
    const again = await openRawClient(server)
    again.send({ seqNo: 1, body: query(1) })
    await again.until(() => again.closed.length === 1)
    expect(again.transportErrors).toEqual([-404])
  })

  test('MS-19: an unknown key is answered -404, a session too many -429; then the connection closes', async () => {
    const server = await start({ limits: { sessions: 1 } })
    const stranger = await openRawClient(server, { key: new AuthKey(new Uint8Array(256).fill(9)) })
    stranger.send({ seqNo: 1, body: query(1) })
    await stranger.until(() => stranger.closed.length === 1)
    expect(stranger.transportErrors).toEqual([-404])
    const first = await openRawClient(server)
    await first.result(first.send({ seqNo: 1, body: query(1) }))
    const second = await openRawClient(server, { sessionId: 78n })
    second.send({ seqNo: 1, body: query(2) })
    await second.until(() => second.closed.length === 1)
    expect(second.transportErrors).toEqual([-429])
    expect(served(server)).toEqual([1])
  })

  test('MS-20: a query that is to run after others waits for their answers, whatever order they are answered in', async () => {
    const log: string[] = []
    const running = new Map<number, ServerQuery>()
    const server = await start({}, (asked) => {
      const number = numberOf(asked.body)
      if (number < 3) {
        running.set(number, asked)
        return
      }
      void asked.after([...running.values()].map(({ msgId }) => msgId)).then((outcome) => {
        log.push(`3: ${outcome}`)
        asked.answer(query(3))
      })
    })
    const client = await openRawClient(server)
    for (const number of [1, 2]) client.send({ seqNo: number * 2 - 1, body: query(number) })
    const last = client.send({ seqNo: 5, body: query(3) })
    await until(() => served(server).length === 3)
    for (const number of [2, 1]) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      log.push(`${number} answered`)
      running.get(number)?.answer(query(number))
    }
    expect(numberOf(await client.result(last))).toBe(3)
    expect(log).toEqual(['2 answered', '1 answered', '3: ok'])
  })

  test('MS-20: it fails when an earlier one failed, is not of this session, or is itself or later', async () => {
    const server = await start({}, (asked) => {
      if (numberOf(asked.body) === 1) asked.fail(400, 'EARLIER_FAILED')
    })
    const client = await openRawClient(server)
    const first = client.send({ seqNo: 1, body: query(1) })
    expect(decodeRpcError(await client.result(first))).toMatchObject({ errorCode: 400, errorMessage: 'EARLIER_FAILED' })
    const second = client.send({ seqNo: 3, body: query(2) })
    await until(() => served(server).length === 2)
    const asked = server.queries[1]
    expect(asked?.msgId).toBe(second)
    expect(await asked?.after([first])).toBe('failed')
    expect(await asked?.after([first - 4n])).toBe('failed')
    expect(await asked?.after([second])).toBe('failed')
    expect(await asked?.after([])).toBe('ok')
  })

  test('TR-2: a quick acknowledgement comes when the query is answered, with the token of its packet', async () => {
    const waiting: ServerQuery[] = []
    const server = await start({}, (asked) => void waiting.push(asked))
    const client = await openRawClient(server)
    const msgId = client.send({ seqNo: 1, body: query(1), quickAck: true })
    await client.service('new_session_created')
    expect(client.quickAcks).toEqual([])
    for (const asked of waiting) asked.answer(asked.body)
    await client.result(msgId)
    await client.until(() => client.quickAcks.length === 1)
    expect((client.quickAcks[0] ?? 0) >>> 31).toBe(1)
  })

  test('a session keeps what is pushed while it has no connection, and speaks over the connection heard from last', async () => {
    const server = await start()
    const first = await openRawClient(server)
    await first.result(first.send({ seqNo: 1, body: query(1) }))
    first.connection.abort()
    await until(() => server.sessions[0]?.connected === false)
    server.sessions[0]?.push(query(50))
    const [second, third] = [
      await openRawClient(server, { ids: first.ids }),
      await openRawClient(server, { ids: first.ids }),
    ]
    const pushed = ({ received }: typeof first): number[] =>
      received
        .filter(({ service, result }) => service === undefined && result === undefined)
        .map((m) => numberOf(m.body))
    second.sendService({ _: 'ping', pingId: 1n }, 2)
    await second.until(() => pushed(second).length === 1)
    second.sendService({ _: 'msgs_ack', msgIds: second.received.map(({ msgId }) => msgId) }, 2)
    third.sendService({ _: 'ping', pingId: 2n }, 2)
    await third.service('pong')
    server.sessions[0]?.push(query(51))
    await third.until(() => pushed(third).includes(51))
    expect(pushed(second)).toEqual([50])
  })

  test('several sessions under one key, over one connection, are told apart', async () => {
    const server = await start()
    const [one, other] = [await openRawClient(server), await openRawClient(server, { sessionId: 78n })]
    const answers = await Promise.all([
      one.result(one.send({ seqNo: 1, body: query(1) })),
      other.result(other.send({ seqNo: 1, body: query(2) })),
    ])
    expect(answers.map(numberOf)).toEqual([1, 2])
    expect(server.sessions.map(({ sessionId }) => sessionId).sort()).toEqual([77n, 78n])
  })

  test('MS-3: what names another session under the same key is that session, with its own numbers and salts', async () => {
    const server = await start()
    const client = await openRawClient(server)
    await client.result(client.send({ seqNo: 1, body: query(1) }))
    const stray = await openRawClient(server, { sessionId: 1n, ids: client.ids })
    stray.send({ seqNo: 1, body: query(2), salt: 99n })
    expect(await stray.service('bad_server_salt')).toMatchObject({ errorCode: 48 })
    expect(served(server)).toEqual([1])
  })

  test('MS-8: get_future_salts gives up to 64, each valid for an hour from its half hour on', async () => {
    const server = await start()
    const client = await openRawClient(server)
    client.send({ seqNo: 0, body: encodeService({ _: 'get_future_salts', num: 100 }) })
    const { salts } = await client.service('future_salts')
    expect(salts).toHaveLength(64)
    const next = salts[1]
    expect((next?.validUntil ?? 0) - (next?.validSince ?? 0)).toBe(3600)
    expect((next?.validSince ?? 0) - (salts[0]?.validSince ?? 0)).toBe(1800)
    await client.result(client.send({ seqNo: 1, body: query(1), salt: salts[0]?.salt ?? 0n }))
  })
})
