import { provider } from '#provider'
import { CryptoError, requireBlocks, requireLength } from './errors.ts'
import type { CtrStream } from './provider/provider.ts'

function checkIge(data: Uint8Array, key: Uint8Array, iv: Uint8Array): void {
  requireBlocks('AES-IGE data', data)
  requireLength('an AES-256 key', key, 32)
  requireLength('an IGE initialization vector', iv, 32)
}

/** AES-256 in Infinite Garble Extension mode; `iv` is the ciphertext block and the plaintext block before the first. */
export function aesIgeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  checkIge(data, key, iv)
  return provider.igeEncrypt(data, key, iv)
}

/** The inverse of {@link aesIgeEncrypt}. */
export function aesIgeDecrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  checkIge(data, key, iv)
  return provider.igeDecrypt(data, key, iv)
}

/** AES-256 in counter mode whose keystream runs on from call to call ("Transport obfuscation", CDN files). */
export function createAesCtr(key: Uint8Array, iv: Uint8Array): CtrStream {
  requireLength('an AES-256 key', key, 32)
  requireLength('a CTR initialization vector', iv, 16)
  const stream = provider.createCtr(key, iv)
  let wiped = false
  return {
    process(data) {
      if (wiped) throw new CryptoError('KEY_WIPED', 'this cipher stream was wiped')
      return stream.process(data)
    },
    wipe() {
      if (!wiped) stream.wipe()
      wiped = true
    },
  }
}
