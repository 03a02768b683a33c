import { expect, test } from 'vitest'
import { createSteadyClock } from './steady-clock.ts'

test('a clock that is set back goes on from where it was, at the same pace', () => {
  let wall = 1_000_000
  const steady = createSteadyClock({ now: () => wall, after: () => () => {}, defer: () => {} })
  wall += 10
  expect(steady.now()).toBe(1_000_010)
  wall -= 600
  expect(steady.now()).toBe(1_000_010)
  wall += 400
  expect(steady.now()).toBe(1_000_410)
  wall += 5000
  expect(steady.now()).toBe(1_005_410)
})
