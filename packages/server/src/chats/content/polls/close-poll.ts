import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import type { PeerId } from '../../../ids.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import type { UserContext } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { requireAuthor } from '../../../rules/author.ts'
import type { PollRecord } from '../../../store/domain/chats/polls.ts'
import type { Transaction } from '../../../store/store.ts'
import { storedPoll } from '../../../views/poll-view.ts'
import { getMessage } from '../../placing/message-copies.ts'
import { allowIn } from '../../rights.ts'
import { pollOf, pollUpdates, tellHolders } from './poll-updates.ts'

/** Ends a poll for everyone, as its author asks by an edit of the message. */
export async function closePollOf(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  peer: PeerId,
  id: number,
): Promise<api.Updates> {
  const date = unixSeconds(ports.clock)
  const pollId = await ports.store.transaction(async (tx) => {
    const { message } = await getMessage(tx, userId, peer, id)
    const record = await pollOf(tx, message)
    requireAuthor({ isOwn: record.owner === userId })
    await allowIn(tx, userId, peer, 'close poll')
    if (storedPoll(record)?.poll.closed === true) throw badRequest('MESSAGE_NOT_MODIFIED')
    const closed = await closePoll(tx, record)
    await tellHolders(tx, ports, closed, { date, userId, except: caller.session })
    return closed.id
  })
  return pollUpdates(ports, pollId, userId, date)
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
