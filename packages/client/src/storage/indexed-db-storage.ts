import { ClientError } from '../errors.ts'
import type { ClientStorage } from './storage.ts'

/** The part of IndexedDB that is used, as browsers have it. */
interface Request<T> {
  readonly result: T
  readonly error: unknown
  onsuccess: (() => void) | null
  onerror: (() => void) | null
}

interface ObjectStore {
  get(name: string): Request<unknown>
  put(value: Uint8Array, name: string): Request<unknown>
  delete(name: string): Request<unknown>
}

interface Transaction {
  readonly error: unknown
  objectStore(name: string): ObjectStore
  oncomplete: (() => void) | null
  onabort: (() => void) | null
}

interface Database {
  createObjectStore(name: string): unknown
  transaction(store: string, mode: 'readonly' | 'readwrite', options: { durability: 'strict' }): Transaction
}

interface OpenRequest extends Request<Database> {
  onupgradeneeded: (() => void) | null
}

interface Factory {
  open(name: string, version: number): OpenRequest
}

declare const indexedDB: Factory

const STORE = 'values'

/** Keeps everything in an IndexedDB database of this name. */
export function createStorage(database: string): ClientStorage {
  let opening: Promise<Database> | undefined

  function open(): Promise<Database> {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(failed(request.error))
    })
    return opening
  }

  return {
    async load(name) {
      const db = await open()
      const value = await new Promise<unknown>((resolve, reject) => {
        const request = db.transaction(STORE, 'readonly', { durability: 'strict' }).objectStore(STORE).get(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(failed(request.error))
      })
      return value instanceof Uint8Array ? value : undefined
    },
    async save(name, value) {
      const db = await open()
      await new Promise<void>((resolve, reject) => {
        const transaction = db.transaction(STORE, 'readwrite', { durability: 'strict' })
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(failed(transaction.error))
        const store = transaction.objectStore(STORE)
        if (value === undefined) store.delete(name)
        else store.put(value, name)
      })
    },
  }
}

function failed(cause: unknown): ClientError {
  return new ClientError('STORAGE_INVALID', 'the browser did not store or load what was asked for', { cause })
}
