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

/** A message with its other copy, if there is one. */
export async function findCopies(read: Pick<Reads, 'messages'>, message: OwnMessage): Promise<OwnMessage[]> {
  const twin = await findTwin(read, message.stored)
  return twin === undefined ? [message] : [message, twin]
}

export function unpack<Box extends BoxId>(stored: StoredMessage<Box>): OwnMessage<Box> | undefined {
  const message = toMessage(stored)
  return message._ === 'messageEmpty' ? undefined : { stored, message }
}

/** What all copies of a message are named by. */
export function nameOf({ box, id, from, twin }: StoredMessage): MessageName {
  return from === box ? { box, id } : { box: from, id: twin }
}
