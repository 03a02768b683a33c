import { expect, it } from 'vitest'
import { createQueryCosts } from './query-costs.ts'

it('expects of a method what its last queries took, by the bytes of their answers or the time they had alone', () => {
  const costs = createQueryCosts()
  const [history, search] = [1, 2]
  for (let i = 0; i < 60; i++) {
    costs.answered({ method: history, requestBytes: 0, answerBytes: 64 * 1024 })
    costs.answered({ method: search, requestBytes: 0, answerBytes: 100 })
    costs.timed(search, 9)
  }
  expect(costs.expected(history)).toBeCloseTo(4, 0)
  expect(costs.expected(search)).toBeCloseTo(9, 0)
  for (let i = 0; i < 60; i++) costs.answered({ method: history, requestBytes: 0, answerBytes: 0 })
  expect(costs.expected(history)).toBeLessThan(0.1)
})

it('counts what was asked for less than what was answered', () => {
  const costs = createQueryCosts()
  const asked = costs.answered({ method: 1, requestBytes: 1024 * 1024, answerBytes: 0 })
  const answered = costs.answered({ method: 1, requestBytes: 0, answerBytes: 1024 * 1024 })
  expect(asked).toBeCloseTo(4, 0)
  expect(answered).toBeCloseTo(64, 0)
})

it('takes a query for what its answer and the time of those before it say, whichever is more', () => {
  const costs = createQueryCosts()
  costs.answered({ method: 1, requestBytes: 0, answerBytes: 100 })
  expect(costs.timed(1, 3)).toBe(3)
  expect(costs.answered({ method: 1, requestBytes: 0, answerBytes: 100 })).toBe(3)
  expect(costs.timed(1, 4)).toBe(1)
  expect(costs.answered({ method: 1, requestBytes: 0, answerBytes: 160 * 1024 })).toBeCloseTo(10, 0)
})

it('takes a method for quick once a query of it took little alone, and has that shown anew now and then', () => {
  const costs = createQueryCosts()
  expect(costs.isQuick(1)).toBe(false)
  costs.answered({ method: 1, requestBytes: 0, answerBytes: 100 })
  expect(costs.isQuick(1)).toBe(false)
  costs.timed(1, 0.2)
  for (let i = 0; i < 31; i++) {
    costs.answered({ method: 1, requestBytes: 0, answerBytes: 100 })
    expect(costs.isQuick(1)).toBe(true)
  }
  costs.answered({ method: 1, requestBytes: 0, answerBytes: 100 })
  expect(costs.isQuick(1)).toBe(false)
  costs.timed(1, 0.2)
  expect(costs.isQuick(1)).toBe(true)
  costs.doubt(1)
  expect(costs.isQuick(1)).toBe(false)
  for (let i = 0; i < 10; i++) costs.timed(1, 300)
  for (let i = 0; i < 10; i++) expect(costs.isQuick(1)).toBe(false)
})

it('takes one query that took long for a pause of the thread, and several for what they take', () => {
  const costs = createQueryCosts()
  costs.answered({ method: 1, requestBytes: 40, answerBytes: 100 })
  costs.timed(1, 0.1)
  expect(costs.timed(1, 20)).toBeCloseTo(19.9)
  expect(costs.expected(1)).toBeLessThan(0.2)
  for (let i = 0; i < 60; i++) costs.timed(1, 20)
  expect(costs.expected(1)).toBeGreaterThan(15)
})

it('remembers nothing of what was never served, of which anybody could name as much as they like', () => {
  const costs = createQueryCosts()
  const unknown = costs.expected(7)
  for (let i = 0; i < 60; i++) {
    costs.answered({ method: 7, requestBytes: 0, answerBytes: undefined })
    costs.timed(7, 5)
  }
  expect(costs.expected(7)).toBe(unknown)
  expect(costs.isQuick(7)).toBe(false)
})
