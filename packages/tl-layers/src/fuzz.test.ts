import { corpus, fuzz } from '@chappe/strict-schema/fuzz'
import { expect, test } from 'vitest'
import { layerTargets } from '../test/layer-targets.ts'

const INPUTS = 10_000
/** A new seed every run; a failure names it. */
const seed = (Math.random() * 0x7fffffff) | 0

test('mutated and random bytes give values or typed errors in any layer, and nothing else', {
  timeout: 120_000,
}, () => {
  const report = fuzz(corpus(seed), seed, INPUTS, layerTargets)
  expect(report.inputs).toBe(INPUTS)
  expect(report.values).toBeGreaterThan(30)
})
