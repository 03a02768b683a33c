import type { api } from '@chappe/tl-codec/api'
import { type BoxId, isUser, type PeerId, type UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { MessageName } from '../../store/domain/chats/reactions.ts'
import type { Reads } from '../../store/store.ts'
import { toMessage } from '../../views/message-view.ts'

/** A message that has content, with the row that it is stored in. */
export interface OwnMessage<Box extends BoxId = UserId> {
  readonly stored: StoredMessage<Box>
  readonly message: api.message | api.messageService
}

export async function findMessage(
  read: Pick<Reads, 'messages'>,
  box: UserId,
  peer: PeerId,
  id: number,
): Promise<OwnMessage | undefined> {
  const stored = await read.messages.get(box, id)
  if (stored === undefined || stored.peer !== peer) return undefined
  return unpack(stored)
}

/** As `findMessage`; throws `MESSAGE_ID_INVALID` if there is none. */
export async function getMessage(
  read: Pick<Reads, 'messages'>,
  box: UserId,
  peer: PeerId,
  id: number,
): Promise<OwnMessage> {
  const found = await findMessage(read, box, peer, id)
  if (found === undefined) throw badRequest('MESSAGE_ID_INVALID')
  return found
}

/** The other party's copy of a message of a private chat, unless that party deleted it. */
export async function findTwin(
  read: Pick<Reads, 'messages'>,
  { box, id, peer, twin }: StoredMessage,
): Promise<OwnMessage | undefined> {
  if (twin === 0 || !isUser(peer) || peer === box) return undefined
  const other = await read.messages.get(peer, twin)
  return other === undefined || other.twin !== id || other.peer !== box ? undefined : unpack(other)
}

/** A message with its other copies: none of those that are apart. */
export async function findCopies(read: CopyReads, message: OwnMessage): Promise<OwnMessage[]> {
  if (message.stored.own === undefined) {
    const twin = await findTwin(read, message.stored)
    return twin === undefined ? [message] : [message, twin]
  }
  const others = await copiesInGroup(read, [message.stored])
  return [message, ...others.flatMap((stored) => (stored.own?.apart === true ? [] : (unpack(stored) ?? [])))]
}

export type CopyReads = Pick<Reads, 'messages' | 'groupMessages'>

/** All other copies of messages of a group that one box has, read from each box at once. */
export async function copiesInGroup(read: CopyReads, own: readonly StoredMessage[]): Promise<StoredMessage[]> {
  const idsOf = new Map<UserId, number[]>()
  for (const stored of own) {
    if (stored.own === undefined) continue
    for (const { box, id } of await read.groupMessages.copies(stored.own.content)) {
      if (box === stored.box) continue
      const ids = idsOf.get(box)
      if (ids === undefined) idsOf.set(box, [id])
      else ids.push(id)
    }
  }
  const copies: StoredMessage[] = []
  for (const [box, ids] of idsOf) copies.push(...(await read.messages.many(box, ids)))
  return copies
}

export function unpack<Box extends BoxId>(stored: StoredMessage<Box>): OwnMessage<Box> | undefined {
  const message = toMessage(stored)
  return message._ === 'messageEmpty' ? undefined : { stored, message }
}

/** What all copies of a message are named by. */
export function nameOf({ box, id, from, twin }: StoredMessage): MessageName {
  return from === box ? { box, id } : { box: from, id: twin }
}
