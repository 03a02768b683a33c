import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../store/domain/ids.ts'
import type { ScheduledMessage } from '../../store/domain/scheduled-messages.ts'
import type { Reads } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { collectUsers } from '../../views/mentioned-users.ts'
import type { UserViews } from '../../views/user-view.ts'

/** The message as it will be, as far as it is known; its date is when it will be sent. */
export function toScheduledMessage({ data }: ScheduledMessage): api.message {
  const message = readStored('Message', data)
  if (message._ !== 'message') throw new TypeError(`a scheduled message is stored as ${message._}`)
  return message
}

export async function viewScheduled(
  read: Pick<Reads, 'users' | 'contacts'> & Parameters<UserViews['of']>[0],
  userViews: UserViews,
  userId: UserId,
  scheduled: readonly ScheduledMessage[],
): Promise<{ messages: api.message[]; users: api.User[] }> {
  const messages = scheduled.map(toScheduledMessage)
  const named = new Set<UserId>([userId])
  collectUsers(messages, named)
  return { messages, users: await userViews.of(read, userId, named) }
}
