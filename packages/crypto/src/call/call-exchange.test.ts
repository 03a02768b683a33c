import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { seededRandom } from '../../test/arbitraries.ts'
import { bytesOf, fingerprintOf, numberOf, power } from '../../test/independent.ts'
import { bigIntToBytes } from '../bytes.ts'
import { DH_GENERATOR, DH_PRIME } from '../dh.ts'
import type { DhConfig } from '../end-to-end-dh.ts'
import { acceptCall, completeCall, confirmCall, requestCall } from './call-exchange.ts'

const random = seededRandom(71)
const config: DhConfig = { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR, random: random(256) }
const code = (value: string) => expect.objectContaining({ code: value })

test('both ends of a call come to the key and the emoji that a second computation gives', () => {
  const caller = requestCall(config, random)
  const callee = acceptCall(config, random)
  const expected = bytesOf(power(numberOf(callee.public), numberOf(caller.secret), DH_PRIME))
  const calling = confirmCall(config, caller, callee.public)
  const called = completeCall(config, callee, caller.gAHash, caller.public, calling.keyFingerprint)
  expect(Buffer.from(caller.gAHash)).toEqual(createHash('sha256').update(caller.public).digest())
  for (const { key, keyFingerprint } of [calling, called]) {
    expect(Buffer.from(key.bytes)).toEqual(expected)
    expect(keyFingerprint).toBe(fingerprintOf(expected))
  }
  expect(called.emoji).toEqual(calling.emoji)
  expect(called.emoji).toHaveLength(4)
})

test('a caller that shows another g_a than it had committed itself to is refused, before a key is computed', () => {
  const [caller, other, callee] = [requestCall(config, random), requestCall(config, random), acceptCall(config, random)]
  const calling = confirmCall(config, other, callee.public)
  const complete = () => completeCall(config, callee, caller.gAHash, other.public, calling.keyFingerprint)
  expect(complete).toThrow(code('COMMITMENT_MISMATCH'))
  expect(callee.secret.every((byte) => byte === 0)).toBe(true)
})

test('a fingerprint of another key, a committed value out of range and a short one are refused', () => {
  const [caller, callee] = [requestCall(config, random), acceptCall(config, random)]
  expect(() => completeCall(config, callee, caller.gAHash, caller.public, 1n)).toThrow(code('KEY_FINGERPRINT_MISMATCH'))
  const one = bigIntToBytes(1n, 256)
  const hash = new Uint8Array(createHash('sha256').update(one).digest())
  expect(() => completeCall(config, acceptCall(config, random), hash, one, 1n)).toThrow(code('BAD_DH_PUBLIC'))
  expect(() => completeCall(config, acceptCall(config, random), hash, one.subarray(1), 1n)).toThrow(code('BAD_LENGTH'))
  expect(() => confirmCall(config, requestCall(config, random), one)).toThrow(code('BAD_DH_PUBLIC'))
})
