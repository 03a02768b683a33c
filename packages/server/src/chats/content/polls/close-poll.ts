import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import type { Chat } from '../../../peers/chat.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import type { UserContext } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { requireAuthor } from '../../../rules/author.ts'
import { allow } from '../../../rules/rights.ts'
import type { PollRecord } from '../../../store/domain/chats/polls.ts'
import type { Transaction } from '../../../store/store.ts'
import { storedPoll } from '../../../views/poll-view.ts'
import { noteAdminEvent } from '../../channels/admin-log.ts'
import { answerPosts } from '../../channels/answer-posts.ts'
import { allowIn } from '../../rights.ts'
import { pollMessage, pollUpdates } from './poll-updates.ts'
import { tellOfPoll } from './tell-of-poll.ts'

/** Ends a poll for everyone, as its author asks by an edit of the message, or in a channel who may edit what others post. */
export async function closePollOf(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  chat: Chat,
  id: number,
): Promise<api.Updates> {
  const date = unixSeconds(ports.clock)
  const { pollId, changed } = await ports.store.transaction(async (tx) => {
    const { record, own, found } = await pollMessage(tx, userId, chat, id, date)
    const isOwn = record.owner === userId
    if (found === undefined) {
      requireAuthor({ isOwn })
      await allowIn(tx, userId, chat.peer, 'close poll')
    } else {
      const isPassedOn = own.message._ === 'message' && own.message.fwdFrom !== undefined
      requireAuthor({ isOwn: isOwn || (found.record.kind === 'broadcast' && !isPassedOn) })
      allow(found.standing, isOwn ? 'close poll' : 'edit of others')
    }
    if (storedPoll(record)?.poll.closed === true) throw badRequest('MESSAGE_NOT_MODIFIED')
    const closed = await closePoll(tx, record)
    if (found !== undefined && (found.standing.role === 'creator' || found.standing.role === 'admin')) {
      const action = { _: 'channelAdminLogEventActionStopPoll', message: own.message } as const
      await noteAdminEvent(tx, found.record.id, userId, action, date)
    }
    await tellOfPoll(tx, ports, closed, { date, userId, except: caller.session, isClosed: true })
    const state = found && (await tx.boxes.state(found.record.id))
    return { pollId: closed.id, changed: state?.pts }
  })
  const updates = await pollUpdates(ports, pollId, userId, date)
  if (chat.kind !== 'channel' || changed === undefined) return updates
  // The session that asked has no other way to hear of the edit.
  return answerPosts(ports, userId, { channel: chat.peer, date, changed, before: updates.updates })
}

/** Within a unit: nobody votes any more, and everyone sees the outcome. */
export async function closePoll(tx: Transaction, record: PollRecord): Promise<PollRecord> {
  const stored = storedPoll(record)
  // Damaged: it can only be left in peace.
  if (stored === undefined) {
    await tx.polls.put({ ...record, closeAt: undefined })
    return record
  }
  const { poll, results } = stored
  const closed: api.poll = { ...poll, closed: true, hash: poll.hash + 1n }
  const data = encode({ _: 'messageMediaPoll', poll: closed, results })
  const changed = { ...record, data, closeAt: undefined }
  await tx.polls.put(changed)
  return changed
}
