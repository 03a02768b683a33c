import { unpack } from '../../chats/placing/message-copies.ts'
import type { UserId } from '../../ids.ts'
import type { PollRecord } from '../../store/domain/chats/polls.ts'
import type { Transaction } from '../../store/store.ts'
import { storedPoll } from '../../views/poll-view.ts'

/**
 * Within a unit: whoever asked has a vote to look at, if votes can be seen and the message with the question is still there
 * ("Polls and quizzes", "Unread poll votes").
 */
export async function noteVote(tx: Transaction, record: PollRecord, voter: UserId): Promise<PollRecord> {
  const { id, owner } = record
  if (voter === owner || storedPoll(record)?.poll.publicVoters !== true) return record
  let noted = false
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
