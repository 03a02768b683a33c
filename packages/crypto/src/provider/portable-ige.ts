import { unsafe } from '@noble/ciphers/aes.js'

/*
 * Infinite Garble Extension, block by block:
 *   encryption  c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]
 *   decryption  p[i] = D(c[i] ^ p[i-1]) ^ c[i-1]
 * The 32-byte IV is c[-1] | p[-1].
 */

function toWords(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(bytes.length >> 2)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(i * 4, true)
  return words
}

function toBytes(words: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(words.length * 4)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < words.length; i++) view.setUint32(i * 4, words[i] ?? 0, true)
  return bytes
}

type BlockFunction = typeof unsafe.encrypt

/** Both directions differ only in the block function and in which half of the IV meets the input first. */
function chain(
  data: Uint8Array,
  roundKeys: Uint32Array,
  block: BlockFunction,
  before: Uint32Array,
  after: Uint32Array,
) {
  const words = toWords(data)
  let [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = before
  let [a0 = 0, a1 = 0, a2 = 0, a3 = 0] = after
  for (let i = 0; i < words.length; i += 4) {
    const w0 = words[i] ?? 0
    const w1 = words[i + 1] ?? 0
    const w2 = words[i + 2] ?? 0
    const w3 = words[i + 3] ?? 0
    const { s0, s1, s2, s3 } = block(roundKeys, w0 ^ b0, w1 ^ b1, w2 ^ b2, w3 ^ b3)
    words[i] = b0 = s0 ^ a0
    words[i + 1] = b1 = s1 ^ a1
    words[i + 2] = b2 = s2 ^ a2
    words[i + 3] = b3 = s3 ^ a3
    a0 = w0
    a1 = w1
    a2 = w2
    a3 = w3
  }
  roundKeys.fill(0)
  return toBytes(words)
}

export function igeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  const words = toWords(iv)
  return chain(data, unsafe.expandKeyLE(key), unsafe.encrypt, words.subarray(0, 4), words.subarray(4))
}

export function igeDecrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  const words = toWords(iv)
  return chain(data, unsafe.expandKeyDecLE(key), unsafe.decrypt, words.subarray(4), words.subarray(0, 4))
}
