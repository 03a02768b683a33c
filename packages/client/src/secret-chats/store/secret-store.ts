import { CryptoError, openRecord, type RandomBytes, sealRecord, wipe } from '@chappe/crypto'
import { ClientError } from '../../errors.ts'
import { decodePacked, encodePacked } from '../../storage/packed-records.ts'
import type { RecordReader } from '../../storage/records.ts'
import type { ClientStorage } from '../../storage/storage.ts'

/** A record that is ready to be stored; undefined deletes what was there. */
export interface Write {
  readonly name: string
  readonly sealed: Uint8Array | undefined
}

/** What is kept of secret chats: records under names, all encrypted under the app's key. */
export interface SecretStore {
  /** @throws {ClientError} STORAGE_INVALID when it does not open under this key */
  load<T>(name: string, read: (record: RecordReader) => T): Promise<T | undefined>
  /** What a value is now. */
  seal(name: string, value: object): Write
  /** Durable when it resolves. */
  write(write: Write): Promise<void>
}

export function createSecretStore(storage: ClientStorage, key: Uint8Array, random: RandomBytes): SecretStore {
  return {
    async load(name, read) {
      const sealed = await storage.load(name)
      if (sealed === undefined) return undefined
      const packed = opened(key, name, sealed)
      try {
        return decodePacked(packed, read)
      } finally {
        wipe(packed)
      }
    },
    seal(name, value) {
      const packed = encodePacked(value)
      const sealed = sealRecord(key, name, packed, random)
      wipe(packed)
      return { name, sealed }
    },
    write: ({ name, sealed }) => storage.save(name, sealed),
  }
}

function opened(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array {
  try {
    return openRecord(key, name, sealed)
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause
    throw new ClientError('STORAGE_INVALID', 'what is stored of secret chats does not open under this key', { cause })
  }
}
