import { type api, encode } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { expect, test } from 'vitest'
import { createPeerCache } from '../peers/peer-cache.ts'
import { callTo, refuse } from '../rpc/call.fixture.ts'
import { createUpdateLoop } from './update-loop.ts'
import type { UpdatesState } from './update-types.ts'

const HOUR_MS = 3_600_000

/** The wall clock may be set; timers follow the time that has really passed. */
function settableClock() {
  let passed = 0
  let setBy = 0
  const timers = new Map<() => void, number>()
  const clock: Clock = {
    now: () => 1_790_000_000_000 + passed + setBy,
    after(delayMs, callback) {
      const ring = (): void => callback()
      timers.set(ring, passed + delayMs)
      return () => timers.delete(ring)
    },
    defer: (callback) => queueMicrotask(callback),
  }
  return {
    clock,
    set(ms: number) {
      setBy += ms
    },
    pass(ms: number) {
      const until = passed + ms
      for (;;) {
        const [next] = [...timers].filter(([, at]) => at <= until).sort(([, a], [, b]) => a - b)
        if (next === undefined) break
        const [ring, at] = next
        timers.delete(ring)
        passed = Math.max(passed, at)
        ring()
      }
      passed = until
    },
  }
}

test.each([-HOUR_MS, 0, HOUR_MS])(
  'a gap in the updates is asked about within seconds, although the clock was set by %d ms meanwhile',
  async (jumpMs) => {
    const time = settableClock()
    const asked: string[] = []
    const loop = createUpdateLoop({
      clock: time.clock,
      call: callTo(({ _ }) => {
        asked.push(_)
        return refuse(400, 'NO_MATTER')
      }),
      peers: createPeerCache({ maxPeers: 10, nameLifetimeMs: 0, known: [], now: time.clock.now, onChange() {} }),
      self: 1n,
      stored: { pts: 5, qts: 0, date: 1, seq: 0, channels: new Map() },
      limits: undefined,
      closed: new AbortController().signal,
      log() {},
      onDelivered() {},
      onGap() {},
      onUnknown() {},
      onStateChange() {},
    })
    const update: api.Update = { _: 'updateDeleteMessages', messages: [1], pts: 9, ptsCount: 1 }
    loop.receive(encode({ _: 'updates', updates: [update], users: [], chats: [], date: 1, seq: 0 }))
    time.set(jumpMs)
    time.pass(3000)
    await Promise.resolve()
    expect(asked).toEqual(['updates.getDifference'])
  },
)

test('counters that are stored at a close tell of nothing that was not delivered', async () => {
  const { clock } = settableClock()
  const closing = new AbortController()
  const delivered: unknown[] = []
  let take: () => UpdatesState | undefined = () => undefined
  const loop = createUpdateLoop({
    ...{ clock, self: 1n, limits: undefined, closed: closing.signal, log() {}, onGap() {}, onUnknown() {} },
    call: callTo(() => refuse(400, 'NO_MATTER')),
    peers: createPeerCache({ maxPeers: 10, nameLifetimeMs: 0, known: [], now: clock.now, onChange() {} }),
    stored: { pts: 5, qts: 0, date: 1, seq: 0, channels: new Map() },
    onDelivered({ update }) {
      delivered.push('pts' in update && update.pts)
      if (delivered.length === 2) closing.abort()
    },
    onStateChange(change) {
      take = change
    },
  })
  const receive = (...pts: number[]): void => {
    const updates = pts.map((at): api.Update => ({ _: 'updateDeleteMessages', messages: [at], pts: at, ptsCount: 1 }))
    loop.receive(encode({ _: 'updates', updates, users: [], chats: [], date: 1, seq: 0 }))
  }
  receive(6)
  expect(take()?.pts).toBe(6)
  receive(7, 8)
  receive(9)
  expect(delivered).toEqual([6, 7])
  expect(take()).toBeUndefined()
})
