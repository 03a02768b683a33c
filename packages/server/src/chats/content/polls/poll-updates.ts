import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import { envelope } from '../../../delivery/envelope.ts'
import type { BoxId, PeerId, UnixTime, UserId } from '../../../ids.ts'
import type { Chat } from '../../../peers/chat.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import type { PollRecord } from '../../../store/domain/chats/polls.ts'
import type { Reads } from '../../../store/store.ts'
import { viewPollAlone } from '../../../views/poll-view.ts'
import { type ReadableChannel, readable } from '../../channels/standing.ts'
import { getMessage, type OwnMessage, unpack } from '../../placing/message-copies.ts'

/** Throws `MESSAGE_ID_INVALID` for a message without a poll. */
export async function pollOf(
  read: Pick<Reads, 'polls'>,
  message: api.message | api.messageService,
): Promise<PollRecord> {
  const media = message._ === 'message' ? message.media : undefined
  const record = media?._ === 'messageMediaPoll' ? await read.polls.get(media.poll.id) : undefined
  if (record === undefined) throw badRequest('MESSAGE_ID_INVALID')
  return record
}

/** A poll as it is now, as an update for one person. */
export async function pollUpdates(
  { store: { read }, userViews }: ServicePorts,
  pollId: bigint,
  viewer: UserId,
  date: UnixTime,
  message?: { readonly peer: PeerId; readonly id: number },
): Promise<api.updates> {
  const record = await read.polls.get(pollId)
  const view = record && (await viewPollAlone(read, viewer, record, viewer))
  if (view === undefined) throw badRequest('MESSAGE_ID_INVALID')
  const place = message === undefined ? {} : { peer: toPeer(message.peer), msgId: message.id }
  const update: api.updateMessagePoll = { _: 'updateMessagePoll', ...place, pollId, ...view }
  return envelope(read, userViews, viewer, [update], { date, others: [viewer] })
}

/** The message that somebody names, with a poll in it: in the own box, or in the log of a channel that one may look into. */
export async function pollMessage(
  read: Pick<Reads, 'messages' | 'polls' | 'channels' | 'channelMembers'>,
  userId: UserId,
  chat: Chat,
  id: number,
  now: UnixTime,
): Promise<{ readonly record: PollRecord; readonly own: OwnMessage<BoxId>; readonly found?: ReadableChannel }> {
  if (chat.kind !== 'channel') {
    const own = await getMessage(read, userId, chat.peer, id)
    return { record: await pollOf(read, own.message), own }
  }
  const found = await readable(read, userId, chat.peer, now)
  const stored = id > found.above ? await read.messages.get(chat.peer, id) : undefined
  const own = stored && unpack(stored)
  if (own === undefined) throw badRequest('MESSAGE_ID_INVALID')
  return { record: await pollOf(read, own.message), own, found }
}
