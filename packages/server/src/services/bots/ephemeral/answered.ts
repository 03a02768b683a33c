import type { api } from '@chappe/tl-codec/api'
import { replyInChannel } from '../../../chats/channels/reply-in-channel.ts'
import { parseReply } from '../../../chats/content/parse-reply.ts'
import type { Reply } from '../../../chats/content/reply.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { isChannel, type UserId } from '../../../ids.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import type { StoredEphemeral } from '../../../store/domain/chats/ephemeral-messages.ts'
import type { Transaction } from '../../../store/store.ts'
import { toEphemeral } from '../../../views/ephemeral-view.ts'
import type { Parties } from './parties.ts'

/** What is answered, as it is asked for. */
export type AskedReply =
  | { readonly kind: 'ephemeral'; readonly id: number }
  | { readonly kind: 'message'; readonly reply: Reply }

export async function parseEphemeralReply(
  ports: ServicePorts,
  userId: UserId,
  input: api.InputReplyTo | undefined,
): Promise<AskedReply | undefined> {
  if (input === undefined) return undefined
  if (input._ === 'inputReplyToEphemeralMessage') return { kind: 'ephemeral', id: input.id }
  const reply = await parseReply(ports, userId, input)
  return reply && { kind: 'message', reply }
}

/** What is answered, as it is told, and the topic of the forum in which that is. */
export interface Answered {
  readonly header?: api.messageReplyHeader | undefined
  readonly topMsgId?: number | undefined
  /** The one of the two's messages that is answered. */
  readonly stored?: StoredEphemeral | undefined
}

/** Within a unit: throws `REPLY_MESSAGE_ID_INVALID` for what is not there, or is nothing of these two. */
export async function answeredBy(
  tx: Transaction,
  sender: UserId,
  { chat, bot, person }: Parties,
  asked: AskedReply | undefined,
): Promise<Answered> {
  if (asked === undefined) return {}
  if (asked.kind === 'ephemeral') {
    const stored = await tx.ephemeralMessages.get(asked.id)
    if (stored?.chat !== chat || stored.bot !== bot || stored.person !== person) {
      throw badRequest('REPLY_MESSAGE_ID_INVALID')
    }
    const header: api.messageReplyHeader = { _: 'messageReplyHeader', replyToEphemeral: true, replyToMsgId: stored.id }
    return { header, topMsgId: toEphemeral(stored)?.topMsgId, stored }
  }
  // In a basic group the two have other numbers for one message, and one header would have to name both.
  const record = isChannel(chat) ? await tx.channels.get(chat) : undefined
  if (record === undefined) throw badRequest('REPLY_MESSAGE_ID_INVALID')
  const { header } = await replyInChannel(tx, { record, from: sender }, asked.reply)
  return { header, topMsgId: header.replyToTopId ?? (header.forumTopic === true ? header.replyToMsgId : undefined) }
}
