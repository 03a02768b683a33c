import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { runKills } from './run.ts'

const KILLS = 4
/** After so many ms no more: on a machine that is busy each takes seconds. */
const MAX_MS = 8_000

test('SIGKILL at random moments under all kinds of writes loses, doubles and halves none', {
  timeout: 120_000,
}, async () => {
  // `npm run kill` does this more often. CHAPPE_SEED replays a run: its writes and the times of its kills.
  const seed = Number(process.env['CHAPPE_SEED'] ?? randomInt(2 ** 31))
  const { kills, acknowledged, underWay, heard, overHttp } = await runKills({ kills: KILLS, seed, maxMs: MAX_MS })
  expect(kills, `seed ${seed}`).toBeGreaterThan(0)
  expect(underWay, `seed ${seed}: the server was idle when it was killed`).toBeGreaterThan(kills)
  expect(acknowledged.size, `seed ${seed}: ${[...acknowledged.keys()].join(', ')}`).toBeGreaterThan(20)
  expect(overHttp, `seed ${seed}: bots were hardly told of anything over HTTP`).toBeGreaterThan(3)
  expect(heard, `seed ${seed}: hardly anything was pushed`).toBeGreaterThan(20)
})
