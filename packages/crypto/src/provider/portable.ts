import { sha1 as nobleSha1 } from '@noble/hashes/legacy.js'
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { sha256 as nobleSha256, sha512 as nobleSha512 } from '@noble/hashes/sha2.js'
import { openPacketWith, sealPacketWith } from './packet.ts'
import { createPortableCtr } from './portable-ctr.ts'
import { igeDecrypt, igeEncrypt } from './portable-ige.ts'
import { isProbablePrime, modPow, rsaPrivate } from './portable-numbers.ts'
import type { CryptoProvider } from './provider.ts'

const primitives = { sha256: nobleSha256, igeEncrypt, igeDecrypt }

/** Plain JavaScript on audited libraries: works everywhere, and is the oracle that the faster providers must agree with. */
export const portableProvider: CryptoProvider = {
  name: 'portable',
  sha1: nobleSha1,
  sha256: nobleSha256,
  sha512: nobleSha512,
  pbkdf2Sha512: (password, salt, iterations) => pbkdf2Async(nobleSha512, password, salt, { c: iterations, dkLen: 64 }),
  igeEncrypt,
  igeDecrypt,
  createCtr: createPortableCtr,
  sealPacket: (authKey, keyId, x, plaintext) => sealPacketWith(primitives, authKey, keyId, x, plaintext),
  openPacket: (authKey, x, packet) => openPacketWith(primitives, authKey, x, packet),
  modPow,
  rsaPrivate,
  isProbablePrime,
}
