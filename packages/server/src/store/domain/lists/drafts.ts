import type { PeerId, UserId } from '../../../ids.ts'

/** What someone has begun to write in a chat. */
export interface StoredDraft {
  readonly peer: PeerId
  /** A boxed TL `DraftMessage`. */
  readonly data: Uint8Array
}

export interface DraftReads {
  many(owner: UserId, peers: readonly PeerId[]): Promise<StoredDraft[]>
  all(owner: UserId): Promise<StoredDraft[]>
}

export interface DraftWrites extends DraftReads {
  put(owner: UserId, draft: StoredDraft): Promise<void>
  /** False if there was none. */
  remove(owner: UserId, peer: PeerId): Promise<boolean>
}
