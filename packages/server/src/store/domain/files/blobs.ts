import type { UnixTime } from '../../../ids.ts'

/** The content of files, by its SHA-256, so that equal files are stored once. */
export interface StoredBlob {
  readonly hash: Uint8Array
  readonly size: number
  /** The object in which it lies. */
  readonly object: string
  /** How many there are that need it. */
  readonly uses: number
}

export interface BlobReads {
  get(hash: Uint8Array): Promise<StoredBlob | undefined>
  /** In the order of their hashes, after one; all from the empty one on. */
  page(after: Uint8Array, limit: number): Promise<StoredBlob[]>
}

export interface BlobWrites extends BlobReads {
  /** Stores one that nothing needs yet. Not where one of this hash is stored. */
  add(blob: Omit<StoredBlob, 'uses'>): Promise<void>
  /** One more, or one less, needs it. */
  use(hash: Uint8Array): Promise<void>
  release(hash: Uint8Array): Promise<void>
  /** It lies in another object from now on. */
  move(hash: Uint8Array, object: string): Promise<void>
  /** Notes of those that nothing needs, and of which this is not noted yet, that it is so since `now`; at most `limit`. */
  noteUnused(now: UnixTime, limit: number): Promise<number>
  /** Removes those that nothing has needed since before a time, and releases their objects; tells how many. */
  removeUnused(before: UnixTime, removeObjectsAt: UnixTime, limit: number): Promise<number>
}
