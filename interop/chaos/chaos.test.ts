import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeReport, problemsOf } from './bounds.ts'
import { attackNames, runChaos } from './run.ts'

test('twenty people who talk to one another do not notice attackers of every kind, and lose nothing', {
  timeout: 180_000,
}, async () => {
  const seed = Number(process.env['CHAPPE_SEED'] ?? randomInt(2 ** 31))
  const report = await runChaos({ seed, calmMs: 2000, attackMs: 8000 })
  expect([...report.steps.keys()]).toEqual(attackNames)
  expect(problemsOf(report, true), `seed ${seed}\n${describeReport(report)}`).toEqual([])
})
