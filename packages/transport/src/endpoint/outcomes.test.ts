import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Outcome, Outcomes } from './outcomes.ts'

it('knows the latest outcomes, and has those wait who come before one', async () => {
  const size = 20
  const step = fc.record({
    do: fc.constantFrom('settle', 'wait'),
    id: fc.bigInt({ min: 1n, max: 50n }),
    outcome: fc.constantFrom<Outcome>('ok', 'failed'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const outcomes = new Outcomes(size)
      const settled: { readonly id: bigint; readonly outcome: Outcome }[] = []
      const seen = new Set<bigint>()
      const waiting: Promise<void>[] = []
      let ended = false
      for (const { do: what, id, outcome } of steps) {
        if (what === 'settle') {
          // A query has one outcome.
          if (seen.has(id)) continue
          seen.add(id)
          settled.push({ id, outcome })
          outcomes.settle(id, outcome)
          continue
        }
        const known = settled.slice(-size).find((one) => one.id === id)
        const answer = outcomes.wait([id])
        if (known !== undefined) {
          expect(answer).toBe(known.outcome)
          continue
        }
        if (typeof answer === 'string') throw new Error(`${id} is not known yet, and yet ${answer}`)
        const from = settled.length
        waiting.push(
          answer.outcome.then((heard) => {
            const later = settled.slice(from).find((one) => one.id === id)
            expect(ended || later !== undefined).toBe(true)
            expect(heard).toBe(later?.outcome ?? 'failed')
          }),
        )
      }
      ended = true
      outcomes.end()
      await Promise.all(waiting)
      expect(outcomes.awaited).toBe(0)
    }),
  )
})

it('waits for several at once, until all went well or the first failed, and then for none of them any more', async () => {
  const step = fc.record({ id: fc.bigInt({ min: 1n, max: 12n }), outcome: fc.constantFrom<Outcome>('ok', 'failed') })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(step, { selector: ({ id }) => id }),
      fc.array(fc.bigInt({ min: 1n, max: 12n }), { maxLength: 6 }),
      fc.nat({ max: 12 }),
      async (steps, ids, at) => {
        const outcomes = new Outcomes(20)
        for (const { id, outcome } of steps.slice(0, at)) outcomes.settle(id, outcome)
        const answer = outcomes.wait(ids)
        for (const { id, outcome } of steps.slice(at)) outcomes.settle(id, outcome)
        const of = (id: bigint) => steps.find((step) => step.id === id)?.outcome
        const expected =
          ids.some((id) => of(id) === 'failed') || ids.some((id) => of(id) === undefined) ? 'failed' : 'ok'
        outcomes.end()
        expect(typeof answer === 'string' ? answer : await answer.outcome).toBe(expected)
        expect(outcomes.awaited).toBe(0)
      },
    ),
  )
})

it('keeps nothing of a wait that was given up, and begins none beyond its bound', () => {
  const outcomes = new Outcomes(20)
  const ids = Array.from({ length: 1000 }, (_, i) => BigInt(i + 1))
  const waits = Array.from({ length: 8 }, () => outcomes.wait(ids))
  expect(outcomes.awaited).toBe(8000)
  expect(outcomes.wait(ids)).toBe('full')
  for (const wait of waits) if (typeof wait !== 'string') wait.cancel()
  expect(outcomes.awaited).toBe(0)
  expect(outcomes.wait(ids)).not.toBe('full')
})
