import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../../bus/bus.ts'
import { changeLifetimeSeconds } from '../../../changes/lifetime.ts'
import { recordUnnumbered } from '../../../changes/record-change.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { type ChannelId, isChannel, type UnixTime, type UserId } from '../../../ids.ts'
import type { PollRecord } from '../../../store/domain/chats/polls.ts'
import type { Transaction } from '../../../store/store.ts'
import { recordInChannel, tellHere } from '../../channels/tell.ts'

/** How many messages with it are told of at once; who is not told asks (`messages.getPollResults`). */
const maxHolders = 200
/**
 * In a channel of more members nobody is told of single votes: each who has voted would be told in an own way. Clients ask
 * for the polls that are on the screen, as they do anyway.
 */
const mostMembersTold = 200

interface Telling {
  readonly date: UnixTime
  /** Who has voted, or ended it. */
  readonly userId?: UserId
  readonly except?: SessionName
  /** It is over: everybody is told of it, also who is away. */
  readonly isClosed?: boolean
}

/**
 * Within a unit: tells everyone who has a message with the poll how it stands. These updates have no `pts`; a device that
 * was away is told of the poll as it is when it comes back. The end of a poll in a channel is an edit of its messages there.
 * Bots are told of their own polls, wherever these are, and of the end of others ("updateMessagePoll").
 */
export async function tellOfPoll(
  tx: Transaction,
  ports: ServicePorts,
  record: PollRecord,
  telling: Telling,
): Promise<void> {
  const { id: pollId } = record
  const { date, userId, except, isClosed = false } = telling
  const holders = await tx.polls.holders(pollId, maxHolders)
  // Without its content: see `completeChanges`.
  const update: api.updateMessagePoll = { _: 'updateMessagePoll', pollId, results: { _: 'pollResults' } }
  const people = new Set<UserId>(userId === undefined ? [] : [userId])
  const channels = new Map<ChannelId, number[]>()
  for (const { box, id } of holders) {
    if (!isChannel(box)) people.add(box)
    else if (channels.has(box)) channels.get(box)?.push(id)
    else channels.set(box, [id])
  }
  for (const channel of [...channels.keys()].sort((a, b) => a - b)) {
    if (isClosed) await tellOfEnd(tx, ports, channel, channels.get(channel) ?? [], telling)
    else await tellOfVote(tx, ports, channel, update, telling)
  }
  const bots = (await tx.users.many([...people, record.owner])).filter(({ bot }) => bot !== undefined)
  for (const { id } of bots) {
    if (id === record.owner) people.add(id)
    else if (!isClosed) people.delete(id)
  }
  const note = { key: `poll ${pollId}`, update, date, expiresAt: date + changeLifetimeSeconds }
  for (const box of [...people].sort((a, b) => a - b)) {
    await recordUnnumbered(tx, ports, { ...note, userId: box, except: box === userId ? except : undefined })
  }
}

async function tellOfVote(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  update: api.updateMessagePoll,
  { date, userId, except }: Telling,
): Promise<void> {
  const record = await tx.channels.get(channel)
  if (record === undefined || record.deleted || record.members > mostMembersTold) return
  tellHere(tx, ports, channel, update, { date, except, ...(userId === undefined ? {} : { by: userId }) })
}

async function tellOfEnd(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  ids: readonly number[],
  { date, except }: Telling,
): Promise<void> {
  for (const { id } of await tx.messages.many(channel, ids)) {
    const [state] = await tx.boxes.advance([{ box: channel, pts: 1, messages: 0 }])
    if (state === undefined) throw new TypeError('advance answers each step')
    const note: api.Message = { _: 'messageEmpty', id }
    const place = { pts: state.pts, ptsCount: 1 }
    const update: api.updateEditChannelMessage = { _: 'updateEditChannelMessage', message: note, ...place }
    await recordInChannel(tx, ports, channel, update, { date, except })
  }
}
