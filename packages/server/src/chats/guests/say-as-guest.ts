import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxId, isChannel, type PeerId, type UnixTime, type UserId } from '../../ids.ts'
import { fromPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import { refusalOfSaying } from '../../rules/send-acts.ts'
import type { BotQuery } from '../../store/domain/people/bot-queries.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { post } from '../channels/post.ts'
import { checkSaying } from '../channels/send.ts'
import { standingIn as standingInChannel } from '../channels/standing.ts'
import type { Content } from '../content/draft.ts'
import { deliver } from '../placing/deliver.ts'
import { standingIn } from '../rights.ts'

/** What a bot was called by, which it has not answered yet. */
export interface OpenCall {
  readonly query: BotQuery
  readonly message: api.message
}

/** Throws `QUERY_ID_INVALID` for what the bot was not called by, or has answered. */
export async function openCall(
  read: Pick<Reads, 'botQueries'>,
  bot: UserId,
  queryId: bigint,
  now: UnixTime,
): Promise<OpenCall> {
  const query = await read.botQueries.get(queryId)
  if (query?.bot !== bot || query.expiresAt <= now) throw badRequest('QUERY_ID_INVALID')
  const asked = readStored('Update', query.asked)
  if (asked?._ !== 'updateBotGuestChatQuery' || asked.message._ !== 'message') throw badRequest('QUERY_ID_INVALID')
  return { query, message: asked.message }
}

/**
 * Within a unit: a bot answers whoever has called it, in the chat in which that was ("Guest mode for bots"), as far as the caller
 * may send there what inline bots offer. Gives the name of what it said: the caller's copy, or the channel's.
 */
export async function sayAsGuest(
  tx: Transaction,
  ports: ServicePorts,
  { query: { userId: caller, bot }, message }: OpenCall,
  said: Omit<Content, 'guest' | 'viaBot'>,
  date: UnixTime,
): Promise<{ readonly box: BoxId; readonly id: number }> {
  const chat = fromPeer(message.peerId)
  const content: Content = { ...said, guest: bot }
  const asInline = { ...said, viaBot: bot }
  const replyTo = (await isStillThere(tx, caller, chat, message.id)) ? { id: message.id } : undefined
  if (isChannel(chat)) {
    const found = await standingInChannel(tx, caller, chat, date)
    checkSaying(found, asInline)
    const as = message.guestchatViaFrom ?? message.fromId
    const posting = { record: found.record, from: caller, as: as && fromPeer(as), date, session: undefined }
    const [sent] = await post(tx, ports, posting, [{ ...content, replyTo, randomId: undefined }])
    if (sent === undefined) throw new TypeError('post answers for each draft')
    return { box: chat, id: sent.id }
  }
  const standing = await standingIn(tx, caller, chat)
  allow(standing, 'send')
  const refusal = refusalOfSaying(standing, asInline)
  if (refusal !== undefined) throw refusal
  const draft = { ...content, from: caller, to: chat, replyTo, randomId: undefined, date, session: undefined }
  const { id } = await deliver(tx, ports, draft)
  return { box: caller, id }
}

async function isStillThere(tx: Transaction, caller: UserId, chat: PeerId, id: number): Promise<boolean> {
  const stored = isChannel(chat) ? await tx.messages.get(chat, id) : await tx.messages.get(caller, id)
  return stored !== undefined && stored.peer === chat
}
