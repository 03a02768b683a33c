import type { UnixTime, UserId } from '../../../ids.ts'
import type { StoredObject } from './file-objects.ts'

/** A file that messages show. */
export interface StoredDocument {
  /** Below 2^52. */
  readonly id: number
  readonly owner: UserId
  readonly date: UnixTime
  /** Of its content. */
  readonly hash: Uint8Array
  readonly size: number
  /** 24 bytes that nobody can guess: its access hash, and the key of its file references. */
  readonly secret: Uint8Array
  /** A TL `Document`, without access hash and file reference. */
  readonly data: Uint8Array
}

export interface DocumentReads {
  get(id: number): Promise<StoredDocument | undefined>
  /** Those of them that there are, by their numbers. */
  many(ids: readonly number[]): Promise<Map<number, StoredDocument>>
  /** Those of somebody that have this content, newest first. */
  ofContent(owner: UserId, hash: Uint8Array, limit: number): Promise<StoredDocument[]>
  /** Where its content lies. */
  object(id: number): Promise<StoredObject | undefined>
  /** The secrets of those that exist. */
  secrets(ids: readonly number[]): Promise<Map<number, Uint8Array>>
  /** What the documents of somebody take, in bytes, each counted by itself. */
  usage(owner: UserId): Promise<number>
}

/** How many messages show a document is counted by the store itself, whatever way they come and go. */
export interface DocumentWrites extends DocumentReads {
  /** Stores one that nothing shows yet; one use of its content was counted for it. */
  add(document: StoredDocument): Promise<void>
  /** Puts other words about it into the place of those it had. */
  setData(id: number, data: Uint8Array): Promise<void>
  /** The others are kept as long as the first of them, which is what a message that shows them all counts. */
  keepTogether(ids: readonly number[]): Promise<void>
  /** As of `blobs`: since when nothing has shown them. */
  noteUnused(now: UnixTime, limit: number): Promise<number>
  /** Removes those that nothing has shown since before a time, and the use of their content; tells how many. */
  removeUnused(before: UnixTime, limit: number): Promise<number>
  /** Removes one at once, unless something shows it. */
  removeUnshown(id: number): Promise<void>
}
