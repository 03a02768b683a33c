import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ScheduledMessage } from '../../store/domain/chats/scheduled-messages.ts'
import { readStored } from '../../tl/stored.ts'
import { type FileViewReads, fileViews } from '../../views/file-views.ts'
import { type NamedPeers, viewNamed } from '../../views/named-peers.ts'
import type { UserViewReads, UserViews } from '../../views/user-view.ts'

/**
 * The message as it will be, as far as it is known; its date is when it will be sent. Undefined if the disk has not kept it:
 * it cannot be sent, and is removed when its time comes.
 */
export function readScheduled({ box, id, data }: ScheduledMessage): api.message | undefined {
  const message = readStored('Message', data, `scheduled message ${id} of box ${box}`)
  return message?._ === 'message' ? message : undefined
}

/** As `readScheduled`; throws `MESSAGE_ID_INVALID` for a damaged one. */
export function toScheduledMessage(scheduled: ScheduledMessage): api.message {
  const message = readScheduled(scheduled)
  if (message === undefined) throw badRequest('MESSAGE_ID_INVALID')
  return message
}

export async function viewScheduled(
  read: UserViewReads & FileViewReads,
  userViews: UserViews,
  userId: UserId,
  scheduled: readonly ScheduledMessage[],
): Promise<NamedPeers & { readonly messages: api.message[] }> {
  const messages = scheduled.flatMap((one) => readScheduled(one) ?? [])
  const view = await fileViews(read, messages)
  const shown = view === undefined ? messages : messages.map((message) => view(message, userId))
  return { messages: shown, ...(await viewNamed(read, userViews, userId, messages, [userId])) }
}
