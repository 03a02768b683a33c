import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../../bus/bus.ts'
import { changeLifetimeSeconds } from '../../../changes/lifetime.ts'
import { recordUnnumbered } from '../../../changes/record-change.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { envelope } from '../../../delivery/envelope.ts'
import type { PeerId, UnixTime, UserId } from '../../../ids.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import type { PollRecord } from '../../../store/domain/chats/polls.ts'
import type { Reads, Transaction } from '../../../store/store.ts'
import { viewPoll } from '../../../views/poll-view.ts'

/** How many boxes hear at once of a vote; who is not told asks (`messages.getPollResults`). */
const maxHolders = 200

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
  const view = record && (await viewPoll(read, viewer, record))
  if (view === undefined) throw badRequest('MESSAGE_ID_INVALID')
  const place = message === undefined ? {} : { peer: toPeer(message.peer), msgId: message.id }
  const update: api.updateMessagePoll = { _: 'updateMessagePoll', ...place, pollId, ...view }
  return envelope(read, userViews, viewer, [update], { date, others: [viewer] })
}

/**
 * Within a unit: tells everyone who has a message with the poll how it stands. These updates have no `pts`; a device that
 * was away is told of the poll as it is when it comes back.
 */
export async function tellHolders(
  tx: Transaction,
  ports: ServicePorts,
  record: PollRecord,
  { date, userId, except }: { readonly date: number; readonly userId?: UserId; readonly except?: SessionName },
): Promise<void> {
  const { id: pollId } = record
  const boxes = new Set((await tx.polls.holders(pollId, maxHolders)).map(({ box }) => box))
  // Without its content: see `completeChanges`.
  const update: api.updateMessagePoll = { _: 'updateMessagePoll', pollId, results: { _: 'pollResults' } }
  const note = { key: `poll ${pollId}`, update, date, expiresAt: date + changeLifetimeSeconds }
  for (const box of [...boxes].sort((a, b) => a - b)) {
    await recordUnnumbered(tx, ports, { ...note, userId: box, except: box === userId ? except : undefined })
  }
}
