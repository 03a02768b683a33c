import { expect, test } from 'vitest'
import { hex } from '../test/arbitraries.ts'
import { aesIgeDecrypt, aesIgeEncrypt, createAesCtr } from './aes.ts'

const key = new Uint8Array(32)

test('AES-256-CTR gives the vector of NIST SP 800-38A, F.5.5', () => {
  const stream = createAesCtr(
    hex('603deb1015ca71be2b73aef0857d7781 1f352c073b6108d72d9810a30914dff4'),
    hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'),
  )
  const plaintext = hex(`6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
    30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`)
  expect(stream.process(plaintext)).toEqual(
    hex(`601ec313775789a5b7a7f504bbf3d228 f443e3ca4d62b59aca84e990cacaf5c5
      2b0930daa23de94ce87017ba2d84988d dfc9c58db67aada613c2dd08457941a6`),
  )
})

test('AES-256-IGE with a zero IV begins as the block cipher does: FIPS 197, C.3', () => {
  const cipherKey = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
  const block = hex('00112233445566778899aabbccddeeff')
  expect(aesIgeEncrypt(block, cipherKey, new Uint8Array(32))).toEqual(hex('8ea2b7ca516745bfeafc49904b496089'))
})

test('lengths are checked before anything is done', () => {
  const cases = [
    () => aesIgeEncrypt(new Uint8Array(15), key, key),
    () => aesIgeDecrypt(new Uint8Array(17), key, key),
    () => aesIgeEncrypt(new Uint8Array(16), key.subarray(16), key),
    () => aesIgeDecrypt(new Uint8Array(16), key, key.subarray(16)),
    () => createAesCtr(key.subarray(1), new Uint8Array(16)),
    () => createAesCtr(key, key),
  ]
  for (const attempt of cases) expect(attempt).toThrow(expect.objectContaining({ code: 'BAD_LENGTH' }))
})

test('no blocks encrypt to no blocks', () => {
  expect(aesIgeEncrypt(new Uint8Array(0), key, key)).toEqual(new Uint8Array(0))
})

test('a wiped stream gives nothing more', () => {
  const stream = createAesCtr(key, new Uint8Array(16))
  expect(stream.process(new Uint8Array(3)).length).toBe(3)
  stream.wipe()
  stream.wipe()
  expect(() => stream.process(new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'KEY_WIPED' }))
})
