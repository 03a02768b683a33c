import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlausibleTime, type PlausibleTime } from './plausible-time.ts'
import type { Log } from './ports/log.ts'

const hour = 3600
const day = 86_400
const begin = 1_900_000_000

interface Watch {
  readonly plausible: PlausibleTime
  readonly lines: string[]
  /** What has really passed since the start, and how far the clock is from that. */
  readonly time: { passed: number; wrong: number }
  /** Lets time pass, and has the clock looked at each minute. */
  pass(seconds: number): void
}

function watch(known: number | undefined = begin): Watch {
  const time = { passed: 0, wrong: 0 }
  const lines: string[] = []
  const note = (_: object, line: string): void => void lines.push(line)
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const clock = {
    now: () => (begin + time.passed + time.wrong) * 1000,
    monotonic: () => time.passed * 1000,
    after: () => () => {},
    defer: setImmediate,
  }
  const plausible = createPlausibleTime({ clock, log, known })
  const pass = (seconds: number): void => {
    for (let left = seconds; left > 0; left -= 60) {
      time.passed += Math.min(60, left)
      plausible.now()
    }
  }
  return { plausible, lines, time, pass }
}

describe('the time by which things are deleted for their age', () => {
  it('is the clock’s while that goes on steadily', () => {
    const { plausible, lines, pass } = watch()
    pass(3 * day)
    expect(plausible.now()).toBe(begin + 3 * day)
    expect(lines).toEqual([])
  })

  it('goes on as before while the clock is ahead, and says so', () => {
    const { plausible, lines, time, pass } = watch()
    time.wrong = 600 * day
    pass(10 * 60)
    expect(plausible.now()).toBe(begin + 600)
    time.wrong = 0
    pass(60)
    expect(plausible.now()).toBe(begin + 660)
    expect(lines).toEqual([expect.stringContaining('has leapt'), expect.stringContaining('again what it was')])
  })

  it('follows a clock that was set when that has been steady for a day', () => {
    const { plausible, lines, time, pass } = watch()
    time.wrong = 600 * day
    pass(day)
    expect(plausible.now()).toBe(begin + day)
    pass(60)
    expect(plausible.now()).toBe(begin + 601 * day + 60)
    expect(lines).toEqual([expect.stringContaining('has leapt'), expect.stringContaining('believed from now on')])
  })

  it('begins to count the day anew when the clock leaps once more', () => {
    const { plausible, time, pass } = watch()
    time.wrong = 600 * day
    pass(day - hour)
    time.wrong = 500 * day
    pass(2 * hour)
    expect(plausible.now()).toBe(begin + day + hour)
  })

  it('does not believe a clock that is far from what was known at the start', () => {
    const { plausible, lines, pass } = watch(begin - 600 * day)
    pass(60)
    expect(plausible.now()).toBe(begin - 600 * day + 60)
    expect(lines).toHaveLength(1)
    pass(day + 60)
    expect(plausible.now()).toBe(begin + day + 120)
  })

  it('believes it at once after a pause of hours, and where nothing is known', () => {
    expect(watch(begin - 20 * hour).plausible.now()).toBe(begin)
    expect(watch(undefined).plausible.now()).toBe(begin)
  })

  it('is never ahead of the clock, and gains at most ten minutes an hour on what has really passed', () => {
    const step = fc.record({
      wrong: fc.integer({ min: -2000 * day, max: 2000 * day }),
      seconds: fc.integer({ min: 1, max: 12 * hour }),
    })
    const small = fc.record({
      wrong: fc.integer({ min: -2000, max: 2000 }),
      seconds: fc.integer({ min: 1, max: 6 * hour }),
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(step, small), { maxLength: 12 }), (steps) => {
        const { plausible, time, pass } = watch()
        for (const { wrong, seconds } of steps) {
          // Each is another time than the one before, so none is steady for a day.
          time.wrong = wrong
          pass(seconds)
          expect(plausible.now()).toBeLessThanOrEqual(begin + time.passed + time.wrong)
          expect(plausible.now()).toBeLessThanOrEqual(begin + time.passed + 600 * (1 + time.passed / hour))
        }
      }),
      { numRuns: 60 },
    )
  })
})
