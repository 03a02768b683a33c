import { describe, expect, test } from 'vitest'
import { START } from './client-endpoint.fixture.ts'
import { startServer } from './server-lines.fixture.ts'
import type { ServerQuery } from './server-query.ts'
import type { ServerSession } from './server-session.ts'

describe('the sessions of a server', () => {
  test('outlive their connections, and are forgotten after their lifetime', async () => {
    const { clock, endpoint, queries, ended, connect, ask } = await startServer({
      limits: { sessionLifetimeMs: 600_000 },
    })
    const line = connect()
    await ask(line, 7n)
    line.cut()
    await clock.pass(590_000)
    expect([endpoint.sessionCount, queries[0]?.session.connected]).toEqual([1, false])
    const again = connect()
    await ask(again, 7n, 3)
    expect(queries[1]?.session).toBe(queries[0]?.session)
    again.cut()
    await clock.pass(640_000)
    expect([endpoint.sessionCount, ended.length]).toEqual([0, 1])
    await ask(connect(), 7n)
    expect(queries[2]?.session).not.toBe(queries[0]?.session)
  })

  test('tell each time a client comes back, and not of a second connection beside the first', async () => {
    const { queries, connected, connect, ask } = await startServer()
    const first = connect()
    await ask(first, 7n)
    const second = connect()
    await ask(second, 7n, 3)
    expect(connected).toEqual([queries[0]?.session])
    first.cut()
    expect(queries[0]?.session.connected).toBe(true)
    second.cut()
    await ask(connect(), 7n, 5)
    expect(connected).toEqual([queries[0]?.session, queries[0]?.session])
  })

  test('make room for another of the same key: the one that has had no connection for longest goes', async () => {
    const { clock, endpoint, ended, connect, ask } = await startServer({ limits: { sessionsPerKey: 2 } })
    const lines = [connect(), connect()]
    for (const [i, line] of lines.entries()) await ask(line, BigInt(i))
    const refused = connect()
    await ask(refused, 2n)
    expect([refused.errors, refused.closed, endpoint.sessionCount]).toEqual([[-429], true, 2])
    lines[1]?.cut()
    await clock.pass(1000)
    lines[0]?.cut()
    await ask(connect(), 2n)
    expect(ended.map(({ sessionId }) => sessionId)).toEqual([1n])
  })

  test('MS-23: that nobody would miss go first and soon, others stay, and none is refused while there are such', async () => {
    const server = await startServer({
      limits: { sessions: 50, sessionsPerKey: 5 },
      onRequest: (query) => {
        query.session.setWanted(query.session.authKeyId === server.key.id)
        query.answer(query.body)
      },
    })
    const { clock, endpoint, ended, connect, ask, otherKey } = server
    const owner = connect()
    await ask(owner, 1n)
    owner.cut()
    const line = connect()
    let refused = 0
    for (let i = 0; i < 40; i++) {
      const key = await otherKey()
      for (let session = 0; session < 5; session++) {
        const stranger = connect('198.51.100.1')
        await ask(stranger, BigInt(session), 1, key)
        refused += stranger.errors.length
        stranger.cut()
      }
      await ask(line, 2n, 2 * i + 1)
    }
    expect([refused, line.errors, endpoint.sessionCount]).toEqual([0, [], 50])
    expect(ended.filter(({ authKeyId }) => authKeyId === server.key.id)).toEqual([])
    await clock.pass(100_000)
    expect(endpoint.sessionCount).toBe(2)
  })

  test('MS-23: that are connected and that nobody would miss make room, too: the oldest goes, and may come back', async () => {
    const server = await startServer({
      limits: { sessions: 10 },
      onRequest(query) {
        query.session.setWanted(query.session.authKeyId === server.key.id)
        query.answer(query.body)
      },
    })
    const strangers = await server.otherKey()
    const lines = Array.from({ length: 10 }, () => server.connect('198.51.100.1'))
    for (const [i, line] of lines.entries()) await server.ask(line, BigInt(i), 1, strangers)
    for (let session = 0; session < 10; session++) await server.ask(server.connect(), BigInt(session))
    expect(server.ended.map(({ sessionId }) => sessionId)).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n])
    const late = server.connect()
    await server.ask(late, 10n, 1, strangers)
    expect([late.errors, lines[0]?.closed]).toEqual([[-429], false])
  })

  test('MS-23: of one connection are so many at the most: the oldest leaves it, and comes back by its next packet', async () => {
    const { queries, connect, ask, ended } = await startServer({ limits: { sessionsPerConnection: 3 } })
    const line = connect()
    for (let session = 0; session < 5; session++) await ask(line, BigInt(session))
    expect(queries.map(({ session }) => session.connected)).toEqual([false, false, true, true, true])
    await ask(line, 0n, 3)
    expect(queries.map(({ session }) => session.connected)).toEqual([true, false, false, true, true, true])
    expect(ended).toEqual([])
  })

  test('MS-23: that are neither wanted nor connected are so many at the most, however much room there is', async () => {
    const { endpoint, ended, connect, ask } = await startServer({
      limits: { unwantedIdleSessions: 3 },
      onRequest: (query) => query.fail(400, 'NO'),
    })
    for (let session = 0; session < 10; session++) {
      const line = connect()
      await ask(line, BigInt(session))
      line.cut()
    }
    expect([endpoint.sessionCount, ended.length, ended.at(-1)?.sessionId]).toEqual([3, 7, 6n])
  })

  test('MS-23: that are connected and not wanted are so many at the most, and the oldest may come back', async () => {
    const { endpoint, ended, connect, ask } = await startServer({
      limits: { unwantedSessions: 3 },
      onRequest: (query) => query.fail(400, 'NO'),
    })
    const lines = Array.from({ length: 5 }, () => connect())
    for (const [session, line] of lines.entries()) await ask(line, BigInt(session))
    expect([endpoint.sessionCount, ended.map(({ sessionId }) => sessionId)]).toEqual([3, [0n, 1n]])
    const [first] = lines
    if (first !== undefined) await ask(first, 0n, 3)
    expect([first?.closed, endpoint.sessionCount, ended.at(-1)?.sessionId]).toEqual([false, 3, 2n])
  })

  test('are wanted once a query was answered by a result, unless their owner says otherwise', async () => {
    const { clock, endpoint, queries, ended, connect, ask } = await startServer({
      onRequest: (query) => void queries.push(query),
    })
    const lines = [connect(), connect(), connect()]
    for (const [i, line] of lines.entries()) await ask(line, BigInt(i))
    queries[0]?.answer(Uint8Array.of(1, 2, 3, 4))
    queries[1]?.fail(400, 'NO')
    queries[2]?.session.setWanted(false)
    queries[2]?.answer(Uint8Array.of(1, 2, 3, 4))
    await clock.settle()
    for (const line of lines) line.cut()
    await clock.pass(100_000)
    expect([endpoint.sessionCount, ended.map(({ sessionId }) => sessionId)]).toEqual([1, [1n, 2n]])
  })

  test('keep what is pushed while nobody is there within a bound, and then say that updates were lost', async () => {
    const { clock, queries, updatesLost, connect, ask } = await startServer({
      sessionLimits: { maxOutboxBytes: 100_000, gzipAboveBytes: 0 },
    })
    const line = connect()
    await ask(line, 7n)
    line.cut()
    const session = queries[0]?.session
    for (let i = 0; i < 50; i++) {
      session?.push(new Uint8Array(10_000))
      expect(session?.load.heldBytes).toBeLessThanOrEqual(100_000)
    }
    await clock.settle()
    expect(updatesLost.length).toBeGreaterThan(0)
    expect(updatesLost[0]).toBe(session)
  })

  test('MS-23: those of one key that take nothing end once they hold too much, the largest first; others go on', async () => {
    const answer = new Uint8Array(100_000)
    const given: ServerSession[] = []
    const { endpoint, ended, connect, ask, otherKey } = await startServer({
      limits: { heldBytesPerKey: 150_000 },
      sessionLimits: { gzipAboveBytes: 0 },
      onRequest(query) {
        given.push(query.session)
        query.answer(answer)
      },
    })
    for (let session = 0; session < 10; session++) await ask(connect(), BigInt(session))
    const held = given.filter((session) => !ended.includes(session)).map(({ load }) => load.heldBytes)
    expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(300_000)
    expect(ended.length).toBe(8)
    await ask(connect(), 20n, 1, await otherKey())
    expect([given.length, ended.length, endpoint.sessionCount]).toEqual([11, 8, 3])
  })

  test('MS-23: those heard from at one address share a bound, those elsewhere do not', async () => {
    const given: ServerSession[] = []
    const { ended, connect, ask, otherKey } = await startServer({
      limits: { heldBytesPerAddress: 150_000 },
      sessionLimits: { gzipAboveBytes: 0 },
      onRequest(query) {
        given.push(query.session)
        query.answer(new Uint8Array(100_000))
      },
    })
    for (let i = 0; i < 5; i++) await ask(connect(`2001:db8:1:2::${i}`), 1n, 1, await otherKey())
    expect(ended.length).toBe(3)
    await ask(connect('2001:db8:1:3::1'), 1n, 1, await otherKey())
    expect([given.length, ended.length]).toEqual([6, 3])
  })

  test('MS-23: while others of the key hold too much, a session is served one query after the other', async () => {
    const queries: ServerQuery[] = []
    const { clock, connect, ask } = await startServer({
      limits: { heldBytesPerKey: 150_000 },
      sessionLimits: { gzipAboveBytes: 0 },
      onRequest: (query) => void queries.push(query),
    })
    await ask(connect(), 1n)
    queries[0]?.answer(new Uint8Array(160_000))
    const line = connect()
    await ask(line, 2n, 1)
    await ask(line, 2n, 3)
    await ask(line, 2n, 5)
    expect(queries.length).toBe(2)
    queries[1]?.answer(new Uint8Array(8))
    await clock.settle()
    expect(queries.length).toBe(3)
  })

  test('have a bound of connections, of which the oldest goes', async () => {
    const { connect, ask } = await startServer({ limits: { connectionsPerSession: 3 } })
    const lines = [connect(), connect(), connect(), connect(), connect()]
    for (const [i, line] of lines.entries()) await ask(line, 1n, i * 2 + 1)
    expect(lines.map(({ closed }) => closed)).toEqual([true, true, false, false, false])
  })

  test('KX-12: end with their temporary key, whose packets are then refused like those of no key', async () => {
    const { clock, endpoint, ended, connect, ask } = await startServer({}, START / 1000 + 120)
    const line = connect()
    await ask(line, 7n)
    await clock.pass(119_000)
    expect([endpoint.sessionCount, line.closed]).toEqual([1, false])
    await clock.pass(40_000)
    expect([endpoint.sessionCount, line.closed, ended.length]).toEqual([0, true, 1])
    const late = connect()
    await ask(late, 7n)
    expect([late.errors, late.closed]).toEqual([[-404], true])
  })

  test('are all ended by close, and a key that is dropped takes its sessions along', async () => {
    const { endpoint, queries, ended, connect, ask } = await startServer()
    const lines = [connect(), connect()]
    for (const [i, line] of lines.entries()) await ask(line, BigInt(i))
    endpoint.dropAuthKey(queries[0]?.session.authKeyId ?? 0n, 'revoked')
    expect([endpoint.sessionCount, ended.length, lines.map(({ closed }) => closed)]).toEqual([0, 2, [true, true]])
    await ask(connect(), 5n)
    expect(endpoint.sessionCount).toBe(1)
    endpoint.close()
    expect([endpoint.sessionCount, ended.length]).toEqual([0, 3])
  })
})
