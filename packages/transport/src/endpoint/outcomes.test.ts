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
        const answer = outcomes.wait(id)
        if (known !== undefined) {
          expect(answer).toBe(known.outcome)
          continue
        }
        const from = settled.length
        waiting.push(
          Promise.resolve(answer).then((heard) => {
            const later = settled.slice(from).find((one) => one.id === id)
            expect(ended || later !== undefined).toBe(true)
            expect(heard).toBe(later?.outcome ?? 'failed')
          }),
        )
      }
      ended = true
      outcomes.end()
      await Promise.all(waiting)
    }),
  )
})
