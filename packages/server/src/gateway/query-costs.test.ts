import { expect, it } from 'vitest'
import { createQueryCosts } from './query-costs.ts'

it('expects of a method what its last queries took, by their bytes or the time they had alone', () => {
  const costs = createQueryCosts()
  const [history, search] = [1, 2]
  for (let i = 0; i < 60; i++) {
    costs.note({ method: history, requestBytes: 40, answerBytes: 64 * 1024, ms: undefined })
    costs.note({ method: search, requestBytes: 40, answerBytes: 100, ms: 9 })
  }
  expect(costs.expected(history)).toBeCloseTo(4, 0)
  expect(costs.expected(search)).toBeCloseTo(9, 0)
  for (let i = 0; i < 60; i++) costs.note({ method: history, requestBytes: 40, answerBytes: 0, ms: undefined })
  expect(costs.expected(history)).toBeLessThan(0.1)
  for (let i = 0; i < 60; i++)
    costs.note({ method: search, requestBytes: 2 ** 20, answerBytes: undefined, ms: undefined })
  expect(costs.expected(search)).toBeCloseTo(4, 0)
})

it('remembers nothing of what was never served, of which anybody could name as much as they like', () => {
  const costs = createQueryCosts()
  const unknown = costs.expected(7)
  for (let i = 0; i < 60; i++) costs.note({ method: 7, requestBytes: 40, answerBytes: undefined, ms: 5 })
  expect(costs.expected(7)).toBe(unknown)
})
