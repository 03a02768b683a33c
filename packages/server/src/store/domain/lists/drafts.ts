import type { PeerId, UserId } from '../../../ids.ts'

/** What someone has begun to write in a chat. */
export interface StoredDraft {
  readonly peer: PeerId
  /** Of a forum, the topic in which it was begun. */
  readonly topic?: number | undefined
  /** A boxed TL `DraftMessage`. */
  readonly data: Uint8Array
}

export interface DraftReads {
  /** Without those in topics. */
  many(owner: UserId, peers: readonly PeerId[]): Promise<StoredDraft[]>
  inTopics(owner: UserId, peer: PeerId, topics: readonly number[]): Promise<StoredDraft[]>
  /** Those in topics, too. */
  all(owner: UserId): Promise<StoredDraft[]>
}

export interface DraftWrites extends DraftReads {
  put(owner: UserId, draft: StoredDraft): Promise<void>
  /** False if there was none. */
  remove(owner: UserId, peer: PeerId, topic?: number): Promise<boolean>
}
