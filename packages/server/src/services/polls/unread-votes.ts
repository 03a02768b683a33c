import { unpack } from '../../chats/placing/message-copies.ts'
import type { UserId } from '../../ids.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { PollRecord } from '../../store/domain/chats/polls.ts'
import type { Transaction } from '../../store/store.ts'
import { storedPoll } from '../../views/poll-view.ts'

/**
 * Within a unit: whoever asked has a vote to look at, if votes can be seen and the message with the question is still there
 * ("Polls and quizzes", "Unread poll votes").
 *
 * @param place the channel in which somebody has voted
 */
export async function noteVote(
  tx: Transaction,
  record: PollRecord,
  voter: UserId,
  place: ChannelRecord | undefined,
): Promise<PollRecord> {
  const { id, owner } = record
  if (voter === owner || storedPoll(record)?.poll.publicVoters !== true) return record
  let noted = place !== undefined && (await noteInChannel(tx, record, place))
  for (const stored of await tx.messages.many(owner, await tx.polls.heldBy(id, owner))) {
    const message = stored.from === owner ? unpack(stored)?.message : undefined
    if (message?._ !== 'message' || message.fwdFrom !== undefined) continue
    await tx.messageMarks.add(owner, stored.peer, stored.id, ['unreadPollVote'])
    noted = true
  }
  if (!noted) return record
  await tx.polls.setUnreadVotes(id, true)
  return { ...record, unreadVotes: true }
}

/** The same in a supergroup, for as long as whoever asked is in it. */
async function noteInChannel(
  tx: Transaction,
  { id, owner }: PollRecord,
  { id: channel, kind }: ChannelRecord,
): Promise<boolean> {
  if (kind === 'broadcast') return false
  if ((await tx.channelMembers.get(channel, owner))?.present !== true) return false
  let noted = false
  for (const stored of await tx.messages.many(channel, await tx.polls.heldBy(id, channel))) {
    const message = stored.from === owner ? unpack(stored)?.message : undefined
    if (message?._ !== 'message' || message.fwdFrom !== undefined) continue
    const { id: msgId, thread } = stored
    await tx.postMarks.add({ channel, id: msgId, marks: ['unreadPollVote'], users: [owner], thread })
    noted = true
  }
  return noted
}
