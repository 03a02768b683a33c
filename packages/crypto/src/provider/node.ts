import { createCipheriv, hash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { equalBytes } from '../bytes.ts'
import { isProbablePrime, modPow, rsaPrivate } from './node-numbers.ts'
import { ENCRYPTED_OFFSET } from './packet.ts'
import { portableProvider } from './portable.ts'
import type { CryptoProvider, CtrStream } from './provider.ts'
import { loadWasm, MAX_CHUNK, type WasmMemory, wasmOperations } from './wasm.ts'

/*
 * Which of the two is faster depends on the length: a call into OpenSSL costs one to three microseconds before it does
 * anything, and then runs on the processor's own instructions. The limits are where `npm run bench -- crypto` showed the
 * two to meet.
 */
const NATIVE_HASH_FROM = 256
const NATIVE_PACKET_HASH_FROM = 768
const NATIVE_CBC_FROM = 1280
/** Node gives arrays of this size a buffer of their own. */
const RELEASED_FROM = 32_768

/** The bytes of a Buffer as the plain array that the other providers give. */
const plain = (buffer: Buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)

const nativeHash = (algorithm: string) => (data: Uint8Array) => plain(hash(algorithm, data, 'buffer'))
const nativeSha256 = nativeHash('sha256')
const pbkdf2Async = promisify(pbkdf2)

function createCtr(key: Uint8Array, iv: Uint8Array): CtrStream {
  const cipher = createCipheriv('aes-256-ctr', key, iv)
  return {
    process: (data) => plain(cipher.update(data)),
    // OpenSSL clears the key schedule when it ends the operation.
    wipe: () => void cipher.final(),
  }
}

/**
 * IGE encryption of the data in the module's memory by OpenSSL's CBC. With z[i] = c[i] ^ p[i-1], the IGE equation
 * c[i] = E(p[i] ^ c[i-1]) ^ p[i-1] reads z[i] = E((p[i] ^ p[i-2]) ^ z[i-1]): CBC over p[i] ^ p[i-2].
 */
function encryptByCbc(wasm: WasmMemory, length: number): void {
  const { exports, data, aesKey, aesIv } = wasm
  const scratch = data + length
  wasm.reserve(2 * length)
  exports.unchain(length, scratch)
  const { bytes } = wasm
  const cipher = createCipheriv('aes-256-cbc', bytes.subarray(aesKey, aesKey + 32), bytes.subarray(aesIv, aesIv + 16))
  cipher.setAutoPadding(false)
  const encrypted = cipher.update(bytes.subarray(scratch, scratch + length))
  bytes.set(encrypted, scratch)
  // Collecting what is large as garbage would take longer than encrypting it.
  if (length >= RELEASED_FROM && encrypted.buffer instanceof ArrayBuffer) encrypted.buffer.transfer(0)
  cipher.final()
  exports.rechain(length, scratch)
  exports.wipeSecrets()
}

/** The message key of the data in the module's memory, in place of the part of the authorization key before the data. */
function messageKeyOf(wasm: WasmMemory, x: 0 | 8, length: number): Uint8Array {
  const from = wasm.exports.prefixData(x)
  return nativeSha256(wasm.bytes.subarray(from, wasm.data + length)).subarray(8, 24)
}

function withWasm(wasm: WasmMemory): Partial<CryptoProvider> {
  const small = wasmOperations(wasm)
  const { exports, packet, data, authKey, aesKey, aesIv } = wasm
  return {
    sha256: (input) => (input.length < NATIVE_HASH_FROM ? small.sha256(input) : nativeSha256(input)),

    igeDecrypt: small.igeDecrypt,

    igeEncrypt(input, key, iv) {
      if (input.length < NATIVE_CBC_FROM || input.length > MAX_CHUNK) return small.igeEncrypt(input, key, iv)
      wasm.reserve(input.length)
      wasm.bytes.set(key, aesKey)
      wasm.bytes.set(iv, aesIv)
      wasm.bytes.set(input, data)
      encryptByCbc(wasm, input.length)
      return wasm.bytes.slice(data, data + input.length)
    },

    sealPacket(key, keyId, x, plaintext) {
      const { length } = plaintext
      if (length < NATIVE_PACKET_HASH_FROM || length > MAX_CHUNK) return small.sealPacket(key, keyId, x, plaintext)
      wasm.reserve(length)
      wasm.bytes.set(key, authKey)
      wasm.bytes.set(plaintext, data)
      const msgKey = messageKeyOf(wasm, x, length)
      wasm.bytes.set(keyId, packet)
      wasm.bytes.set(msgKey, packet + 8)
      exports.deriveKeys(x)
      if (length < NATIVE_CBC_FROM) exports.encrypt(length)
      else encryptByCbc(wasm, length)
      exports.wipeSecrets()
      return wasm.bytes.slice(packet, data + length)
    },

    openPacket(key, x, sealed) {
      const length = sealed.length - ENCRYPTED_OFFSET
      if (length < NATIVE_PACKET_HASH_FROM || length > MAX_CHUNK) return small.openPacket(key, x, sealed)
      wasm.reserve(length)
      wasm.bytes.set(key, authKey)
      wasm.bytes.set(sealed, packet)
      exports.deriveKeys(x)
      exports.decrypt(length)
      const genuine = equalBytes(messageKeyOf(wasm, x, length), sealed.subarray(8, ENCRYPTED_OFFSET))
      const plaintext = genuine ? wasm.bytes.slice(data, data + length) : undefined
      exports.wipePacket(sealed.length)
      exports.wipeSecrets()
      return plaintext
    },
  }
}

/** OpenSSL through `node:crypto`, and WebAssembly for what OpenSSL cannot do or does slower. */
export function createNodeProvider(): CryptoProvider {
  const wasm = loadWasm()
  return {
    ...portableProvider,
    sha256: nativeSha256,
    ...(wasm && withWasm(wasm)),
    name: wasm ? 'node' : 'node-without-wasm',
    sha1: nativeHash('sha1'),
    sha512: nativeHash('sha512'),
    pbkdf2Sha512: async (password, salt, iterations) =>
      plain(await pbkdf2Async(password, salt, iterations, 64, 'sha512')),
    createCtr,
    modPow,
    rsaPrivate,
    isProbablePrime,
  }
}

/** What Node runs on. */
export const provider: CryptoProvider = createNodeProvider()
