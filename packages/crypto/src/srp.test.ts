import { pbkdf2Sync } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../test/arbitraries.ts'
import { bigIntToBytes, bytesToBigInt, concat } from './bytes.ts'
import { DH_GENERATOR, DH_PRIME } from './dh.ts'
import { sha256 } from './hashes.ts'
import {
  isSrpVerifier,
  type SrpParams,
  srpAnswer,
  srpChallenge,
  srpCheck,
  srpPasswordHash,
  srpVerifier,
} from './srp.ts'

const random = seededRandom(11)
const params: SrpParams = { salt1: random(40), salt2: random(16), g: DH_GENERATOR, p: bigIntToBytes(DH_PRIME) }
const password = 'correct horse — батарея 🐎'
const unsafe = expect.objectContaining({ code: 'BAD_SRP_PUBLIC' })

let verifier: Uint8Array
beforeAll(async () => {
  verifier = await srpVerifier(password, params)
})

test('the password hash is PH2 of the documentation', async () => {
  const salted = (data: Uint8Array, salt: Uint8Array) => sha256(concat(salt, data, salt))
  const ph1 = salted(salted(new TextEncoder().encode(password), params.salt1), params.salt2)
  const slow = pbkdf2Sync(ph1, params.salt1, 100_000, 64, 'sha512')
  expect(await srpPasswordHash(password, params)).toEqual(salted(slow, params.salt2))
})

test('the right password is proved, again and again with fresh numbers', async () => {
  expect(isSrpVerifier(verifier, params)).toBe(true)
  for (let seed = 0; seed < 3; seed++) {
    const challenge = srpChallenge(params, verifier, seededRandom(seed))
    const answer = await srpAnswer(password, params, challenge.srpB, seededRandom(seed + 100))
    expect([answer.A.length, answer.M1.length, challenge.srpB.length]).toEqual([256, 32, 256])
    expect(srpCheck(params, verifier, challenge, answer)).toBe(true)
  }
})

test('another password, another challenge or a changed proof is refused', async () => {
  const challenge = srpChallenge(params, verifier, random)
  const answer = await srpAnswer(password, params, challenge.srpB, random)
  expect(srpCheck(params, verifier, challenge, await srpAnswer('wrong', params, challenge.srpB, random))).toBe(false)
  expect(srpCheck(params, verifier, srpChallenge(params, verifier, random), answer)).toBe(false)
  const M1 = answer.M1.map((byte, i) => (i === 31 ? byte ^ 1 : byte))
  expect(srpCheck(params, verifier, challenge, { A: answer.A, M1 })).toBe(false)
  expect(srpCheck(params, verifier, challenge, { A: answer.A, M1: answer.M1.subarray(0, 31) })).toBe(false)
})

test('an A of 0 modulo p, which would make the shared key known to anyone, is refused', () => {
  const challenge = srpChallenge(params, verifier, random)
  for (const A of [new Uint8Array(256), new Uint8Array(0), params.p, bigIntToBytes(DH_PRIME + 1n, 256)]) {
    expect(() => srpCheck(params, verifier, challenge, { A, M1: new Uint8Array(32) })).toThrow(unsafe)
  }
})

test('a client takes neither a bad srp_B nor a bad group', async () => {
  for (const srpB of [new Uint8Array(256), params.p]) {
    await expect(srpAnswer(password, params, srpB, random)).rejects.toThrow(unsafe)
  }
  const group = { ...params, p: bigIntToBytes(DH_PRIME + 24n) }
  await expect(srpAnswer(password, group, verifier, random)).rejects.toThrow(
    expect.objectContaining({ code: 'BAD_DH_PRIME' }),
  )
})

test('only a number between 1 and p - 1 can be stored as a verifier', () => {
  const candidates = [0n, 1n, DH_PRIME - 1n, DH_PRIME].map((value) => bigIntToBytes(value, 256))
  expect(candidates.map((value) => isSrpVerifier(value, params))).toEqual([false, false, false, false])
  expect(isSrpVerifier(verifier.subarray(1), params)).toBe(false)
  expect(bytesToBigInt(verifier) > 1n).toBe(true)
})
