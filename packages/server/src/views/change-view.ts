import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { UnnumberedChange } from '../store/domain/chats/unnumbered-changes.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { viewPoll } from './poll-view.ts'

/** Changes without `pts` as their owner is told of them later. */
export async function viewChanges(
  read: CommittedReads<'polls'>,
  viewer: UserId,
  changes: readonly UnnumberedChange[],
): Promise<api.Update[]> {
  const updates = changes.flatMap(
    // A damaged change is left out: clients ask for the state that it led to when they start.
    ({ qts, update }) => readStored('Update', update, `change ${qts} of box ${viewer}`) ?? [],
  )
  return completeChanges(read, viewer, updates)
}

/**
 * That a poll has changed is stored and announced without what became of it: it is told with the poll as it is now, and not
 * at all when there is none any more.
 */
export async function completeChanges(
  read: CommittedReads<'polls'>,
  viewer: UserId,
  changes: readonly api.Update[],
): Promise<api.Update[]> {
  const updates: api.Update[] = []
  for (const update of changes) {
    if (update._ !== 'updateMessagePoll') {
      updates.push(update)
      continue
    }
    const record = await read.polls.get(update.pollId)
    const view = record && (await viewPoll(read, viewer, record))
    if (view !== undefined) updates.push({ ...update, ...view })
  }
  return updates
}
