import { RELAXED_WASM_BASE64, WASM_BASE64 } from '../generated/wasm-module.ts'
import { ENCRYPTED_OFFSET, openPacketWith, sealPacketWith } from './packet.ts'
import { portableProvider } from './portable.ts'
import type { CryptoProvider } from './provider.ts'

/** The part of the platform's WebAssembly that is used here, for TypeScript's library has it only together with the DOM. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Exports }
}

interface WasmPages {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** What assembly/index.ts exports. Addresses and lengths are bytes; `x` is 0 or 8. */
interface WasmExports {
  readonly memory: WasmPages
  aesKey(): number
  aesIv(): number
  authKey(): number
  packet(): number
  digest(): number
  wipeSecrets(): void
  wipePacket(length: number): void
  sha256(from: number, length: number, to: number): void
  deriveKeys(x: number): void
  prefixData(x: number): number
  encrypt(length: number): void
  decrypt(length: number): void
  seal(x: number, length: number): void
  open(x: number, length: number): number
  unchain(length: number, to: number): void
  rechain(length: number, from: number): void
}

const FUNCTIONS = [
  'aesKey',
  'aesIv',
  'authKey',
  'packet',
  'digest',
  'wipeSecrets',
  'wipePacket',
  'sha256',
  'deriveKeys',
  'prefixData',
  'encrypt',
  'decrypt',
  'seal',
  'open',
  'unchain',
  'rechain',
] as const satisfies readonly (keyof WasmExports)[]

type Exports = Readonly<Record<string, unknown>>

function isWebAssembly(value: unknown): value is WebAssemblyApi {
  return typeof value === 'object' && value !== null && 'Module' in value && 'Instance' in value
}

function isComplete(exports: Exports): exports is Exports & WasmExports {
  return 'memory' in exports && FUNCTIONS.every((name) => typeof exports[name] === 'function')
}

/** A module with its own memory, or undefined where this engine cannot run it. */
export function instantiate(base64: string): WasmExports | undefined {
  const api: unknown = Reflect.get(globalThis, 'WebAssembly')
  if (!isWebAssembly(api)) return undefined
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const { exports } = new api.Instance(new api.Module(bytes))
    return isComplete(exports) ? exports : undefined
  } catch {
    // This engine lacks the feature, or a content policy forbids compiling: another provider serves.
    return undefined
  }
}

/** More than this is not brought into the module at once, so that its memory stays bounded. */
export const MAX_CHUNK: number = 1 << 20
const PAGE = 65536

/**
 * The module and its memory. Whatever is secret is overwritten before a call returns. Nothing here is reentrant, and
 * nothing needs to be: every call runs to its end.
 */
export class WasmMemory {
  readonly exports: WasmExports
  /** The memory as it is now; another array after {@link reserve}. */
  bytes: Uint8Array
  readonly aesKey: number
  readonly aesIv: number
  readonly authKey: number
  readonly packet: number
  readonly data: number
  readonly digest: number

  constructor(exports: WasmExports) {
    this.exports = exports
    this.bytes = new Uint8Array(exports.memory.buffer)
    this.aesKey = exports.aesKey()
    this.aesIv = exports.aesIv()
    this.authKey = exports.authKey()
    this.packet = exports.packet()
    this.data = this.packet + ENCRYPTED_OFFSET
    this.digest = exports.digest()
  }

  /** Makes room for `length` bytes of data. */
  reserve(length: number): void {
    const missing = this.data + length - this.bytes.length
    if (missing <= 0) return
    this.exports.memory.grow(Math.ceil(missing / PAGE))
    this.bytes = new Uint8Array(this.exports.memory.buffer)
  }

  /** AES-IGE of any length, in parts that each begin with the last blocks of the one before. */
  ige(encrypt: boolean, data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
    const out = new Uint8Array(data.length)
    let chain = iv
    for (let offset = 0; offset < data.length; offset += MAX_CHUNK) {
      const part = data.subarray(offset, offset + MAX_CHUNK)
      this.reserve(part.length)
      this.bytes.set(key, this.aesKey)
      this.bytes.set(chain, this.aesIv)
      this.bytes.set(part, this.data)
      if (encrypt) this.exports.encrypt(part.length)
      else this.exports.decrypt(part.length)
      out.set(this.bytes.subarray(this.data, this.data + part.length), offset)
      if (!encrypt) this.exports.wipePacket(ENCRYPTED_OFFSET + part.length)
      const end = offset + part.length
      if (end < data.length) chain = chainOf(encrypt, data.subarray(end - 16, end), out.subarray(end - 16, end))
    }
    this.exports.wipeSecrets()
    return out
  }
}

/** The IV that continues after a block: its ciphertext, then its plaintext. */
function chainOf(encrypt: boolean, input: Uint8Array, output: Uint8Array): Uint8Array {
  const chain = new Uint8Array(32)
  chain.set(encrypt ? output : input)
  chain.set(encrypt ? input : output, 16)
  return chain
}

/** The module with the best instructions that this engine has, or undefined if it has none that serve. */
export function loadWasm(): WasmMemory | undefined {
  const exports = instantiate(RELAXED_WASM_BASE64) ?? instantiate(WASM_BASE64)
  return exports && new WasmMemory(exports)
}

export type WasmOperations = Pick<CryptoProvider, 'sha256' | 'igeEncrypt' | 'igeDecrypt' | 'sealPacket' | 'openPacket'>

/** What the module does by itself. Longer packets than it takes at once are put together from parts. */
export function wasmOperations(wasm: WasmMemory): WasmOperations {
  const { exports, authKey, packet, data, digest } = wasm

  const operations: WasmOperations = {
    sha256(input) {
      if (input.length > MAX_CHUNK) return portableProvider.sha256(input)
      wasm.reserve(input.length)
      wasm.bytes.set(input, data)
      exports.sha256(data, input.length, digest)
      const hash = wasm.bytes.slice(digest, digest + 32)
      exports.wipePacket(ENCRYPTED_OFFSET + input.length)
      exports.wipeSecrets()
      return hash
    },

    igeEncrypt: (input, key, iv) => wasm.ige(true, input, key, iv),
    igeDecrypt: (input, key, iv) => wasm.ige(false, input, key, iv),

    sealPacket(key, keyId, x, plaintext) {
      if (plaintext.length > MAX_CHUNK) return sealPacketWith(operations, key, keyId, x, plaintext)
      wasm.reserve(plaintext.length)
      wasm.bytes.set(key, authKey)
      wasm.bytes.set(plaintext, data)
      exports.seal(x, plaintext.length)
      wasm.bytes.set(keyId, packet)
      return wasm.bytes.slice(packet, data + plaintext.length)
    },

    openPacket(key, x, sealed) {
      const length = sealed.length - ENCRYPTED_OFFSET
      if (length > MAX_CHUNK) return openPacketWith(operations, key, x, sealed)
      wasm.reserve(length)
      wasm.bytes.set(key, authKey)
      wasm.bytes.set(sealed, packet)
      const genuine = exports.open(x, length) === 1
      const plaintext = genuine ? wasm.bytes.slice(data, data + length) : undefined
      exports.wipePacket(sealed.length)
      return plaintext
    },
  }
  return operations
}
