import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { RandomBytes } from '../ports/random.ts'
import { keyBytes, SealError } from './sealed.ts'

/** The key of an object as it is stored: sealed under a master key, which is named beside it. */
export interface WrappedKey {
  readonly keyId: string
  readonly key: Uint8Array
}

/** The keys under which the keys of objects are sealed. The first of them seals new ones, the others still open. */
export interface MasterKeys {
  /** The name of the one that seals. */
  readonly current: string
  /** Whether what was sealed under a key of this name can be opened. */
  has(keyId: string): boolean
  wrap(key: Uint8Array, object: string): WrappedKey
  /** Throws `SealError`, also where the master key is not there. */
  unwrap(wrapped: WrappedKey, object: string): Uint8Array
}

const nonceBytes = 12
const tagBytes = 16

/** @param keys 32 bytes each, the one that seals first */
export function createMasterKeys(keys: readonly Uint8Array[], random: RandomBytes): MasterKeys {
  const byId = new Map<string, Uint8Array>()
  for (const key of keys) {
    if (key.length !== keyBytes) throw new TypeError(`a master key has ${keyBytes} bytes`)
    byId.set(nameOf(key), key)
  }
  const [first] = byId
  if (first === undefined) throw new TypeError('there must be a master key')
  const [current, sealing] = first
  return {
    current,
    has: (keyId) => byId.has(keyId),
    wrap(key, object) {
      const nonce = random(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(object))
      const sealed = Buffer.concat([cipher.update(key), cipher.final()])
      return { keyId: current, key: new Uint8Array(Buffer.concat([nonce, sealed, cipher.getAuthTag()])) }
    },
    unwrap({ keyId, key }, object) {
      const master = byId.get(keyId)
      if (master === undefined || key.length !== nonceBytes + keyBytes + tagBytes) throw new SealError()
      const decipher = createDecipheriv('aes-256-gcm', master, key.subarray(0, nonceBytes)).setAAD(Buffer.from(object))
      decipher.setAuthTag(key.subarray(nonceBytes + keyBytes))
      const opened = decipher.update(key.subarray(nonceBytes, nonceBytes + keyBytes))
      try {
        decipher.final()
      } catch {
        throw new SealError()
      }
      return opened
    },
  }
}

/** Says nothing of the key but which it is. */
function nameOf(key: Uint8Array): string {
  return createHash('sha256').update('chappe master key').update(key).digest('hex').slice(0, 16)
}
