import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageIdAt } from '../message-id.ts'
import { EndedSessions } from './ended-sessions.ts'

const START_S = 1_790_000_000

test('MS-6: whatever was received in a session that ended is below the floor for as long as it could be taken', () => {
  const end = fc.record({
    key: fc.bigInt({ min: 1n, max: 4n }),
    session: fc.bigInt({ min: 1n, max: 200n }),
    passed: fc.integer({ min: 0, max: 20 }),
    ahead: fc.integer({ min: -300, max: 30 }),
  })
  fc.assert(
    fc.property(fc.array(end, { maxLength: 300 }), (ends) => {
      const sessions = new EndedSessions()
      const received: { key: bigint; session: bigint; msgId: bigint; seconds: number }[] = []
      let now = START_S
      for (const { key, session, passed, ahead } of ends) {
        now += passed
        const seconds = now + ahead
        received.push({ key, session, seconds, msgId: messageIdAt(seconds) })
        sessions.add(key, session, messageIdAt(seconds), now * 1000)
      }
      for (const { key, session, msgId, seconds } of received) {
        if (seconds >= now - 300) expect(sessions.floorOf(key, session) >= msgId).toBe(true)
      }
    }),
  )
})

test('MS-6: other sessions of the key, and other keys, are not held to it', () => {
  const sessions = new EndedSessions()
  sessions.add(1n, 1n, messageIdAt(START_S + 20), START_S * 1000)
  expect([sessions.floorOf(1n, 2n), sessions.floorOf(2n, 1n)]).toEqual([0n, 0n])
})

test('MS-23: what is remembered of sessions that ended is bounded by key and in all, and goes with its time', () => {
  const sessions = new EndedSessions()
  for (let session = 0n; session < 1000n; session++) {
    sessions.add(1n, session, messageIdAt(START_S) + session * 4n, START_S * 1000)
  }
  expect(sessions.size).toBe(64)
  expect(sessions.floorOf(1n, 0n)).toBe(messageIdAt(START_S) + 935n * 4n)
  for (let key = 2n; key < 70_000n; key++) sessions.add(key, 1n, messageIdAt(START_S), START_S * 1000)
  expect(sessions.size).toBeLessThanOrEqual(65_536)
  expect(sessions.floorOf(1n, 0n) >= messageIdAt(START_S) + 935n * 4n).toBe(true)
  sessions.add(1n, 1n, messageIdAt(START_S + 400), (START_S + 400) * 1000)
  expect(sessions.size).toBe(1)
})
