import type { UnixTime, UserId } from '../../../ids.ts'
import type { StoredObject } from './file-objects.ts'

/** A file of a secret chat, as it was uploaded: encrypted under a key that only the two ends know. */
export interface EncryptedFile {
  /** Below 2^52. */
  readonly id: number
  readonly owner: UserId
  readonly date: UnixTime
  /** Of its content. */
  readonly hash: Uint8Array
  readonly size: number
  readonly accessHash: bigint
  /** What its sender says of the key, so that the other end finds a wrong one. */
  readonly keyFingerprint: number
}

export interface EncryptedFileReads {
  get(id: number): Promise<EncryptedFile | undefined>
  many(ids: readonly number[]): Promise<Map<number, EncryptedFile>>
  /** Where its content lies. */
  object(id: number): Promise<StoredObject | undefined>
}

/** In how many secret chats a file was sent is counted by the store itself. */
export interface EncryptedFileWrites extends EncryptedFileReads {
  /** Stores one that no chat needs yet; one use of its content was counted for it. */
  add(file: EncryptedFile): Promise<void>
  /** It was sent in this chat, which needs it until it has ended. */
  addToChat(chat: number, id: number): Promise<void>
  /** Takes files from chats that have ended, at most `limit`; tells how many. */
  leaveEndedChats(limit: number): Promise<number>
  /** As of `blobs`: since when nothing has needed them. */
  noteUnused(now: UnixTime, limit: number): Promise<number>
  /** Removes those that nothing has needed since before a time, and the use of their content; tells how many. */
  removeUnused(before: UnixTime, limit: number): Promise<number>
}
