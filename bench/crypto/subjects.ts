import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AuthKey, aesIgeDecrypt, aesIgeEncrypt, openMessage, portableProvider, sealMessage } from '@chappe/crypto'
import { createAesIgeForMessage } from '@mtcute/core/utils.js'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import { ige256Decrypt, ige256Encrypt, initSync, sha256 as mtcuteSha256, SIMD_AVAILABLE } from '@mtcute/wasm'
import { IGE } from 'telegram/crypto/IGE.js'

/** One way to do what every implementation of MTProto 2.0 does with a packet. */
export interface Subject {
  readonly name: string
  /** A whole packet, as the client sends it: key id, message key, encrypted data. */
  seal(plaintext: Uint8Array): Uint8Array
  /** The plaintext of such a packet, its message key checked. */
  open(packet: Uint8Array): Uint8Array
  igeEncrypt(data: Uint8Array): Uint8Array
  igeDecrypt(data: Uint8Array): Uint8Array
}

const require = createRequire(import.meta.url)
initSync(readFileSync(require.resolve(`@mtcute/wasm/${SIMD_AVAILABLE ? 'mtcute-simd.wasm' : 'mtcute.wasm'}`)))

interface Secrets {
  readonly authKey: Uint8Array
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

function chappe({ authKey, key, iv }: Secrets): Subject {
  const auth = new AuthKey(authKey)
  return {
    name: 'chappe',
    seal: (plaintext) => sealMessage(auth, 'client', plaintext),
    open: (packet) => openMessage(auth, 'client', packet),
    igeEncrypt: (data) => aesIgeEncrypt(data, key, iv),
    igeDecrypt: (data) => aesIgeDecrypt(data, key, iv),
  }
}

/** noble's block function and hashes in our portable provider, which is what a browser without WebAssembly runs on. */
function noble({ authKey, key, iv }: Secrets): Subject {
  const { idBytes } = new AuthKey(authKey)
  return {
    name: 'noble',
    seal: (plaintext) => portableProvider.sealPacket(authKey, idBytes, 0, plaintext),
    open: (packet) => portableProvider.openPacket(authKey, 0, packet) ?? fail(),
    igeEncrypt: (data) => portableProvider.igeEncrypt(data, key, iv),
    igeDecrypt: (data) => portableProvider.igeDecrypt(data, key, iv),
  }
}

function fail(): never {
  throw new Error('the message key does not match')
}

/** mtcute's crypto provider; what its AuthKey does with it, without the parts that we do not time in the others. */
function mtcute(name: string, crypto: NodeCryptoProvider, { authKey, key, iv }: Secrets): Subject {
  const { idBytes } = new AuthKey(authKey)
  const salt = authKey.subarray(88, 120)
  return {
    name,
    seal(plaintext) {
      const msgKey = crypto.sha256(join(salt, plaintext)).subarray(8, 24)
      return join(idBytes, msgKey, createAesIgeForMessage(crypto, authKey, msgKey, true).encrypt(plaintext))
    },
    open(packet) {
      const msgKey = packet.subarray(8, 24)
      const plaintext = createAesIgeForMessage(crypto, authKey, msgKey, true).decrypt(packet.subarray(24))
      const expected = crypto.sha256(join(salt, plaintext)).subarray(8, 24)
      return Buffer.compare(expected, msgKey) === 0 ? plaintext : fail()
    },
    igeEncrypt: (data) => ige256Encrypt(data, key, iv),
    igeDecrypt: (data) => ige256Decrypt(data, key, iv),
  }
}

/** As mtcute does it in browsers: hashes from WebAssembly too. */
class WasmCryptoProvider extends NodeCryptoProvider {
  override sha256(data: Uint8Array): Uint8Array<ArrayBuffer> {
    return new Uint8Array(mtcuteSha256(data))
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

/** What GramJS's MTProtoState does, without its promises. */
function gramjs({ authKey, key, iv }: Secrets): Subject {
  const auth = Buffer.from(authKey)
  const { idBytes } = new AuthKey(authKey)
  const hash = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
  const ige = (msgKey: Buffer) => {
    const a = hash(msgKey, auth.subarray(0, 36))
    const b = hash(auth.subarray(40, 76), msgKey)
    const aes = Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)])
    return new IGE(aes, Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]))
  }
  return {
    name: 'gramjs',
    seal(plaintext) {
      const msgKey = hash(auth.subarray(88, 120), buffer(plaintext)).subarray(8, 24)
      return Buffer.concat([idBytes, msgKey, ige(msgKey).encryptIge(buffer(plaintext))])
    },
    open(packet) {
      const msgKey = buffer(packet.subarray(8, 24))
      const plaintext = ige(msgKey).decryptIge(buffer(packet.subarray(24)))
      return msgKey.equals(hash(auth.subarray(88, 120), plaintext).subarray(8, 24)) ? plaintext : fail()
    },
    igeEncrypt: (data) => new IGE(buffer(key), buffer(iv)).encryptIge(buffer(data)),
    igeDecrypt: (data) => new IGE(buffer(key), buffer(iv)).decryptIge(buffer(data)),
  }
}

/** All of them under the same keys. */
export function subjects(secrets: Secrets): readonly Subject[] {
  return [
    chappe(secrets),
    mtcute('mtcute', new NodeCryptoProvider(), secrets),
    mtcute('mtcute-wasm', new WasmCryptoProvider(), secrets),
    gramjs(secrets),
    noble(secrets),
  ]
}
