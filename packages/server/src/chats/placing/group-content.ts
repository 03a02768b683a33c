import { type api, encode } from '@chappe/tl-codec/api'
import { isGroup } from '../../ids.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'

/**
 * Within a unit, before a message of a group comes to say something else: whoever is not in the group any more keeps what it
 * said. Gives the copies that change. Asks nothing for private chats.
 */
export async function keepForGone<One extends { readonly stored: StoredMessage }>(
  tx: Transaction,
  copies: readonly One[],
): Promise<readonly One[]> {
  const shared = copies.find(({ stored }) => stored.own !== undefined)?.stored
  if (shared === undefined || !isGroup(shared.peer)) return copies
  const members = new Set((await tx.groups.members(shared.peer)).map(({ userId }) => userId))
  const changing: One[] = []
  for (const copy of copies) {
    const { box, id, own, data } = copy.stored
    if (own === undefined || own.apart === true || members.has(box)) changing.push(copy)
    else await tx.messages.replaceOwn(box, id, { ...own, apart: true }, data)
  }
  return changing
}

/** A message of a group as all copies say it: what is a copy's own, and where it stands, is not in it. */
export function sharedContent(message: api.message | api.messageService): Uint8Array {
  const { replyTo } = message
  const plain = { id: 0, out: undefined, mentioned: undefined, mediaUnread: undefined, replyTo }
  return encode(message._ === 'message' ? { ...message, ...plain, fromScheduled: undefined } : { ...message, ...plain })
}

/**
 * Within a unit: puts another content into one copy: in a group into all of them at once, unless this one is apart.
 *
 * @param done the contents that were replaced already
 */
export async function replaceContent(
  tx: Transaction,
  { box, id, own }: StoredMessage,
  message: api.message | api.messageService,
  done: Set<number>,
): Promise<void> {
  if (own === undefined) return tx.messages.replace(box, id, encode(message))
  if (own.apart === true) return tx.messages.replaceOwn(box, id, own, sharedContent(message))
  if (done.has(own.content)) return
  done.add(own.content)
  await tx.groupMessages.replace(own.content, sharedContent(message))
}
