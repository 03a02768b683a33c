import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { BoxEvent } from '../store/domain/chats/boxes.ts'
import type { StoredMessage } from '../store/domain/chats/messages.ts'
import type { CommittedReads, Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import type { FileViewReads } from './file-views.ts'
import { showMessages } from './message-view.ts'

/** Changes of a box, and the messages that were edited among them as they are now. */
export interface LoadedEvents {
  readonly updates: readonly api.Update[]
  readonly edited: readonly StoredMessage[]
}

/** Undefined if the disk has not kept one of them. */
export async function loadEvents(
  read: Pick<Reads, 'messages'>,
  viewer: UserId,
  events: readonly BoxEvent[],
): Promise<LoadedEvents | undefined> {
  const updates: api.Update[] = []
  for (const { pts, update: stored } of events) {
    const update = readStored('Update', stored, `change ${pts} of box ${viewer}`)
    if (update === undefined) return undefined
    updates.push(update)
  }
  return loadEdited(read, viewer, updates)
}

/** As `loadEvents`, of events that are at hand as they are stored. */
export async function loadEdited(
  read: Pick<Reads, 'messages'>,
  viewer: UserId,
  updates: readonly api.Update[],
): Promise<LoadedEvents> {
  const lastOf = lastEdits(updates)
  return { updates, edited: lastOf.size === 0 ? [] : await read.messages.many(viewer, [...lastOf.keys()]) }
}

/** Where each message was edited for the last time. */
function lastEdits(updates: readonly api.Update[]): ReadonlyMap<number, number> {
  const lastOf = new Map<number, number>()
  for (const [at, update] of updates.entries()) if (isEdit(update)) lastOf.set(update.message.id, at)
  return lastOf
}

function isEdit(update: api.Update): update is api.updateEditMessage {
  return update._ === 'updateEditMessage'
}

/**
 * The changes of a box as its owner is told of them later. An edit is stored without what the message became: it is told
 * with what the message is now, once, and not at all when the message is gone, so that nothing deleted lives on in here.
 */
export async function viewEvents(
  read: CommittedReads<'polls' | 'users' | 'reactions'> & FileViewReads,
  viewer: UserId,
  { updates, edited: stored }: LoadedEvents,
): Promise<api.Update[]> {
  if (stored.length === 0 && !updates.some(isEdit)) return [...updates]
  const lastOf = lastEdits(updates)
  const shown = new Map((await showMessages(read, viewer, stored)).map((message) => [message.id, message]))
  return updates.flatMap((update, at): api.Update[] => {
    if (update._ !== 'updateEditMessage') return [update]
    const message = lastOf.get(update.message.id) === at ? shown.get(update.message.id) : undefined
    return message === undefined ? [] : [{ ...update, message }]
  })
}
