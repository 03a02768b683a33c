import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../store/domain/ids.ts'
import type { StoredMessage } from '../store/domain/messages.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { collectUsers } from './mentioned-users.ts'
import type { UserViews } from './user-view.ts'

/** A message as it was stored, in today's shape. */
export function toMessage(stored: StoredMessage): api.Message {
  return readStored('Message', stored.data)
}

/** Messages together with everyone they name, as `messages.*` answers carry them. */
export interface MessageView {
  readonly messages: api.Message[]
  readonly users: api.User[]
}

export async function viewMessages(
  read: Reads,
  userViews: UserViews,
  viewer: UserId,
  stored: readonly StoredMessage[],
  others: Iterable<UserId> = [],
): Promise<MessageView> {
  const messages = stored.map(toMessage)
  const named = new Set<UserId>(others)
  collectUsers(messages, named)
  return { messages, users: await userViews.of(read, viewer, named) }
}
