import { expect, test } from 'vitest'
import { describeReport, problemsOf } from './bounds.ts'
import { attackNames, runChaos } from './run.ts'

const seed = Number(process.env['CHAPPE_SEED'] ?? 20)

test(`twenty people beside attackers of every kind wait for no more than 500 ms, and lose nothing (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  const report = await runChaos({ seed, calmMs: 1500, attackMs: 5000 })
  expect(report.tries.map(({ name }) => name)).toEqual(attackNames)
  expect(problemsOf(report), `seed ${seed}\n${describeReport(report)}`).toEqual([])
})
