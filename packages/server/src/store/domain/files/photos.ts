import type { UnixTime, UserId } from '../../../ids.ts'

/** A picture that messages, people or chats show, in several sizes (`file-sizes.ts`). */
export interface StoredPhoto {
  /** Below 2^52. */
  readonly id: number
  readonly owner: UserId
  readonly date: UnixTime
  /** What all its sizes take, in bytes. */
  readonly size: number
  /** 24 bytes that nobody can guess: its access hash, and the key of its file references. */
  readonly secret: Uint8Array
  /** A TL `Photo`, without access hash and file reference. */
  readonly data: Uint8Array
}

export interface PhotoReads {
  get(id: number): Promise<StoredPhoto | undefined>
  /** The secrets of those that exist. */
  secrets(ids: readonly number[]): Promise<Map<number, Uint8Array>>
}

/** How many messages show a photo is counted by the store itself, whatever way they come and go. */
export interface PhotoWrites extends PhotoReads {
  /** Stores one that nothing shows yet. */
  add(photo: StoredPhoto): Promise<void>
  /** The others are kept as long as the first of them, which is what a message that shows them all counts. */
  keepTogether(ids: readonly number[]): Promise<void>
  /** As of `blobs`: since when nothing has shown them. */
  noteUnused(now: UnixTime, limit: number): Promise<number>
  /** Removes those that nothing has shown since before a time, with their sizes; tells how many. */
  removeUnused(before: UnixTime, limit: number): Promise<number>
  /** Removes one at once, unless something shows it. */
  removeUnshown(id: number): Promise<void>
}
