import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { fromPeer, toChatId } from '../peers/peer-id.ts'
import type { UnnumberedChange } from '../store/domain/chats/unnumbered-changes.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { viewParticipants } from './participants-view.ts'
import { type BarReads, viewPeerBar } from './peer-bar-view.ts'
import { viewPoll } from './poll-view.ts'

export type ChangeReads = BarReads & CommittedReads<'polls' | 'groups'>

/** Changes without `pts` as their owner is told of them later. */
export async function viewChanges(
  read: ChangeReads,
  viewer: UserId,
  changes: readonly UnnumberedChange[],
): Promise<api.Update[]> {
  const updates = changes.flatMap(
    // A damaged change is left out: clients ask for the state that it led to when they start.
    ({ number, update }) => readStored('Update', update, `change ${number} of box ${viewer}`) ?? [],
  )
  return completeChanges(read, viewer, updates)
}

/**
 * That a poll, the bar above a chat or who is in a group has changed is stored and announced without what became of it: it is told as it is
 * now, and not at all when there is none any more.
 */
export async function completeChanges(
  read: ChangeReads,
  viewer: UserId,
  changes: readonly api.Update[],
): Promise<api.Update[]> {
  const updates: api.Update[] = []
  for (const update of changes) {
    const complete = await completed(read, viewer, update)
    if (complete !== undefined) updates.push(complete)
  }
  return updates
}

async function completed(read: ChangeReads, viewer: UserId, update: api.Update): Promise<api.Update | undefined> {
  switch (update._) {
    case 'updateMessagePoll': {
      const record = await read.polls.get(update.pollId)
      const view = record && (await viewPoll(read, viewer, record))
      return view && { ...update, ...view }
    }
    case 'updatePeerSettings':
      return { ...update, settings: await viewPeerBar(read, viewer, fromPeer(update.peer)) }
    case 'updateChatParticipants': {
      const chat = toChatId(update.participants.chatId)
      return chat && { ...update, participants: await viewParticipants(read, viewer, chat) }
    }
    default:
      return update
  }
}
