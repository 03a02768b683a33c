import { aesIgeDecrypt, aesIgeEncrypt } from '../aes.ts'
import { concat, type RandomBytes, wipe } from '../bytes.ts'
import { CryptoError, requireLength } from '../errors.ts'

/*
 * A file of a secret chat ("End-to-End Encryption": Sending Encrypted Files): AES-256-IGE under a key of its own, in one chain
 * from the first byte to the last, with random padding up to a whole block. It is worked on while it streams, so that no more
 * than a part is in memory.
 */

const BLOCK = 16

/** One direction of a file. Parts go in by their order, and their results come out. */
export interface FileCipher {
  /** A part, of whole blocks unless it is the last one. */
  update(part: Uint8Array): Uint8Array
  /** Overwrites the key. */
  wipe(): void
}

/** How many bytes a file of this size has once it is encrypted. */
export function encryptedFileSize(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK
}

/** @param random the padding of the last part */
export function createFileEncryptor(key: Uint8Array, iv: Uint8Array, random: RandomBytes): FileCipher {
  const chain = createChain(key, iv)
  return {
    update(part) {
      chain.requireOpen()
      const rest = part.length % BLOCK
      const whole = rest === 0 ? part : concat(part, random(BLOCK - rest))
      const encrypted = aesIgeEncrypt(whole, chain.key, chain.iv)
      chain.moveOn(encrypted, whole)
      if (rest !== 0) chain.wipe()
      return encrypted
    },
    wipe: chain.wipe,
  }
}

/** @param size the bytes of the file itself; what is beyond is padding, and not given */
export function createFileDecryptor(key: Uint8Array, iv: Uint8Array, size: number): FileCipher {
  const chain = createChain(key, iv)
  let left = size
  return {
    update(part) {
      chain.requireOpen()
      const plain = aesIgeDecrypt(part, chain.key, chain.iv)
      chain.moveOn(part, plain)
      const wanted = plain.subarray(0, Math.min(left, plain.length))
      left -= wanted.length
      return wanted
    },
    wipe: chain.wipe,
  }
}

/** Key and IV, where the IV of the next part is the last block of ciphertext and of plaintext. */
function createChain(fileKey: Uint8Array, fileIv: Uint8Array) {
  requireLength('a file key', fileKey, 32)
  requireLength('a file IV', fileIv, 32)
  const [key, iv] = [fileKey.slice(), fileIv.slice()]
  let over = false
  return {
    key,
    iv,
    moveOn(cipher: Uint8Array, plain: Uint8Array): void {
      if (cipher.length === 0) return
      iv.set(cipher.subarray(-BLOCK))
      iv.set(plain.subarray(-BLOCK), BLOCK)
    },
    requireOpen(): void {
      if (over) throw new CryptoError('KEY_WIPED', 'this file was worked on to its end')
    },
    wipe(): void {
      over = true
      wipe(key, iv)
    },
  }
}
