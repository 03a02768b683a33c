import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { seededRandom } from '../test/arbitraries.ts'
import {
  generatePrivateKey,
  parsePrivateKey,
  parsePublicKey,
  privateKeyToPem,
  publicKeyToPem,
  rsaPublicKey,
} from './rsa-keys.ts'

const key = generatePrivateKey(seededRandom(1))
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const broken = expect.objectContaining({ code: 'BAD_KEY' })

test('a made key has a fingerprint without a leading zero digit, since mtcute finds no other', () => {
  for (let seed = 10; seed < 14; seed++) {
    const { fingerprint } = generatePrivateKey(seededRandom(seed)).publicKey
    expect(BigInt.asUintN(64, fingerprint).toString(16)).toHaveLength(16)
  }
})

test('a generated key has 2048 bits, follows from the randomness alone, and OpenSSL accepts it', () => {
  expect(key.n >> 2047n).toBe(1n)
  expect(generatePrivateKey(seededRandom(1))).toEqual(key)
  expect(generatePrivateKey(seededRandom(2)).n).not.toBe(key.n)
  const pem = createPublicKey(createPrivateKey(privateKeyToPem(key))).export({ type: 'pkcs1', format: 'pem' })
  expect(publicKeyToPem(key.publicKey)).toBe(pem)
})

test('keys come back from their PEM', () => {
  expect(parsePrivateKey(privateKeyToPem(key))).toEqual(key)
  expect(parsePublicKey(publicKeyToPem(key.publicKey))).toEqual(key.publicKey)
})

test('the forms that OpenSSL writes are read, and say the same', () => {
  const pkcs1 = parsePublicKey(publicKey.export({ type: 'pkcs1', format: 'pem' }).toString())
  expect(parsePublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toEqual(pkcs1)
  const own = parsePrivateKey(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())
  expect(parsePrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toEqual(own)
  expect(own.publicKey).toEqual(pkcs1)
})

test('what is no RSA key of 2048 bits is refused', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const publicTexts = [
    '',
    'nonsense',
    '-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----',
    '-----BEGIN RSA PUBLIC KEY-----\nMIIB\n-----END RSA PUBLIC KEY-----',
    privateKeyToPem(key),
    ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    short.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ]
  for (const text of publicTexts) expect(() => parsePublicKey(text)).toThrow(broken)
  const privateTexts = [
    publicKeyToPem(key.publicKey),
    ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ]
  for (const text of privateTexts) expect(() => parsePrivateKey(text)).toThrow(broken)
  expect(() => rsaPublicKey(key.n, 2n)).toThrow(broken)
  expect(() => rsaPublicKey(key.n + 1n, 3n)).toThrow(broken)
})

test('a private key whose numbers do not belong together is refused', () => {
  expect(() => parsePrivateKey(privateKeyToPem({ ...key, d: key.d + 2n }))).toThrow(broken)
  expect(() => parsePrivateKey(privateKeyToPem({ ...key, q: key.q + 2n }))).toThrow(broken)
})

test('a PEM cut short anywhere is an error of this package and nothing else', () => {
  const lines = publicKeyToPem(key.publicKey).trim().split('\n')
  for (let keep = 1; keep < lines.length - 2; keep++) {
    const text = [lines[0], ...lines.slice(1, 1 + keep), lines.at(-1)].join('\n')
    expect(() => parsePublicKey(text)).toThrow(broken)
  }
})
