import { type ChannelId, type ChatId, isGroup, isUser, type PeerId, type UserId } from '../ids.ts'

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

/** A basic group: each of its members keeps copies of what is said there. */
export interface Group {
  readonly kind: 'group'
  readonly peer: ChatId
}

/** A channel or supergroup: what is said there stands in a log of its own. */
export interface Channel {
  readonly kind: 'channel'
  readonly peer: ChannelId
}

/**
 * What an input peer names. Whoever takes one of a kind that it does not serve is told so by the compiler, as are the
 * switches that have no answer for it.
 */
export type Chat = SavedMessages | PrivateChat | Group | Channel

/** The chats whose messages stand in the boxes of those who are in them. */
export type BoxChat = SavedMessages | PrivateChat | Group

/** The chat that a peer in a user's own box or lists stands for. */
export function chatOf(owner: UserId, peer: PeerId): Chat {
  if (isUser(peer)) return peer === owner ? { kind: 'saved', peer: owner } : { kind: 'private', peer }
  return isGroup(peer) ? { kind: 'group', peer } : { kind: 'channel', peer }
}
