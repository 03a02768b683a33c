import type { UnixTime, UserId } from '../../../ids.ts'
import type { StoredObject } from './file-objects.ts'

/** A file that somebody is uploading, under a number of the client's choice. */
export interface UploadName {
  readonly userId: UserId
  readonly fileId: bigint
}

export interface Upload extends UploadName {
  /** Its parts came by `upload.saveBigFilePart`. */
  readonly isBig: boolean
  /** How many parts there will be, if that is known. */
  readonly total: number | undefined
  /** The size of a part of it, as far as one is known that is not the last. */
  readonly partSize: number | undefined
  /** What it has become, once its parts were put together; they are gone then. */
  readonly content: UploadedContent | undefined
}

export interface UploadedContent {
  readonly hash: Uint8Array
  readonly size: number
  /** Of the content, as 32 hexadecimal digits. */
  readonly md5: string
  readonly parts: number
}

/** How many uploads somebody has begun, and what their parts take; and how many were put together. */
export interface PendingUploads {
  readonly uploads: number
  readonly bytes: number
  readonly finished: number
}

export interface UploadReads {
  get(name: UploadName): Promise<Upload | undefined>
  /** The objects of its parts, in order, from a part on; at most `limit`. */
  parts(
    name: UploadName,
    from: number,
    limit: number,
  ): Promise<{ readonly part: number; readonly object: StoredObject }[]>
  pending(userId: UserId): Promise<PendingUploads>
}

export interface UploadWrites extends UploadReads {
  /** Stores a part, whose object was claimed, and what is known of the whole. One of the same number gives way. */
  putPart(upload: Omit<Upload, 'content'>, part: number, object: StoredObject, now: UnixTime): Promise<void>
  /** Its parts were put together; one use of the content was counted for it. They go. */
  finish(name: UploadName, content: UploadedContent, now: UnixTime): Promise<void>
  /** Removes what nobody has touched since before a time, with its parts, and the use of its content; tells how many. */
  removeBefore(time: UnixTime, limit: number): Promise<number>
}
