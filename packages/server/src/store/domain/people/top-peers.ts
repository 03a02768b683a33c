import type { PeerId, UserId } from '../../../ids.ts'

/** What is not counted any more in the rating of someone, because its owner reset it. */
export interface RatingReset {
  readonly peer: PeerId
  /** The last message that is not counted. */
  readonly maxId: number
  /** How many messages up to there the chat has. */
  readonly messages: number
}

export interface TopPeerReads {
  /** Of those of `peers` whose rating was ever reset, in no particular order. */
  resets(owner: UserId, peers: readonly PeerId[]): Promise<RatingReset[]>
}

export interface TopPeerWrites extends TopPeerReads {
  reset(owner: UserId, reset: RatingReset): Promise<void>
  /** These messages of the chat are gone, so that they need not be left out of the count any more. */
  removed(owner: UserId, peer: PeerId, ids: readonly number[]): Promise<void>
}
