import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, type ChatId, isUser, type PeerId, type UserId } from '../ids.ts'
import { withGuestChats } from './guest-chats.ts'
import { collectPeers } from './mentioned-peers.ts'
import type { UserViewReads, UserViews } from './user-view.ts'

/** The people and chats that stand beside what names them, in every answer that has a place for both. */
export interface NamedPeers {
  readonly users: api.User[]
  readonly chats: api.Chat[]
}

/** All whom an answer names, and `others`. */
export function peersIn(answer: unknown, others: Iterable<PeerId> = []): Set<PeerId> {
  const named = new Set<PeerId>(others)
  collectPeers(answer, named)
  return named
}

/** All people and chats that an answer names, and `others`, as its viewer sees them. */
export async function viewNamed(
  read: UserViewReads,
  userViews: UserViews,
  viewer: UserId,
  answer: unknown,
  others: Iterable<PeerId> = [],
): Promise<NamedPeers> {
  const named = peersIn(answer, others)
  const people: UserId[] = []
  const several: (ChatId | ChannelId)[] = []
  for (const peer of named) {
    if (isUser(peer)) people.push(peer)
    else several.push(peer)
  }
  const users = await userViews.of(read, viewer, people)
  if (several.length === 0) return { users, chats: noPeers().chats }
  const chats = await userViews.chats.of(read, viewer, several)
  return { users, chats: await withGuestChats(read, answer, chats) }
}

/** As `viewNamed`, where it is known who is named. */
export function viewPeers(
  read: UserViewReads,
  userViews: UserViews,
  viewer: UserId,
  peers: Iterable<PeerId>,
): Promise<NamedPeers> {
  return viewNamed(read, userViews, viewer, undefined, peers)
}

/** The same, and chats that the viewer is shown in another way, as a link to them shows them. */
export function withChats({ users, chats }: NamedPeers, more: readonly api.Chat[]): NamedPeers {
  return { users, chats: [...chats, ...more] }
}

/** Beside what names nobody. */
export function noPeers(): NamedPeers {
  return { users: [], chats: [] }
}
