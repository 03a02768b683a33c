import { portableProvider } from './portable.ts'
import type { CryptoProvider } from './provider.ts'
import { loadWasm, wasmOperations } from './wasm.ts'

/** PBKDF2 of the platform where it has one (it needs a secure context), else in JavaScript. */
async function pbkdf2Sha512(password: Uint8Array, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined) return portableProvider.pbkdf2Sha512(password, salt, iterations)
  const key = await subtle.importKey('raw', password.slice(), 'PBKDF2', false, ['deriveBits'])
  const parameters = { name: 'PBKDF2', hash: 'SHA-512', salt: salt.slice(), iterations }
  return new Uint8Array(await subtle.deriveBits(parameters, key, 512))
}

/** The provider for platforms without `node:crypto`: WebAssembly where it may run, else JavaScript. */
export function createWebProvider(): CryptoProvider {
  const wasm = loadWasm()
  if (wasm === undefined) return { ...portableProvider, pbkdf2Sha512 }
  return { ...portableProvider, ...wasmOperations(wasm), pbkdf2Sha512, name: 'wasm' }
}

/** What browsers run on. */
export const provider: CryptoProvider = createWebProvider()
