import { AuthKey, sha256 } from '@chappe/crypto'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator, messageIdAt } from '../message-id.ts'
import { constructorOf, decodeContainer, MSG_CONTAINER } from './container.ts'
import { openEnvelope } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import { encodeRpcResult } from './rpc-result.ts'
import { decodeService, encodeService, type ServiceMessage, serviceKind } from './service-codec.ts'
import { type OutgoingPacket, Session } from './session.ts'

// The server may forget a session and begin another of the same name: its messages are numbered anew, and by a clock that
// may have been set back meanwhile.

const START = 1_790_000_000_000
const SESSION_ID = 7n
const SALT = 5n
const WINDOW = 8
const key = new AuthKey(new Uint8Array(256).fill(9))

function createClient(posts: boolean): Session {
  let drawn = 0
  const random = (length: number): Uint8Array => sha256(Uint8Array.of(++drawn, drawn >> 8)).slice(0, length)
  const limits = { rememberedMessages: WINDOW, gzipAboveBytes: 0 }
  const client = new Session({
    role: 'client',
    authKey: key,
    sessionId: SESSION_ID,
    random,
    now: START,
    salt: SALT,
    limits,
  })
  client.attach(1, START, posts)
  return client
}

const update = (number: number): Uint8Array => Uint8Array.of(number, 0, 0, 0x7f, 0, 0, 0, 0)

/** What a session of the server sends, numbered by a clock that is `aheadMs` ahead. `send` gives what happens when that arrives. */
function createRun(client: Session, poll: (now: number) => void, aheadMs: number, sessionId = SESSION_ID) {
  let time = START
  let count = 0
  const ids = createMessageIdGenerator({ now: () => time + aheadMs, role: 'server' })
  const send = (now: number, body: Uint8Array, contentRelated = true) => {
    time = now
    const msgId = ids.next('other')
    const seqNo = contentRelated ? count++ * 2 + 1 : count * 2
    return (at: number, connection = 1): void => {
      client.receive({ salt: SALT, sessionId, msgId, seqNo, body }, connection, at)
      poll(at)
    }
  }
  return {
    send,
    began: (now: number, firstMsgId: bigint) =>
      send(
        now,
        encodeService({ _: 'new_session_created', firstMsgId, uniqueId: BigInt(aheadMs + now), serverSalt: SALT }),
      ),
    pong: (now: number, pingId: bigint) => send(now, encodeService({ _: 'pong', msgId: 0n, pingId }), false),
  }
}

function setUp({ posts = false } = {}) {
  const client = createClient(posts)
  const events: SessionEvent[] = []
  const left: OutgoingPacket[] = []
  const poll = (now: number): void => {
    const output = client.poll(now)
    events.push(...output.events)
    left.push(...output.packets)
  }
  return {
    client,
    events,
    poll,
    updates: () => events.flatMap((event) => (event.type === 'update' ? [event.body[0]] : [])),
    run: (aheadMs: number, sessionId?: bigint) => createRun(client, poll, aheadMs, sessionId),
    /** The service messages that have left since this was last asked. */
    said(now: number): { readonly sessionId: bigint; readonly service: ServiceMessage }[] {
      poll(now)
      return left.splice(0).flatMap(({ packet }) => {
        const envelope = openEnvelope(key, 'client', packet)
        const isContainer = constructorOf(envelope.body) === MSG_CONTAINER
        const messages = isContainer ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
        return messages.flatMap(({ body }) => {
          const kind = serviceKind(body)
          return kind === undefined ? [] : [{ sessionId: envelope.sessionId, service: decodeService(body, kind) }]
        })
      })
    },
  }
}

type World = ReturnType<typeof setUp>

/** The last ping that has left since this was last asked. */
function pinged({ said }: World, now: number): bigint | undefined {
  const ping = said(now).findLast(({ service }) => service._ === 'ping_delay_disconnect')
  return ping?.service._ === 'ping_delay_disconnect' ? ping.service.pingId : undefined
}

describe('what an earlier session of the same name has sent', () => {
  test('MS-16: is of that one although it came after the request was made that began the next', () => {
    const world = setUp({ posts: true })
    const { client, updates, run } = world
    const requestId = client.request(update(99), START)
    client.poll(START)
    const firstMsgId = client.msgIdOf(requestId) ?? 0n
    // Its clock is ahead of the next one's by more than the time between them.
    const before = run(20_000)
    before.began(START + 10, firstMsgId)(START + 20)
    for (const number of [1, 2]) before.send(START + 20, update(number))(START + 30)
    client.detach(1, START + 1000)
    client.attach(2, START + 1000, true)
    client.poll(START + 1000)
    const after = run(0)
    after.began(START + 1010, firstMsgId)(START + 1020, 2)
    const [third, fourth, fifth] = [3, 4, 5].map((number) => after.send(START + 1030, update(number)))
    third?.(START + 1040, 2)
    fifth?.(START + 1050, 2)
    fourth?.(START + 1060, 2)
    expect(updates()).toEqual([1, 2, 3, 4, 5])
  })

  test('MS-16: and comes after word of the next is left to the difference, and holds nothing up, while an answer is taken', () => {
    const world = setUp({ posts: true })
    const { client, events, updates, run } = world
    const requestId = client.request(update(99), START)
    client.poll(START)
    const requestMsgId = client.msgIdOf(requestId) ?? 0n
    const before = run(0)
    before.began(START + 10, requestMsgId)(START + 20)
    const [first, second, answer] = [update(1), update(2), encodeRpcResult(requestMsgId, update(98))].map((body) =>
      before.send(START + 30, body),
    )
    second?.(START + 40)
    expect(updates()).toEqual([])
    const after = run(0)
    after.began(START + 50, messageIdAt(START / 1000 + 0.045))(START + 60)
    expect(updates()).toEqual([2])
    first?.(START + 70)
    answer?.(START + 70)
    after.send(START + 70, update(3))(START + 80)
    after.send(START + 80, update(4))(START + 90)
    expect(updates()).toEqual([2, 3, 4])
    expect(events).toContainEqual(expect.objectContaining({ type: 'answer', requestId }))
  })

  test('MS-16: holds back nothing of a third one that a server with its clock set back has begun over another connection', () => {
    const world = setUp({ posts: true })
    const { client, updates, run } = world
    const before = run(20_000)
    before.began(START + 10, messageIdAt(START / 1000))(START + 20)
    client.detach(1, START + 1000)
    client.attach(2, START + 1000, true)
    client.poll(START + 1000)
    const after = run(0)
    const began = after.began(START + 1010, messageIdAt(START / 1000 + 1))
    const first = after.send(START + 1020, update(1))
    first(START + 1030, 2)
    began(START + 1040, 2)
    after.send(START + 1050, update(2))(START + 1060, 2)
    expect(updates()).toEqual([1, 2])
  })
})

describe('a client whose window of identifiers lies above what the server gives out', () => {
  /** A server whose clock is ahead fills the window, and is started anew with the right time. */
  function restarted(request?: Uint8Array) {
    const world = setUp()
    const { client, run, events } = world
    if (request !== undefined) client.request(request, START)
    client.poll(START)
    const before = run(20_000)
    before.began(START + 10, messageIdAt(START / 1000))(START + 20)
    for (let number = 1; number <= 4 * WINDOW; number++) before.send(START + 30, update(number))(START + 40)
    client.detach(1, START + 1000)
    client.attach(2, START + 1000)
    events.splice(0)
    return { ...world, after: run(0) }
  }

  test('MS-6: begins a session anew as soon as an answer to what it has sent since shows that, and ends the one it leaves', () => {
    const world = restarted()
    const { after, events, client, said, run, updates } = world
    const pingId = pinged(world, START + 1000)
    after.began(START + 1010, messageIdAt(START / 1000 + 1))(START + 1020, 2)
    expect(events).toEqual([])
    after.pong(START + 1010, pingId ?? 0n)(START + 1020, 2)
    expect(events.map(({ type }) => type)).toContain('restarted')
    expect(client.sessionId).not.toBe(SESSION_ID)
    const service = { _: 'destroy_session', sessionId: SESSION_ID }
    expect(said(START + 2000)).toContainEqual({ sessionId: client.sessionId, service })
    const next = run(0, client.sessionId)
    next.began(START + 2010, messageIdAt(START / 1000 + 2))(START + 2020, 2)
    next.send(START + 2020, update(1))(START + 2030, 2)
    expect(updates()).toEqual([1])
  })

  test('MS-6: asks by a ping when there is nothing else to be answered', () => {
    const world = restarted(update(99))
    const { after, client } = world
    // A request that left before the window was there says nothing, and takes its time.
    expect(pinged(world, START + 1000)).toBeUndefined()
    after.began(START + 1010, messageIdAt(START / 1000))(START + 1020, 2)
    const pingId = pinged(world, START + 1020)
    expect(client.sessionId).toBe(SESSION_ID)
    after.pong(START + 1030, pingId ?? 0n)(START + 1040, 2)
    expect(client.sessionId).not.toBe(SESSION_ID)
    expect(client.pendingCount).toBe(1)
  })

  test('MS-6: stays in its session when old messages come again, or late, which it does not take', () => {
    const world = setUp()
    const { client, run, updates } = world
    const pingId = pinged(world, START)
    const server = run(0)
    server.began(START + 10, messageIdAt(START / 1000))(START + 20)
    const old = server.send(START + 20, update(200))
    old(START + 30)
    // Overtaken by a whole window, as over another connection.
    const late = server.pong(START + 20, pingId ?? 0n)
    for (let number = 1; number <= 4 * WINDOW; number++) server.send(START + 30, update(number))(START + 40)
    late(START + 50)
    expect(client.sessionId).toBe(SESSION_ID)
    const before = updates().length
    old(START + 60)
    const question = pinged(world, START + 60)
    expect(question).toBeDefined()
    server.pong(START + 70, question ?? 0n)(START + 80)
    expect(client.sessionId).toBe(SESSION_ID)
    expect(updates().length).toBe(before)
    server.send(START + 90, update(100))(START + 100)
    expect(updates().at(-1)).toBe(100)
  })
})
