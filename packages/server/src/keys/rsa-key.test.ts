import { generateKeyPairSync } from 'node:crypto'
import { parsePrivateKey } from '@chappe/crypto'
import { expect, it } from 'vitest'
import { newPem } from './rsa-key.ts'

function draw(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
}

function firstDigit(pem: string): string {
  const { fingerprint } = parsePrivateKey(pem).publicKey
  return BigInt.asUintN(64, fingerprint).toString(16).padStart(16, '0').charAt(0)
}

it('draws a key again when its fingerprint would begin with a zero digit', { timeout: 60_000 }, () => {
  const drawn: string[] = []
  const unusable = ((): string => {
    for (;;) {
      const pem = draw()
      if (firstDigit(pem) === '0') return pem
    }
  })()
  const pem = newPem(() => {
    const next = drawn.length < 2 ? unusable : draw()
    drawn.push(next)
    return next
  })
  expect(drawn.length).toBeGreaterThan(2)
  expect(pem).toBe(drawn.at(-1))
  expect(firstDigit(pem)).not.toBe('0')
})
