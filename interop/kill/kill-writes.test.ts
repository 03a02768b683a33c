import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { runKills } from './run.ts'

const KILLS = 5

test('SIGKILL at random moments under all kinds of writes loses, doubles and halves none', {
  timeout: 120_000,
}, async () => {
  // `npm run kill` does this more often. CHAPPE_SEED replays a run: its writes and the times of its kills.
  const seed = Number(process.env['CHAPPE_SEED'] ?? randomInt(2 ** 31))
  const { acknowledged, underWay } = await runKills({ kills: KILLS, seed })
  expect(underWay, `seed ${seed}: the server was idle when it was killed`).toBeGreaterThan(KILLS)
  expect(acknowledged.size, `seed ${seed}: ${[...acknowledged.keys()].join(', ')}`).toBeGreaterThan(30)
})
