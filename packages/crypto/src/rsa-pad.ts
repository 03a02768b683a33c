import { provider } from '#provider'
import { bigIntToBytes, bytesToBigInt, concat, equalBytes, type RandomBytes, wipe, xor } from './bytes.ts'
import { CryptoError, requireLength } from './errors.ts'
import type { RsaPrivateKey, RsaPublicKey } from './rsa-keys.ts'

/*
 * RSA_PAD ("Creating an Authorization Key", 4.1), step by step:
 *   1. data_with_padding := data + random bytes, 192 in all; data has at most 144
 *   2. data_pad_reversed := data_with_padding backwards
 *   3. temp_key := 32 random bytes
 *   4. data_with_hash := data_pad_reversed + SHA256(temp_key + data_with_padding)
 *   5. aes_encrypted := AES256_IGE(data_with_hash, temp_key, iv = 0)
 *   6. temp_key_xor := temp_key XOR SHA256(aes_encrypted)
 *   7. key_aes_encrypted := temp_key_xor + aes_encrypted; not below the modulus: again from step 3
 *   8. encrypted_data := key_aes_encrypted ** e mod n
 */
const MAX_DATA = 144
const PADDED = 192
const KEY = 32
const BLOCK = 256
const ZERO_IV = new Uint8Array(32)

/** Encrypts up to 144 bytes to a server's key: 256 bytes. @throws CryptoError `BAD_LENGTH` */
export function rsaPad(data: Uint8Array, key: RsaPublicKey, random: RandomBytes): Uint8Array {
  if (data.length > MAX_DATA)
    throw new CryptoError('BAD_LENGTH', `RSA_PAD takes at most ${MAX_DATA} bytes, not ${data.length}`)
  const padded = concat(data, random(PADDED - data.length))
  requireLength('the padded data', padded, PADDED)
  const reversed = padded.slice().reverse()
  for (;;) {
    const tempKey = random(KEY)
    requireLength('a temporary key', tempKey, KEY)
    const hash = provider.sha256(concat(tempKey, padded))
    const encrypted = provider.igeEncrypt(concat(reversed, hash), tempKey, ZERO_IV)
    const number = bytesToBigInt(concat(xor(tempKey, provider.sha256(encrypted)), encrypted))
    if (number >= key.n) continue
    wipe(padded, reversed, tempKey)
    return bigIntToBytes(provider.modPow(number, key.e, key.n), BLOCK)
  }
}

/**
 * Opens what {@link rsaPad} made: the 192 bytes of data with padding. Whatever is wrong with the block, all steps are
 * gone through and the same error comes at the end, so that neither answer nor time is an oracle (KX-5).
 *
 * @throws CryptoError `RSA_PAD_INVALID`
 */
export function rsaUnpad(encrypted: Uint8Array, key: RsaPrivateKey): Uint8Array {
  return rsaUnpadEither(encrypted, key, [])
}

/**
 * Opens a block of either padding: RSA_PAD, or the one that came before it and that old clients (Telethon 1) still send,
 * 255 bytes of SHA1(data) + data + random bytes. The result is the data, after RSA_PAD with its padding to 192 bytes.
 * Like {@link rsaUnpad}, it does the same work whatever is in the block.
 *
 * @param legacyLengths the lengths that data in the old padding may have; none: RSA_PAD alone
 * @throws CryptoError `RSA_PAD_INVALID`
 */
export function rsaUnpadEither(
  encrypted: Uint8Array,
  key: RsaPrivateKey,
  legacyLengths: readonly number[],
): Uint8Array {
  const number = encrypted.length === BLOCK ? bytesToBigInt(encrypted) : 0n
  const inRange = number > 0n && number < key.n
  // Any number in range does for a block that must fail anyway; 0 and 1 could be faster than the rest.
  const opened = bigIntToBytes(provider.rsaPrivate(inRange ? number : key.n >> 1n, key), BLOCK)
  const body = opened.subarray(KEY)
  const tempKey = xor(opened.subarray(0, KEY), provider.sha256(body))
  const withHash = provider.igeDecrypt(body, tempKey, ZERO_IV)
  const padded = withHash.slice(0, PADDED).reverse()
  const genuine = equalBytes(provider.sha256(concat(tempKey, padded)), withHash.subarray(PADDED))
  const legacy = openLegacy(opened, legacyLengths)
  const found = inRange ? (genuine ? padded : legacy) : undefined
  wipe(opened, tempKey, withHash)
  if (found !== padded) wipe(padded)
  if (found === undefined) throw new CryptoError('RSA_PAD_INVALID', 'the RSA block cannot be opened')
  return found
}

/** Every length is tried, whichever fits. */
function openLegacy(opened: Uint8Array, lengths: readonly number[]): Uint8Array | undefined {
  const hash = opened.subarray(1, 21)
  let found: Uint8Array | undefined
  for (const length of lengths) {
    const data = opened.slice(21, 21 + length)
    if (equalBytes(provider.sha1(data), hash) && opened[0] === 0) found = data
  }
  return found
}
