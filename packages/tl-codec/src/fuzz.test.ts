import { expect, test } from 'vitest'
import { codecTargets, corpus, fuzz } from '../test/fuzz.ts'

const INPUTS = 20_000
/** A new seed every run; a failure names it. */
const seed = (Math.random() * 0x7fffffff) | 0

test('Mutated and random bytes give values or typed errors, and nothing else', { timeout: 120_000 }, () => {
  const report = fuzz(corpus(seed), seed, INPUTS, codecTargets)
  expect(report.inputs).toBe(INPUTS)
  expect(report.values).toBeGreaterThan(100)
})
