import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { UnnumberedChange } from '../store/domain/chats/unnumbered-changes.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { viewPoll } from './poll-view.ts'

/**
 * Changes without `pts` as their owner is told of them later. That a poll has changed is stored without what became of it:
 * it is told with the poll as it is now, and not at all when there is none any more.
 */
export async function viewChanges(
  read: Pick<Reads, 'polls'>,
  viewer: UserId,
  changes: readonly UnnumberedChange[],
): Promise<api.Update[]> {
  const updates: api.Update[] = []
  for (const change of changes) {
    const update = readStored('Update', change.update, `change ${change.number} of box ${viewer}`)
    // A damaged change is left out: clients ask for the state that it led to when they start.
    if (update === undefined) continue
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
