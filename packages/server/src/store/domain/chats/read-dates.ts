import type { PeerId, UnixTime, UserId } from '../../../ids.ts'

/** When the other side of a chat read what the owner of the box had sent; of a group, when the owner read what had come. */
export interface ReadDateReads {
  /** When a message was read, if that is known. */
  get(box: UserId, peer: PeerId, id: number): Promise<UnixTime | undefined>
}

export interface ReadDateWrites extends ReadDateReads {
  /** All up to `maxId` that was not read before was read now. */
  add(box: UserId, peer: PeerId, maxId: number, date: UnixTime): Promise<void>
  /** Forgets at most `limit` that are older than `date`; tells how many there were. */
  removeBefore(date: UnixTime, limit: number): Promise<number>
}
