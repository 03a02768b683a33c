import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, seededRandom } from '../../test/arbitraries.ts'
import { ige } from '../../test/independent.ts'
import { CryptoError } from '../errors.ts'
import { createFileDecryptor, createFileEncryptor, encryptedFileSize } from './file-cipher.ts'

/** Cuts into parts of whole blocks and a rest. */
function cut(data: Uint8Array, blocks: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = []
  let at = 0
  for (const count of blocks) {
    if (at >= data.length) break
    parts.push(data.subarray(at, at + count * 16))
    at += count * 16
  }
  if (at < data.length) parts.push(data.subarray(at))
  return parts
}

const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 })

test('SC-7: a file is one chain however it is cut, as a second implementation encrypts it, and comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 900 }), bytes(32), bytes(32), cuts, cuts, (file, key, iv, one, other) => {
      const encryptor = createFileEncryptor(key, iv, seededRandom(7))
      const encrypted = Buffer.concat(cut(file, one).map((part) => encryptor.update(part)))
      expect(encrypted.length).toBe(encryptedFileSize(file.length))
      const padding = seededRandom(7)((16 - (file.length % 16)) % 16)
      expect(encrypted).toEqual(ige(key, iv, Buffer.concat([file, padding])))
      const decryptor = createFileDecryptor(key, iv, file.length)
      const again = Buffer.concat(cut(encrypted, other).map((part) => decryptor.update(part)))
      expect(again.equals(file)).toBe(true)
    }),
  )
})

test('nothing can follow the padding, and nothing is worked on under a key that was overwritten', () => {
  const encryptor = createFileEncryptor(new Uint8Array(32), new Uint8Array(32), seededRandom(1))
  encryptor.update(new Uint8Array(17))
  expect(() => encryptor.update(new Uint8Array(16))).toThrow(CryptoError)
  const decryptor = createFileDecryptor(new Uint8Array(32), new Uint8Array(32), 16)
  decryptor.wipe()
  expect(() => decryptor.update(new Uint8Array(16))).toThrow(CryptoError)
  expect(() => createFileDecryptor(new Uint8Array(31), new Uint8Array(32), 1)).toThrow('a file key')
})
