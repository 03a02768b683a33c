import { expect, test } from 'vitest'
import { releaseBytes } from './release-bytes.ts'

const LARGE = 100_000

test('a large array is given back, also with a little behind it, and once more does no harm', () => {
  const whole = new Uint8Array(LARGE)
  releaseBytes(whole)
  releaseBytes(whole)
  expect(whole.length).toBe(0)
  const padded = new Uint8Array(LARGE).subarray(0, LARGE - 15)
  releaseBytes(padded)
  expect(padded.length).toBe(0)
})

test('what is small, or shares its memory, stays', () => {
  const small = new Uint8Array(1000)
  releaseBytes(small)
  expect(small.length).toBe(1000)
  const shared = new Uint8Array(LARGE)
  releaseBytes(shared.subarray(0, LARGE / 2))
  releaseBytes(Buffer.allocUnsafe(1000))
  expect(shared.length).toBe(LARGE)
})
