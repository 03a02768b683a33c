import { createHash, getCiphers } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blocks, bytes, hex, seededRandom } from '../../test/arbitraries.ts'
import { WASM_BASE64 } from '../generated/wasm-module.ts'
import { createNodeProvider } from './node.ts'
import { portableProvider as oracle } from './portable.ts'
import type { CryptoProvider } from './provider.ts'
import { instantiate, loadWasm, WasmMemory, wasmOperations } from './wasm.ts'
import { createWebProvider } from './web.ts'

/** Engines without relaxed SIMD run another build of the module. */
function withoutRelaxedSimd(): CryptoProvider {
  const exports = instantiate(WASM_BASE64)
  if (exports === undefined) throw new Error('this Node has no WebAssembly')
  return { ...oracle, ...wasmOperations(new WasmMemory(exports)), name: 'wasm without relaxed SIMD' }
}

const providers: readonly CryptoProvider[] = [createNodeProvider(), createWebProvider(), withoutRelaxedSimd()]
const side = fc.constantFrom<0 | 8>(0, 8)

test('on this platform the fast providers are there', () => {
  expect(providers.map(({ name }) => name)).toEqual(['node', 'wasm', 'wasm without relaxed SIMD'])
  expect(getCiphers()).toContain('aes-256-cbc')
})

describe.each(providers)('the $name provider agrees with the oracle', (provider) => {
  test('on hashes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (data) => {
        expect(provider.sha1(data)).toEqual(oracle.sha1(data))
        expect(provider.sha256(data)).toEqual(oracle.sha256(data))
        expect(provider.sha512(data)).toEqual(oracle.sha512(data))
      }),
      { numRuns: 60 },
    )
  })

  test('on SHA-256 around every block boundary', () => {
    for (let length = 0; length <= 260; length++) {
      const data = Uint8Array.from({ length }, (_, i) => i * 7)
      expect(provider.sha256(data)).toEqual(new Uint8Array(createHash('sha256').update(data).digest()))
    }
  })

  test('on AES-IGE in both directions', () => {
    fc.assert(
      fc.property(blocks, bytes(32), bytes(32), (data, key, iv) => {
        const encrypted = provider.igeEncrypt(data, key, iv)
        expect(encrypted).toEqual(oracle.igeEncrypt(data, key, iv))
        expect(provider.igeDecrypt(encrypted, key, iv)).toEqual(data)
      }),
      { numRuns: 80 },
    )
  })

  test('on AES-IGE that is longer than the module takes at once', () => {
    const data = new Uint8Array((1 << 20) + 4096 + 16).map((_, i) => i * 31)
    const key = Uint8Array.from({ length: 32 }, (_, i) => i)
    const encrypted = provider.igeEncrypt(data, key, key)
    expect(Buffer.compare(encrypted, oracle.igeEncrypt(data, key, key))).toBe(0)
    expect(Buffer.compare(provider.igeDecrypt(encrypted, key, key), data)).toBe(0)
  })

  test('on whole packets in both directions', () => {
    fc.assert(
      fc.property(bytes(256), bytes(8), side, blocks, (authKey, keyId, x, plaintext) => {
        const packet = provider.sealPacket(authKey, keyId, x, plaintext)
        expect(packet).toEqual(oracle.sealPacket(authKey, keyId, x, plaintext))
        expect(provider.openPacket(authKey, x, packet)).toEqual(plaintext)
      }),
      { numRuns: 80 },
    )
  })

  test('on refusing a packet with any bit changed after the key id', () => {
    const plaintext = fc.constantFrom(64, 1024, 8192).map((length) => new Uint8Array(length).fill(7))
    fc.assert(
      fc.property(bytes(256), side, plaintext, fc.nat(), fc.nat(7), (authKey, x, data, where, bit) => {
        const packet = provider.sealPacket(authKey, new Uint8Array(8), x, data)
        const at = 8 + (where % (packet.length - 8))
        packet[at] = (packet[at] ?? 0) ^ (1 << bit)
        expect(provider.openPacket(authKey, x, packet)).toBeUndefined()
      }),
      { numRuns: 40 },
    )
  })

  test('on AES-CTR however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 })), bytes(32), bytes(16), (parts, key, iv) => {
        const [ours, theirs] = [provider.createCtr(key, iv), oracle.createCtr(key, iv)]
        const whole = theirs.process(Uint8Array.from(parts.flatMap((part) => [...part])))
        expect(parts.flatMap((part) => [...ours.process(part)])).toEqual([...whole])
        ours.wipe()
      }),
      { numRuns: 50 },
    )
  })

  test('on powers, with moduli of any kind', () => {
    const number = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
    fc.assert(
      fc.property(fc.constantFrom(64, 1024, 2048), number(2048), number(400), number(2048), (size, b, e, m) => {
        const modulus = (m % (1n << BigInt(size))) + (1n << BigInt(size - 1)) + 1n
        expect(provider.modPow(b % modulus, e, modulus)).toBe(oracle.modPow(b % modulus, e, modulus))
      }),
      { numRuns: 40 },
    )
  })

  test('on the edges of powers', () => {
    const modulus = (1n << 2048n) - 1942289n
    for (const base of [0n, 1n, 2n, modulus - 2n, modulus - 1n])
      for (const exponent of [0n, 1n, 2n, 1n << 70n, modulus - 1n, modulus + 5n])
        expect(provider.modPow(base, exponent, modulus)).toBe(oracle.modPow(base, exponent, modulus))
  })

  test('on primes', () => {
    // The last are a Carmichael number, a strong pseudoprime to the bases 2, 3, 5, 7, and a Mersenne prime.
    const numbers = [-7n, 0n, 1n, 2n, 3n, 4n, 1223n, 1229n, 561n, 3215031751n, (1n << 521n) - 1n, (1n << 520n) - 1n]
    expect(numbers.map((n) => provider.isProbablePrime(n))).toEqual(numbers.map((n) => oracle.isProbablePrime(n)))
    expect(numbers.filter((n) => provider.isProbablePrime(n))).toEqual([2n, 3n, 1223n, 1229n, (1n << 521n) - 1n])
  })

  test('on PBKDF2', async () => {
    const [password, salt] = [new TextEncoder().encode('password'), new TextEncoder().encode('salt')]
    // The test vector for SHA-512 that accompanies RFC 6070's.
    expect(await provider.pbkdf2Sha512(password, salt, 1)).toEqual(
      hex(`867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252
           c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce`),
    )
    expect(await provider.pbkdf2Sha512(password, salt, 77)).toEqual(await oracle.pbkdf2Sha512(password, salt, 77))
  })
})

test('nothing secret is left in the memory of the module after a call', () => {
  const wasm = loadWasm()
  if (wasm === undefined) throw new Error('this Node has no WebAssembly')
  const operations = wasmOperations(wasm)
  const random = seededRandom(7)
  const secrets = Array.from({ length: 4 }, () => random(32))
  const [key = new Uint8Array(32), iv = new Uint8Array(32), part = new Uint8Array(32), plain = new Uint8Array(32)] =
    secrets
  const authKey = new Uint8Array(256).map((_, i) => part[i % 32] ?? 0)
  for (const length of [32, 8192]) {
    const plaintext = new Uint8Array(length).map((_, i) => plain[i % 32] ?? 0)
    operations.igeDecrypt(operations.igeEncrypt(plaintext, key, iv), key, iv)
    operations.openPacket(authKey, 0, operations.sealPacket(authKey, new Uint8Array(8), 0, plaintext))
    operations.sha256(plaintext)
    const memory = Buffer.from(wasm.bytes)
    for (const secret of secrets) expect(memory.includes(Buffer.from(secret.subarray(8, 24)))).toBe(false)
  }
})
