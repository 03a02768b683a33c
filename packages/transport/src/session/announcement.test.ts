import { AuthKey, sha256 } from '@chappe/crypto'
import { describe, expect, test } from 'vitest'
import { createMessageIdGenerator } from '../message-id.ts'
import { decodeContainer, MSG_CONTAINER } from './container.ts'
import { openEnvelope } from './envelope.ts'
import type { SessionLimits } from './limits.ts'
import { ServerSalts } from './server-salts.ts'
import { decodeService, encodeService, serviceKind } from './service-codec.ts'
import { Session } from './session.ts'

const START = 1_790_000_000_000
const key = new AuthKey(new Uint8Array(256).fill(9))
let drawn = 0
const random = (length: number): Uint8Array => sha256(Uint8Array.of(++drawn, drawn >> 8)).slice(0, length)
const common = { authKey: key, sessionId: 7n, random, now: START }
const [RIGHT_SALT, WRONG_SALT] = [5n, 6n]
const update = (number: number, bytes = 8): Uint8Array => {
  const body = new Uint8Array(bytes)
  body.set([number, 0, 0, 0x7f])
  return body
}

function createServer(limits: Partial<SessionLimits> = {}): Session {
  const salts = new ServerSalts(key, { salt: RIGHT_SALT, createdAt: START / 1000 })
  return new Session({ role: 'server', ...common, salts, limits: { gzipAboveBytes: 0, ...limits } })
}

/** What leaves a server now: the names of service messages, the numbers of updates, each with its seq_no. */
function said(server: Session): [string | number, number][] {
  return server.poll(START).packets.flatMap(({ packet }) => {
    const envelope = openEnvelope(key, 'server', packet)
    const isContainer =
      new DataView(envelope.body.buffer, envelope.body.byteOffset).getUint32(0, true) === MSG_CONTAINER
    const messages = isContainer ? decodeContainer(envelope.msgId, envelope.body) : [envelope]
    return messages.map(({ body, seqNo }): [string | number, number] => {
      const kind = serviceKind(body)
      return [kind === undefined ? (body[0] ?? 0) : decodeService(body, kind)._, seqNo]
    })
  })
}

function connected(limits: Partial<SessionLimits> = {}) {
  const server = createServer(limits)
  server.attach(1, START)
  const ids = createMessageIdGenerator({ now: () => START, role: 'client' })
  const ping = (salt: bigint): void => {
    const body = encodeService({ _: 'ping', pingId: 1n })
    server.receive({ salt, sessionId: 7n, msgId: ids.next(), seqNo: 0, body }, 1, START)
  }
  return { server, ping }
}

describe('a session of which the server has only refused packets so far', () => {
  test('MS-16: sends no update before new_session_created, and all of them after it', () => {
    const { server, ping } = connected()
    server.push(update(1), START)
    ping(WRONG_SALT)
    server.push(update(2), START)
    // Whoever repeats an old packet gets no more than this out of the server.
    expect(said(server)).toEqual([['bad_server_salt', 0]])
    expect(said(server)).toEqual([])
    ping(RIGHT_SALT)
    server.push(update(3), START)
    const all = said(server)
    expect(all.filter(([, seqNo]) => seqNo % 2 === 1)).toEqual([
      ...[
        ['new_session_created', 1],
        [1, 3],
        [2, 5],
        [3, 7],
      ],
    ])
    expect(all.map(([what]) => what)).toContain('pong')
  })

  test('MS-16: holds updates within the bound of all that waits, and says when it gives them up', () => {
    const { server, ping } = connected({ maxOutboxBytes: 10_000 })
    for (let number = 1; number <= 3; number++) server.push(update(number, 4000), START)
    expect(server.poll(START).events).toEqual([{ type: 'updatesLost' }])
    expect(server.heldBytes).toBe(0)
    server.push(update(4), START)
    ping(RIGHT_SALT)
    expect(said(server).filter(([, seqNo]) => seqNo % 2 === 1)).toEqual([
      ...[
        ['new_session_created', 1],
        [4, 3],
      ],
    ])
  })

  test('MS-16: over HTTP, its updates come in order although the answers that carry them overtake each other', () => {
    const server = createServer()
    const client = new Session({ role: 'client', ...common, salt: WRONG_SALT })
    client.attach(1, START, true)
    const updates: number[] = []
    let exchanges = 0
    /** The client's next POST reaches the server; gives its answer. */
    const post = (): Uint8Array => {
      const [sent] = client.poll(START).packets
      if (sent === undefined) throw new Error('the client says nothing')
      server.attach(++exchanges, START, true)
      server.receive(openEnvelope(key, 'client', sent.packet), exchanges, START)
      const [answer] = server.poll(START).packets
      if (answer === undefined) throw new Error('the exchange is not answered')
      return answer.packet
    }
    const arrive = (packet: Uint8Array): void => {
      client.receive(openEnvelope(key, 'server', packet), 1, START)
      for (const event of client.poll(START).events) if (event.type === 'update') updates.push(event.body[0] ?? 0)
    }
    const first = post()
    client.request(update(99), START)
    server.push(update(1), START)
    const second = post()
    client.receive(openEnvelope(key, 'server', first), 1, START)
    server.push(update(2), START)
    const third = post()
    arrive(third)
    arrive(second)
    expect(updates).toEqual([1, 2])
  })
})

describe('a server that was started anew with its clock set back', () => {
  test('MS-16: over HTTP, its updates come in order although its identifiers are lower than those of the run before', () => {
    const client = new Session({ role: 'client', ...common, salt: RIGHT_SALT })
    client.attach(1, START, true)
    const updates: number[] = []
    const run = (ids: ReturnType<typeof createMessageIdGenerator>) => {
      let count = 0
      return (body: Uint8Array) => {
        const envelope = { salt: RIGHT_SALT, sessionId: 7n, msgId: ids.next('other'), seqNo: count++ * 2 + 1, body }
        return (now: number): void => {
          client.receive(envelope, 1, now)
          for (const event of client.poll(now).events) if (event.type === 'update') updates.push(event.body[0] ?? 0)
        }
      }
    }
    const began = (now: number): Uint8Array => {
      const [sent] = client.poll(now).packets
      if (sent === undefined) throw new Error('the client says nothing')
      const { msgId: firstMsgId } = openEnvelope(key, 'client', sent.packet)
      return encodeService({ _: 'new_session_created', firstMsgId, uniqueId: BigInt(now), serverSalt: RIGHT_SALT })
    }
    const before = run(createMessageIdGenerator({ now: () => START, role: 'server' }))
    before(began(START))(START + 10)
    for (const number of [1, 2]) before(update(number))(START + 20)
    client.detach(1, START + 1000)
    client.attach(1, START + 1000, true)
    const after = run(createMessageIdGenerator({ now: () => START - 5000, role: 'server' }))
    after(began(START + 1000))(START + 1010)
    const [third, fourth, fifth] = [3, 4, 5].map((number) => after(update(number)))
    third?.(START + 1020)
    fifth?.(START + 1030)
    expect(updates).toEqual([1, 2, 3])
    fourth?.(START + 1040)
    expect(updates).toEqual([1, 2, 3, 4, 5])
  })
})
