/**
 * The small pieces that both sides of "Creating an Authorization Key" compute alike. Section numbers are that page's.
 */
import { aesIgeDecrypt, aesIgeEncrypt, concat, equalBytes, type RandomBytes, sha1 } from '@chappe/crypto'

export interface TemporaryAes {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

/** tmp_aes_key and tmp_aes_iv (6). */
export function deriveTemporaryAes(serverNonce: Uint8Array, newNonce: Uint8Array): TemporaryAes {
  const newServer = sha1(concat(newNonce, serverNonce))
  const serverNew = sha1(concat(serverNonce, newNonce))
  const newNew = sha1(concat(newNonce, newNonce))
  return {
    key: concat(newServer, serverNew.subarray(0, 12)),
    iv: concat(serverNew.subarray(12), newNew, newNonce.subarray(0, 4)),
  }
}

/** SHA-1 of the data, the data, and 0..15 random bytes up to whole blocks, encrypted (6 and 7). */
export function sealHashed(data: Uint8Array, aes: TemporaryAes, random: RandomBytes): Uint8Array {
  const padding = random(-(20 + data.length) & 15)
  return aesIgeEncrypt(concat(sha1(data), data, padding), aes.key, aes.iv)
}

/**
 * The reverse of `sealHashed`. The length of the padding is found by the hash alone, so nothing is parsed before it is
 * known to be authentic; all 16 lengths are tried whichever fits, so the time tells nothing.
 * @returns the data, or undefined if no length fits
 */
export function openHashed(encrypted: Uint8Array, aes: TemporaryAes): Uint8Array | undefined {
  const plain = aesIgeDecrypt(encrypted, aes.key, aes.iv)
  const hash = plain.subarray(0, 20)
  let found: Uint8Array | undefined
  for (let padding = 0; padding < 16; padding++) {
    const data = plain.subarray(20, Math.max(20, plain.length - padding))
    if (equalBytes(sha1(data), hash)) found = data
  }
  return found
}

/** new_nonce_hash1 (2, 3) for `number` 1 (2, 3): what dh_gen_ok (retry, fail) carries as proof (9). */
export function newNonceHash(newNonce: Uint8Array, number: 1 | 2 | 3, auxHash: bigint): Uint8Array {
  const tail = new Uint8Array(9)
  tail[0] = number
  new DataView(tail.buffer).setBigInt64(1, auxHash, true)
  return sha1(concat(newNonce, tail)).slice(4)
}

/** new_nonce_hash, which a server sends along when it refuses req_DH_params (6). */
export function newNonceHashPlain(newNonce: Uint8Array): Uint8Array {
  return sha1(newNonce).slice(4)
}

/** The first server salt of the new key, as the signed `long` that messages carry (9). */
export function initialSalt(newNonce: Uint8Array, serverNonce: Uint8Array): bigint {
  const first = new DataView(newNonce.buffer, newNonce.byteOffset).getBigInt64(0, true)
  const second = new DataView(serverNonce.buffer, serverNonce.byteOffset).getBigInt64(0, true)
  return first ^ second
}
