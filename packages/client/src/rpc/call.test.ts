import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { encodeResult } from '@chappe/tl-codec/api'
import { expect, test } from 'vitest'
import { clientClock } from '../clock.ts'
import { callTo, refuse, standingClock } from './call.fixture.ts'

test('calls leave nothing behind at a signal that outlives them', async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  const heap = (): number => {
    if (typeof collect === 'function') collect()
    return process.memoryUsage().heapUsed
  }
  const { signal } = new AbortController()
  const closing = new AbortController()
  let calls = 0
  const answer = encodeResult({ _: 'help.getNearestDc' }, { _: 'nearestDc', country: 'FR', thisDc: 2, nearestDc: 2 })
  const call = callTo(() => (++calls % 4000 === 0 ? refuse(500, 'INTERNAL') : answer), { closed: closing.signal })
  const many = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await call({ _: 'help.getNearestDc' }, { signal })
  }
  await many(2000)
  const before = heap()
  await many(40_000)
  expect(heap() - before).toBeLessThan(1024 * 1024)
  expect(calls).toBeGreaterThan(42_000)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(getEventListeners(closing.signal, 'abort')).toEqual([])
})

test.each(['signal', 'closed'] as const)('a call that waits to ask again is given up by its %s', async (which) => {
  const controllers = { signal: new AbortController(), closed: new AbortController() }
  const call = callTo(() => refuse(420, 'FLOOD_WAIT_9'), { closed: controllers.closed.signal })
  const result = call({ _: 'help.getNearestDc' }, { signal: controllers.signal.signal, floodWaitS: 10 })
  setTimeout(() => controllers[which].abort(), 20)
  await expect(result).rejects.toMatchObject({ code: 'ABORTED' })
  for (const { signal } of Object.values(controllers)) expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('the time that a call has is not longer because the clock was set back while it waited', async () => {
  const clock = standingClock()
  const given: (number | undefined)[] = []
  const call = callTo(() => refuse(500, 'INTERNAL'), {
    clock: { ...clock, now: () => clock.time, after: (ms, callback) => clientClock.after(ms / 100, callback) },
    async send(_body, _dcId, { timeoutMs }) {
      given.push(timeoutMs)
      clock.time -= given.length === 1 ? 3_600_000 : -4000
      return refuse(500, 'INTERNAL')
    },
  })
  await expect(call({ _: 'help.getNearestDc' }, { timeoutMs: 5000 })).rejects.toMatchObject({ code: 500 })
  expect(given).toEqual([5000, 5000])
})
