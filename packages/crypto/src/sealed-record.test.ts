import { createCipheriv } from 'node:crypto'
import { hchacha } from '@noble/ciphers/chacha.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, seededRandom } from '../test/arbitraries.ts'
import { openRecord, sealRecord } from './sealed-record.ts'

const key = seededRandom(3)(32)

test('a record opens under its key and name, and under nothing else', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.string(),
      bytes(32),
      fc.string(),
      (record, name, other, rename) => {
        const sealed = sealRecord(key, name, record, seededRandom(5))
        expect(openRecord(key, name, sealed)).toEqual(record)
        if (Buffer.compare(other, key) !== 0) expect(() => openRecord(other, name, sealed)).toThrow('does not open')
        if (rename !== name) expect(() => openRecord(key, rename, sealed)).toThrow('does not open')
      },
    ),
  )
})

test('no bit of a record can change unnoticed, and what is cut short does not open', () => {
  const sealed = sealRecord(key, 'name', new Uint8Array(20), seededRandom(5))
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = sealed.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(() => openRecord(key, 'name', changed)).toThrow('does not open')
  }
  for (let length = 0; length < sealed.length; length++)
    expect(() => openRecord(key, 'name', sealed.subarray(0, length))).toThrow('does not open')
})

test('the ciphertext is what ChaCha20-Poly1305 of OpenSSL makes under the subkey of the nonce', () => {
  const record = new TextEncoder().encode('a record')
  const sealed = sealRecord(key, 'name', record, seededRandom(9))
  const nonce = sealed.subarray(1, 25)
  const words = (of: Uint8Array): Uint32Array => new Uint32Array(of.slice().buffer)
  const sigma = words(new TextEncoder().encode('expand 32-byte k'))
  const subkey = new Uint32Array(8)
  hchacha(sigma, words(key), words(nonce.subarray(0, 16)), subkey)
  const iv = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)])
  const cipher = createCipheriv('chacha20-poly1305', Buffer.from(subkey.buffer), iv, { authTagLength: 16 })
  cipher.setAAD(Buffer.from('name'), { plaintextLength: record.length })
  const expected = Buffer.concat([cipher.update(record), cipher.final(), cipher.getAuthTag()])
  expect(Buffer.from(sealed.subarray(25)).equals(expected)).toBe(true)
})
