import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import type { Reply } from './reply.ts'

/** The message that is answered, its chat checked. */
export async function parseReply(
  { inputPeers }: Pick<ServicePorts, 'inputPeers'>,
  userId: UserId,
  replyTo: api.InputReplyTo,
): Promise<Reply | undefined> {
  // What answers a message that one member alone sees is itself such a message.
  if (replyTo._ === 'inputReplyToEphemeralMessage') throw badRequest('REPLY_MESSAGE_ID_INVALID')
  if (replyTo._ !== 'inputReplyToMessage') throw notImplemented()
  const { replyToMsgId, topMsgId, replyToPeerId, quoteText, quoteEntities, quoteOffset, todoItemId, pollOption } =
    replyTo
  const id = replyToMsgId === 0 ? (topMsgId ?? 0) : replyToMsgId
  if (id === 0) return undefined
  const peer = replyToPeerId === undefined ? undefined : await inputPeers.peer(userId, replyToPeerId)
  return { id, peer, topMsgId, quoteText, quoteEntities, quoteOffset, todoItemId, pollOption }
}
