import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { secretMutants } from '../../../../scripts/mutants-secret.mjs'
import { simulate } from './command.ts'
import { runSeed } from './run.ts'

/** `npm run simulate -- secret --seeds N` runs as many as one likes; these run always. */
const SEEDS = 24

test('SC-4, SC-6, SC-10: secret chats over a hostile server, with ends that are killed, keep their laws', {
  timeout: 60_000,
}, () => {
  const sums = { sent: 0, rekeyings: 0, kills: 0, faults: 0 }
  for (let seed = 0; seed < SEEDS; seed++) {
    const { failure, ...counts } = runSeed(seed)
    expect(failure, `npm run simulate -- secret --seed ${seed}`).toBeUndefined()
    for (const key of ['sent', 'rekeyings', 'kills', 'faults'] as const) sums[key] += counts[key]
  }
  // They meet what they are for.
  expect(sums.sent).toBeGreaterThan(800)
  expect(sums.rekeyings).toBeGreaterThan(60)
  expect(sums.kills).toBeGreaterThan(50)
  expect(sums.faults).toBeGreaterThan(300)
})

test('a run is the same whenever its seed is the same', () => {
  expect(runSeed(7)).toEqual(runSeed(7))
  expect(runSeed(8)).not.toEqual(runSeed(7))
})

test('the command runs seeds, and refuses what it does not understand', () => {
  const terminal = () => ({
    text: '',
    write(text: string) {
      this.text += text
    },
  })
  const [out, err] = [terminal(), terminal()]
  expect(simulate(['--seed', '3'], out, err)).toBe(0)
  expect(out.text).toMatch(/1 seeds from 3 .* all laws held/)
  expect(simulate(['--seeds', 'x'], out, err)).toBe(2)
  expect(simulate(['--help'], out, err)).toBe(0)
  expect(simulate(['--sedes', '1'], out, err)).toBe(2)
})

describe('the bugs of secret chats that `npm run mutate` seeds', () => {
  it.each(secretMutants)('$name still has its one place in $file', ({ file, from, to }) => {
    const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
    expect(source.split(from)).toHaveLength(2)
    expect(to).not.toBe(from)
  })
})
