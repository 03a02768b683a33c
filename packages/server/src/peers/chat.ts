import { isUser, type PeerId, type UserId } from '../ids.ts'

/** Messages to oneself ("Saved messages"); the peer is who asks. */
export interface SavedMessages {
  readonly kind: 'saved'
  readonly peer: UserId
}

/** The chat of two people, as one of them sees it: the peer is the other. */
export interface PrivateChat {
  readonly kind: 'private'
  readonly peer: UserId
}

/**
 * What an input peer names. Groups and channels come here once there are any: the compiler then lists the places that
 * take a chat's peer for a user, and the switches that have no answer for them.
 */
export type Chat = SavedMessages | PrivateChat

/** The chat that a peer in a user's own box stands for. */
export function chatOf(owner: UserId, peer: PeerId): Chat {
  if (!isUser(peer)) throw new RangeError(`nothing here puts messages into a chat with ${peer}`)
  return peer === owner ? { kind: 'saved', peer: owner } : { kind: 'private', peer }
}
