import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../test/arbitraries.ts'
import { checkDhParams, checkDhPublic, DH_GENERATOR, DH_PRIME, dhSharedKey, generateDhKeyPair } from './dh.ts'
import { isProbablePrime, modPow } from './numbers.ts'

/** The safe prime of RFC 3526, 3 (2048-bit MODP group): none that the package knows beforehand. */
const MODP_2048 = BigInt(
  `0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd
    ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed
    ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f
    83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b
    e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510
    15728e5a8aacaa68ffffffffffffffff`.replace(/\s/g, ''),
)

const code = (value: string) => expect.objectContaining({ code: value })

test('KX-6: the known prime passes with the generators that suit it and no others', () => {
  // p mod 8 = 3, p mod 3 = 2, p mod 5 = 1, p mod 24 = 11, p mod 7 = 2.
  const fits = [2, 3, 4, 5, 6, 7].filter((g) => {
    try {
      checkDhParams(DH_PRIME, g)
      return true
    } catch (error) {
      expect(error).toEqual(code('BAD_DH_GENERATOR'))
      return false
    }
  })
  // The condition is that g is a square: Euler's criterion says the same without any table.
  const squares = [2, 3, 4, 5, 6, 7].filter((g) => modPow(BigInt(g), (DH_PRIME - 1n) / 2n, DH_PRIME) === 1n)
  expect(fits).toEqual(squares)
  expect(fits).toContain(DH_GENERATOR)
})

test('KX-6: the built-in prime is what it is trusted to be', () => {
  expect(isProbablePrime(DH_PRIME)).toBe(true)
  expect(isProbablePrime((DH_PRIME - 1n) / 2n)).toBe(true)
})

test('KX-6: a safe prime that is not known is tested and passes', () => {
  const g = [2, 3, 4, 5, 6, 7].filter((candidate) => modPow(BigInt(candidate), (MODP_2048 - 1n) / 2n, MODP_2048) === 1n)
  expect(g.length).toBeGreaterThan(1)
  for (const generator of g) checkDhParams(MODP_2048, generator)
})

test('KX-6: g outside of 2 to 7 is refused', () => {
  for (const g of [-2, 0, 1, 8, 9, 2.5, Number.NaN])
    expect(() => checkDhParams(DH_PRIME, g)).toThrow(code('BAD_DH_GENERATOR'))
})

test('KX-6: a modulus that is composite, or prime but not safe, or of another length is refused', () => {
  const notSafe = (1n << 2047n) + 1919n
  expect(isProbablePrime(notSafe)).toBe(true)
  for (const p of [
    notSafe,
    DH_PRIME + 2n,
    DH_PRIME + 24n,
    DH_PRIME * 2n,
    DH_PRIME >> 1n,
    MODP_2048 - 2n,
    0n,
    -DH_PRIME,
  ])
    expect(() => checkDhParams(p, 4)).toThrow(code('BAD_DH_PRIME'))
})

test('KX-7: public values near 0 and near p are refused, those between are taken', () => {
  const margin = 1n << (2048n - 64n)
  for (const value of [
    -1n,
    0n,
    1n,
    2n,
    margin - 1n,
    DH_PRIME - margin + 1n,
    DH_PRIME - 1n,
    DH_PRIME,
    DH_PRIME + margin,
  ])
    expect(() => checkDhPublic(value, DH_PRIME)).toThrow(code('BAD_DH_PUBLIC'))
  for (const value of [margin, DH_PRIME - margin, DH_PRIME >> 1n]) checkDhPublic(value, DH_PRIME)
})

test('KX-7: no shared key is computed from a public value that fails the check', () => {
  for (const value of [0n, 1n, DH_PRIME - 1n])
    expect(() => dhSharedKey(value, 5n, DH_PRIME)).toThrow(code('BAD_DH_PUBLIC'))
})

test('two sides share one key, whatever the length of their exponents', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed)
      const client = generateDhKeyPair(random, DH_GENERATOR, DH_PRIME)
      const server = generateDhKeyPair(random, DH_GENERATOR, DH_PRIME, 512)
      expect(dhSharedKey(server.public, client.secret, DH_PRIME)).toEqual(
        dhSharedKey(client.public, server.secret, DH_PRIME),
      )
    }),
    { numRuns: 5 },
  )
})

test('a random source that gives only zeros makes no key pair', () => {
  expect(() => generateDhKeyPair((length) => new Uint8Array(length), DH_GENERATOR, DH_PRIME)).toThrow(
    code('BAD_DH_PUBLIC'),
  )
})
