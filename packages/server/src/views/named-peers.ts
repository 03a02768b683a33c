import type { api } from '@chappe/tl-codec/api'
import { isUser, type PeerId, type UserId } from '../ids.ts'
import { collectUsers } from './mentioned-users.ts'
import type { UserViewReads, UserViews } from './user-view.ts'

/** The people and chats that stand beside what names them, in every answer that has a place for both. */
export interface NamedPeers {
  readonly users: api.User[]
  readonly chats: api.Chat[]
}

/** Everyone whom an answer names, and `others`, as its viewer sees them. There are no chats of several people yet. */
export async function viewNamed(
  read: UserViewReads,
  userViews: UserViews,
  viewer: UserId,
  answer: unknown,
  others: Iterable<PeerId> = [],
): Promise<NamedPeers> {
  const named = new Set<UserId>()
  for (const peer of others) if (isUser(peer)) named.add(peer)
  collectUsers(answer, named)
  return { users: await userViews.of(read, viewer, named), chats: [] }
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

/** Beside what names nobody. */
export function noPeers(): NamedPeers {
  return { users: [], chats: [] }
}
