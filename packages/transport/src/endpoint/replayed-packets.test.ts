import { describe, expect, test } from 'vitest'
import { encodeService } from '../session/service-codec.ts'
import { startServer } from './server-lines.fixture.ts'

describe('MS-6: a packet that was executed is not executed again when somebody sends it again', () => {
  test('MS-6: after destroy_session, by whatever session, and not after a new packet of that session either', async () => {
    const server = await startServer()
    const packet = server.seal({ sessionId: 7n })
    await server.send(server.connect(), packet)
    const destroy = encodeService({ _: 'destroy_session', sessionId: 7n })
    const other = server.connect()
    await server.send(other, server.seal({ sessionId: 8n, seqNo: 0, body: destroy }))
    expect(server.heard(other)).toContainEqual({ _: 'destroy_session_ok', sessionId: 7n })
    const replayer = server.connect('198.51.100.1')
    await server.send(replayer, packet)
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([1, 1])
    expect(server.heard(replayer)).toMatchObject([{ _: 'bad_msg_notification', errorCode: 16 }])
    await server.ask(server.connect(), 7n)
    await server.send(replayer, packet)
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([2, 2])
  })

  test('MS-6: after its session made room for another one', async () => {
    const server = await startServer({ limits: { sessionsPerKey: 1 } })
    const packet = server.seal({ sessionId: 7n })
    const line = server.connect()
    await server.send(line, packet)
    line.cut()
    await server.ask(server.connect(), 8n)
    expect(server.ended.length).toBe(1)
    await server.send(server.connect('198.51.100.1'), packet)
    expect(server.queries.length).toBe(2)
  })

  test('MS-6: after its owner closed its session', async () => {
    const server = await startServer()
    const packet = server.seal({ sessionId: 7n })
    await server.send(server.connect(), packet)
    server.queries[0]?.session.close('no longer wanted')
    expect([server.endpoint.sessionCount, server.ended.length]).toEqual([0, 1])
    await server.send(server.connect('198.51.100.1'), packet)
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([1, 0])
    await server.ask(server.connect(), 7n)
    expect(server.queries.length).toBe(2)
  })

  test('MS-6: after hundreds of sessions of its key have ended since, of which only the last are remembered each', async () => {
    const server = await startServer({ limits: { sessionsPerKey: 1 } })
    const packets: Uint8Array[] = []
    for (let session = 0n; session < 300n; session++) {
      const line = server.connect()
      const packet = server.seal({ sessionId: session })
      packets.push(packet)
      await server.send(line, packet)
      line.cut()
      await server.clock.pass(10)
    }
    const replayer = server.connect('198.51.100.1')
    for (const packet of packets) await server.send(replayer, packet)
    expect(server.queries.length).toBe(300)
    replayer.cut()
    await server.ask(server.connect(), 500n)
    expect(server.queries.length).toBe(301)
  })

  test.each([0, 1000, 60_000])('MS-6: after a restart of %i ms, by a client whose clock is ahead', async (downMs) => {
    const server = await startServer()
    for (const aheadMs of [0, 1500, 29_000]) {
      server.setClientAhead(aheadMs)
      const packet = server.seal({ sessionId: BigInt(aheadMs) })
      await server.send(server.connect(), packet)
      const executed = server.queries.length
      await server.restart(downMs)
      const replayer = server.connect('198.51.100.1')
      await server.send(replayer, packet)
      await server.clock.pass(20_000)
      await server.send(replayer, packet)
      expect([server.queries.length, server.endpoint.sessionCount]).toEqual([executed, 0])
    }
  })

  test('MS-6: after a restart that put right a clock that was an hour ahead, when the hour has come', async () => {
    const server = await startServer()
    server.setClock(3_600_000)
    await server.restart()
    server.setClientAhead(3_600_000)
    const packet = server.seal({ sessionId: 7n })
    await server.send(server.connect(), packet)
    expect(server.queries.length).toBe(1)
    server.setClock(0)
    await server.restart()
    server.setClientAhead(0)
    await server.ask(server.connect(), 7n)
    expect(server.queries.length).toBe(2)
    for (let minutes = 0; minutes < 70; minutes++) {
      await server.clock.pass(60_000)
      await server.send(server.connect('198.51.100.1'), packet)
    }
    expect(server.queries.length).toBe(2)
  })

  test('MS-6: when the time has come of one that was refused as ahead of it, also without a session, and after its session', async () => {
    const server = await startServer()
    server.setClientAhead(600_000)
    const packets = [server.seal({ sessionId: 7n }), server.seal({ sessionId: 8n })]
    server.setClientAhead(0)
    await server.send(server.connect(), packets[0] ?? new Uint8Array(0))
    const line = server.connect()
    await server.ask(line, 8n)
    await server.send(line, packets[1] ?? new Uint8Array(0))
    server.queries[0]?.session.close('no longer wanted')
    expect(server.endpoint.sessionCount).toBe(0)
    await server.clock.pass(610_000)
    for (const packet of packets) await server.send(server.connect('198.51.100.1'), packet)
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([1, 0])
  })

  test('MS-6: under the first salt of a key, which counts in no other run than the one that made the key', async () => {
    const server = await startServer()
    const packet = server.seal({ sessionId: 7n, salt: 5n })
    const line = server.connect()
    await server.send(line, packet)
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([0, 0])
    expect(server.heard(line)).toMatchObject([{ _: 'bad_server_salt', newServerSalt: server.saltOf(server.key) }])
  })
})

describe('a client', () => {
  test('MS-6: goes on at once in a session that was forgotten, and beside others of its key that have ended', async () => {
    const server = await startServer({ limits: { sessionsPerKey: 2 } })
    for (let i = 0; i < 6; i++) {
      const line = server.connect()
      await server.ask(line, BigInt(i % 3), 2 * i + 1)
      // A session that is new here waits for what may have come before its first message.
      await server.clock.pass(2000)
      line.cut()
    }
    expect(server.queries.length).toBe(6)
    expect(server.ended.length).toBe(4)
  })

  test('MS-8: learns the salt of a server that was started anew by one refusal, and its query is then executed once', async () => {
    const server = await startServer()
    await server.ask(server.connect(), 7n)
    const stale = server.saltOf(server.key)
    await server.restart()
    const line = server.connect()
    await server.send(line, server.seal({ sessionId: 7n, salt: stale, seqNo: 3 }))
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([1, 0])
    const [refusal] = server.heard(line)
    if (refusal?._ !== 'bad_server_salt') throw new Error(`heard ${refusal?._}`)
    await server.send(line, server.seal({ sessionId: 7n, salt: refusal.newServerSalt, seqNo: 3 }))
    await server.clock.pass(2000)
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([2, 1])
  })

  test('MS-23: whose packets are refused as a whole costs no session', async () => {
    const server = await startServer()
    const line = server.connect()
    const old = server.seal({ sessionId: 1n })
    await server.clock.pass(400_000)
    await server.send(line, old)
    server.setClientAhead(60_000)
    await server.ask(line, 2n)
    server.setClientAhead(0)
    await server.send(line, server.seal({ sessionId: 3n, salt: 1n }))
    await server.send(line, server.seal({ sessionId: 4n, msgId: 6n }))
    expect(server.heard(line)).toMatchObject([
      { errorCode: 16 },
      { errorCode: 17 },
      { errorCode: 48 },
      { errorCode: 18 },
    ])
    expect([server.queries.length, server.endpoint.sessionCount]).toEqual([0, 0])
  })
})
