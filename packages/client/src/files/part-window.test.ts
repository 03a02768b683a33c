import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPartWindow, PART_WINDOW } from './part-window.ts'

/** A path on which each part takes its turn of `turnMs`, and arrives half a round trip later. */
function moveOver(path: { readonly turnMs: number; readonly roundTripMs: number }, parts: number) {
  const window = createPartWindow()
  const underWay: { readonly beganAt: number; readonly at: number }[] = []
  let now = 0
  let freeAt = 0
  let largest = 0
  let left = parts
  let halfAt = 0
  while (left > 0 || underWay.length > 0) {
    while (left > 0 && underWay.length < window.size) {
      freeAt = Math.max(now + path.roundTripMs / 2, freeAt) + path.turnMs
      underWay.push({ beganAt: now, at: freeAt + path.roundTripMs / 2 })
      left--
    }
    largest = Math.max(largest, underWay.length)
    const next = underWay.shift()
    if (next === undefined) break
    now = Math.max(now, next.at)
    window.answered(now - next.beganAt, next.beganAt)
    if (left === parts >> 1) halfAt = now
  }
  return { largest, perPart: (now - halfAt) / (parts >> 1), size: window.size }
}

test('a path is kept busy whatever its round trip, and little waits in its queues', () => {
  const turns = fc.double({ min: 0.5, max: 50, noNaN: true })
  fc.assert(
    fc.property(turns, fc.double({ min: 0, max: 300, noNaN: true }), (turnMs, roundTripMs) => {
      const { largest, perPart, size } = moveOver({ turnMs, roundTripMs }, 600)
      const fits = roundTripMs / turnMs + 1
      // What the path takes at a time, or as many as may be under way.
      const best = Math.max(turnMs, (roundTripMs + turnMs) / PART_WINDOW.max)
      expect(perPart).toBeLessThanOrEqual(best * 1.15)
      expect(size).toBeLessThanOrEqual(Math.min(PART_WINDOW.max, Math.ceil(fits) + 6))
      expect(largest).toBeLessThanOrEqual(PART_WINDOW.max)
    }),
    { seed: 15 },
  )
})

test('fewer are under way when the server asks for patience', () => {
  const window = createPartWindow()
  for (let i = 0; i < 100; i++) window.answered(100, 0)
  const before = window.size
  window.refused()
  expect(window.size).toBe(before >> 1)
  for (let i = 0; i < 20; i++) window.refused()
  expect(window.size).toBe(PART_WINDOW.min)
})
