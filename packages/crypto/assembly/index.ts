// Packets of MTProto 2.0 in one call: message key, key derivation and AES-IGE, without leaving the module.
// The steps are those of src/provider/packet.ts, which cites the documentation.
import { igeDecrypt, igeEncrypt } from './aes'
import { igeDecryptLong } from './aes-lookup'
import {
  AES_IV,
  AES_KEY,
  AUTH_KEY,
  DATA,
  HASH_A,
  HASH_B,
  KDF_BLOCK,
  PACKET,
  SECRETS,
  SECRETS_END,
} from './layout'
import { sha256, sha256OfBlock } from './sha256'

export { sha256 }

export function aesKey(): usize {
  return AES_KEY
}

export function aesIv(): usize {
  return AES_IV
}

export function authKey(): usize {
  return AUTH_KEY
}

export function packet(): usize {
  return PACKET
}

/** Where {@link hash} leaves its result. */
export function digest(): usize {
  return HASH_A
}

/** Overwrites the keys and whatever follows from them. */
export function wipeSecrets(): void {
  const zero = i64x2.splat(0)
  for (let at = SECRETS; at < SECRETS_END; at += 16) v128.store(at, zero)
}

/** Overwrites the packet and the part of the key before it. */
export function wipePacket(length: usize): void {
  memory.fill(PACKET - 8, 0, length + 8)
}

// @ts-ignore: decorator
@inline
function copy16(to: usize, from: usize): void {
  v128.store(to, v128.load(from))
}

// @ts-ignore: decorator
@inline
function copy8(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from))
}

/** A copy of 36 bytes. */
// @ts-ignore: decorator
@inline
function copy36(to: usize, from: usize): void {
  copy16(to, from)
  copy16(to + 16, from + 16)
  store<u32>(to + 32, load<u32>(from + 32))
}

/** `AES_KEY` and `AES_IV` from the message key in the packet and the authorization key. */
export function deriveKeys(x: usize): void {
  // 52 bytes and the padding of SHA-256 are one block: the bit 1, zeros, and the length of 416 bits.
  store<u64>(KDF_BLOCK, 0x80, 52)
  store<u32>(KDF_BLOCK, 0xa0010000, 60)
  copy16(KDF_BLOCK, PACKET + 8)
  copy36(KDF_BLOCK + 16, AUTH_KEY + x)
  sha256OfBlock(KDF_BLOCK, HASH_A)
  copy36(KDF_BLOCK, AUTH_KEY + 40 + x)
  copy16(KDF_BLOCK + 36, PACKET + 8)
  sha256OfBlock(KDF_BLOCK, HASH_B)
  copy8(AES_KEY, HASH_A)
  copy16(AES_KEY + 8, HASH_B + 8)
  copy8(AES_KEY + 24, HASH_A + 24)
  copy8(AES_IV, HASH_B)
  copy16(AES_IV + 8, HASH_A + 8)
  copy8(AES_IV + 24, HASH_B + 24)
}

/** Puts the part of the authorization key that the message key covers before the data; gives the address of both. */
export function prefixData(x: usize): usize {
  copy16(DATA - 32, AUTH_KEY + 88 + x)
  copy16(DATA - 16, AUTH_KEY + 104 + x)
  return DATA - 32
}

export function encrypt(length: usize): void {
  igeEncrypt(DATA, DATA + length)
}

/** From this length on decryption goes by aes-lookup.ts, which says why. */
const LONG: usize = 4096

export function decrypt(length: usize): void {
  if (length < LONG) igeDecrypt(DATA, DATA + length)
  else igeDecryptLong(DATA, DATA + length)
}

/** Encrypts the packet whose data stands in place; the key id is set by the caller afterwards. */
export function seal(x: usize, length: usize): void {
  sha256(prefixData(x), length + 32, HASH_A)
  copy16(PACKET + 8, HASH_A + 8)
  deriveKeys(x)
  igeEncrypt(DATA, DATA + length)
  wipeSecrets()
}

/** Decrypts the packet in place. 1 if its message key is that of the plaintext, else 0; compared in constant time. */
export function open(x: usize, length: usize): i32 {
  deriveKeys(x)
  const low = load<u64>(PACKET, 8)
  const high = load<u64>(PACKET, 16)
  decrypt(length)
  sha256(prefixData(x), length + 32, HASH_A)
  const difference = (load<u64>(HASH_A, 8) ^ low) | (load<u64>(HASH_A, 16) ^ high)
  wipeSecrets()
  return difference == 0 ? 1 : 0
}

/** q[i] = p[i] ^ p[i-2] from the data to `to`: what CBC has to encrypt so that IGE comes out; p[0] is the IV's half. */
export function unchain(length: usize, to: usize): void {
  if (length == 0) return
  v128.store(to, v128.load(DATA))
  let before = v128.load(AES_IV, 16)
  for (let i: usize = 16; i < length; i += 16) {
    const last = v128.load(DATA + i - 16)
    v128.store(to + i, v128.xor(v128.load(DATA + i), before))
    before = last
  }
}

/** c[i] = z[i] ^ p[i-1] into the data, of what CBC gave at `from`. */
export function rechain(length: usize, from: usize): void {
  let before = v128.load(AES_IV, 16)
  for (let i: usize = 0; i < length; i += 16) {
    const plain = v128.load(DATA + i)
    v128.store(DATA + i, v128.xor(v128.load(from + i), before))
    before = plain
  }
}
