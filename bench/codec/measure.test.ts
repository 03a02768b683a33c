import { expect, it } from 'vitest'
import { allocation, nanoseconds, type Times } from './measure.ts'

/** A clock that shows only whole ticks of a time which passes as the work says. */
function tickingClock(tick: number): Times & { pass(microseconds: number): void } {
  let now = 0
  return {
    thread: () => Math.floor(now / tick) * tick,
    wall: () => now,
    pass(microseconds) {
      now += microseconds
    },
  }
}

it('finds what a run costs where the clock ticks rarely, and where runs became much faster after the first', () => {
  for (const tick of [1, 4_000, 10_000]) {
    for (const each of [0.2, 3, 700, 90_000]) {
      const clock = tickingClock(tick)
      let runs = 0
      // Compiled after it was found how often it runs in a round.
      const work = (): void => clock.pass(runs++ < 10 ? each * 100 : each)
      const [found = 0] = nanoseconds([work], clock)
      expect(found / 1000 / each, `${each} us at ticks of ${tick} us`).toBeGreaterThan(0.4)
      expect(found / 1000 / each, `${each} us at ticks of ${tick} us`).toBeLessThan(2)
    }
  }
})

it('fails rather than give a figure by a clock that stands still', () => {
  let wall = 0
  const stopped = { thread: () => 5, wall: () => (wall += 1_000) }
  expect(() => nanoseconds([() => {}], stopped)).toThrow('no figure')
})

it('finds what a run allocates', () => {
  expect(allocation(() => new Uint8Array(1_000))).toBeGreaterThan(500)
})
