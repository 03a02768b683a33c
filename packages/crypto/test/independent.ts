/*
 * The arithmetic of secret chats once more, written from the documentation with plain `node:crypto` and `bigint`, for tests
 * to compare with. Nothing here comes from the package.
 */
import { createCipheriv, createHash } from 'node:crypto'

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let [square, rest] = [base % modulus, exponent]; rest > 0n; rest >>= 1n, square = (square * square) % modulus)
    if (rest & 1n) result = (result * square) % modulus
  return result
}

export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

export function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(512, '0'), 'hex')
}

/** key_fingerprint: the 64 lower bits of SHA-1, as a little-endian signed long. */
export function fingerprintOf(key: Uint8Array): bigint {
  return createHash('sha1').update(key).digest().readBigInt64LE(12)
}

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
const sha1 = (...parts: Uint8Array[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest()

/** A whole packet under MTProto 2.0; the plaintext has its padding. */
export function packetOf(key: Uint8Array, x: 0 | 8, plaintext: Uint8Array): Buffer {
  const msgKey = sha256(key.subarray(88 + x, 120 + x), plaintext).subarray(8, 24)
  const a = sha256(msgKey, key.subarray(x, x + 36))
  const b = sha256(key.subarray(40 + x, 76 + x), msgKey)
  const aesKey = Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)])
  const iv = Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)])
  return Buffer.concat([sha1(key).subarray(12, 20), msgKey, ige(aesKey, iv, plaintext)])
}

/** A whole packet under MTProto 1.0, as clients of layers below 73 sent it. */
export function packetOfV1(key: Uint8Array, message: Uint8Array, padding: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(message.length)
  const msgKey = sha1(length, message).subarray(4, 20)
  const a = sha1(msgKey, key.subarray(0, 32))
  const b = sha1(key.subarray(32, 48), msgKey, key.subarray(48, 64))
  const c = sha1(key.subarray(64, 96), msgKey)
  const d = sha1(msgKey, key.subarray(96, 128))
  const aesKey = Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)])
  const iv = Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)])
  return Buffer.concat([sha1(key).subarray(12, 20), msgKey, ige(aesKey, iv, Buffer.concat([length, message, padding]))])
}

/** c[i] = AES(p[i] ^ c[i-1]) ^ p[i-1], with c[-1] and p[-1] from the IV. */
export function ige(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Buffer {
  const out = Buffer.alloc(plaintext.length)
  let [cipher, plain] = [iv.subarray(0, 16), iv.subarray(16, 32)]
  for (let at = 0; at < plaintext.length; at += 16) {
    const aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    const block = plaintext.subarray(at, at + 16)
    const mixed = aes.update(block.map((byte, i) => byte ^ (cipher[i] ?? 0)))
    out.set(
      mixed.map((byte, i) => byte ^ (plain[i] ?? 0)),
      at,
    )
    cipher = out.subarray(at, at + 16)
    plain = block
  }
  return out
}
