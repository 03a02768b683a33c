import { AuthKey } from '@chappe/crypto'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator } from '../message-id.ts'
import { constructorOf, decodeContainer, MSG_CONTAINER } from './container.ts'
import { type Envelope, openEnvelope } from './envelope.ts'
import { ServerSalts } from './server-salts.ts'
import { encodeService } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const key = new AuthKey(new Uint8Array(256).fill(5))
const random = (length: number): Uint8Array => new Uint8Array(length)

interface Wait {
  readonly maxDelay: number
  readonly waitAfter: number
  readonly maxWait: number
}

/** A server's session with one HTTP exchange, by which the client has sent an http_wait and nothing else is owed. */
function waiting(wait: Wait | undefined) {
  const server = new Session({
    ...{ role: 'server', authKey: key, sessionId: 7n, random, now: START },
    salts: new ServerSalts(key, { salt: 5n, createdAt: START / 1000 }),
  })
  const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
  const receive = (body: Uint8Array, connection: number) => {
    server.attach(connection, START, true)
    server.receive({ salt: 5n, sessionId: 7n, msgId: ids.next(), seqNo: 0, body }, connection, START)
  }
  // The first exchange takes new_session_created away.
  receive(encodeService({ _: 'msgs_ack', msgIds: [] }), 1)
  expect(server.poll(START).packets).toMatchObject([{ connection: 1, last: true }])
  receive(encodeService(wait === undefined ? { _: 'msgs_ack', msgIds: [] } : { _: 'http_wait', ...wait }), 2)
  expect(server.poll(START).packets).toEqual([])
  return server
}

/** The time after the start at which the exchange is answered, when it is polled at each of its deadlines. */
function answeredAt(server: Session, pushes: readonly number[]): { readonly at: number; readonly bytes: number } {
  const left = [...pushes]
  for (let now = START; now <= START + 200_000; ) {
    const { packets } = server.poll(now)
    const [packet] = packets
    if (packet !== undefined) {
      expect(packet).toMatchObject({ connection: 2, last: true })
      return { at: now - START, bytes: openEnvelope(key, 'server', packet.packet).body.length }
    }
    const nextPush = left[0] === undefined ? Number.POSITIVE_INFINITY : START + left[0]
    now = Math.min(nextPush, Math.max(server.deadline, now + 1))
    if (now === nextPush) {
      left.shift()
      server.push(Uint8Array.of(1, 0, 0, 0x7f), now)
    }
  }
  throw new Error('never answered')
}

describe('an HTTP exchange', () => {
  test('TR-6: max_wait answers it with nothing when nothing comes', () => {
    const { at, bytes } = answeredAt(waiting({ maxDelay: 100, waitAfter: 100, maxWait: 9000 }), [])
    // An empty msgs_ack: whatever else it were, some client would acknowledge it, and so post again at once.
    expect([at, bytes]).toEqual([9000, 12])
  })

  test('TR-6: without http_wait it waits for 25 s, and a message is not delayed', () => {
    expect(answeredAt(waiting(undefined), []).at).toBe(25_000)
    expect(answeredAt(waiting(undefined), [4000]).at).toBe(4000)
  })

  test('TR-6: wait_after answers it when no further message has come for so long', () => {
    const wait = { maxDelay: 5000, waitAfter: 300, maxWait: 20_000 }
    expect(answeredAt(waiting(wait), [1000]).at).toBe(1300)
    const { at, bytes } = answeredAt(waiting(wait), [1000, 1200, 1400, 1600])
    expect(at).toBe(1900)
    expect(bytes).toBe(8 + 4 * 20)
  })

  test('TR-6: max_delay answers it so long after the first message, however many follow', () => {
    const pushes = Array.from({ length: 50 }, (_, i) => 1000 + i * 100)
    expect(answeredAt(waiting({ maxDelay: 2000, waitAfter: 300, maxWait: 20_000 }), pushes).at).toBe(3000)
  })

  test('TR-6: whatever is asked for, an exchange is held for a minute at most', () => {
    expect(answeredAt(waiting({ maxDelay: 0, waitAfter: 0, maxWait: 2 ** 31 - 1 }), []).at).toBe(60_000)
    expect(answeredAt(waiting({ maxDelay: -1, waitAfter: -1, maxWait: 500 }), [100]).at).toBe(100)
  })
})

describe('an answer to a POST that is lost', () => {
  const encodedPush = (number: number): Uint8Array => Uint8Array.of(number, 0, 0, 0x7f)

  function served() {
    const server = new Session({
      ...{ role: 'server', authKey: key, sessionId: 7n, random, now: START },
      salts: new ServerSalts(key, { salt: 5n, createdAt: START / 1000 }),
    })
    let now = START
    const ids = createMessageIdGenerator({ now: () => now, role: 'client' })
    let posted: Envelope | undefined
    return {
      server,
      pass(ms: number) {
        now += ms
      },
      /** A POST of the client; gives the numbers of the updates that come with its answer, if it is answered at once. */
      post(connection: number, body: Uint8Array): number[] {
        server.attach(connection, now, true)
        posted = { salt: 5n, sessionId: 7n, msgId: ids.next(), seqNo: 0, body }
        server.receive(posted, connection, now)
        const [packet] = server.poll(now).packets
        if (packet === undefined) return []
        expect(packet.connection).toBe(connection)
        const { msgId, body: answer } = openEnvelope(key, 'server', packet.packet)
        const messages = constructorOf(answer) === MSG_CONTAINER ? decodeContainer(msgId, answer) : [{ body: answer }]
        return messages.filter(({ body }) => body[3] === 0x7f).map(({ body }) => body[0] ?? -1)
      },
      /** The last POST comes once more, over another connection; gives those that are answered at once. */
      repeat(connection: number): number[] {
        if (posted === undefined) throw new Error('nothing was posted')
        server.attach(connection, now, true)
        server.receive(posted, connection, now)
        return server.poll(now).packets.map(({ connection }) => connection)
      },
      push(number: number) {
        server.push(encodedPush(number), now)
        return server.poll(now).packets.map(({ connection }) => connection)
      },
    }
  }
  const ping = encodeService({ _: 'ping_delay_disconnect', pingId: 3n, disconnectDelay: 75 })
  const wait = encodeService({ _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait: 25_000 })

  test('TR-6: what it carried comes again with the pong of the next connection, before anything newer', () => {
    const { post, push, pass } = served()
    post(1, ping)
    post(2, wait)
    expect(push(1)).toEqual([2])
    // The client has given that POST up, connects anew at once and pings.
    pass(10)
    push(2)
    expect(post(3, ping)).toEqual([1, 2])
  })

  test('TR-6: an update that a later POST does not acknowledge comes again, unless the two may have crossed', () => {
    const { post, push, pass } = served()
    post(1, ping)
    post(2, wait)
    expect(push(1)).toEqual([2])
    pass(100)
    expect(post(3, wait)).toEqual([])
    pass(5000)
    expect(post(4, wait)).toEqual([1])
  })

  test('TR-6: a POST that came several times is answered wherever it came, for nobody can tell whose is the client’s', () => {
    const { server, post, push, repeat } = served()
    post(1, ping)
    post(2, wait)
    // As browsers do when a kept connection is lost. Somebody else, who has seen it, does the same and waits as well.
    server.detach(2, START)
    for (const connection of [3, 4, 5]) expect(repeat(connection)).toEqual([])
    expect(push(1).sort()).toEqual([3, 4, 5])
    expect(server.connectionCount).toBe(0)
    // What cannot be a repetition comes before.
    post(6, wait)
    expect(repeat(7)).toEqual([])
    expect(push(2)).toEqual([6])
    expect(push(3)).toEqual([7])
  })

  test('TR-6: the latest POST is answered, not one that was left before', () => {
    const { post, push } = served()
    post(1, ping)
    for (const connection of [2, 3, 4]) post(connection, wait)
    expect(push(1)).toEqual([4])
    expect(push(2)).toEqual([3])
  })
})
