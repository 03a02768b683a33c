import type { api } from '@chappe/tl-codec/api'
import type { BoxEvent } from '../store/domain/boxes.ts'
import type { UserId } from '../store/domain/ids.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { showMessages } from './message-view.ts'

/**
 * The changes of a box as its owner is told of them later. An edit is stored without what the message became: it is told
 * with what the message is now, once, and not at all when the message is gone, so that nothing deleted lives on in here.
 */
export async function viewEvents(
  read: Pick<Reads, 'messages' | 'polls' | 'reactions'>,
  viewer: UserId,
  events: readonly BoxEvent[],
): Promise<api.Update[]> {
  const updates = events.map((event) => readStored('Update', event.update))
  const lastOf = new Map<number, number>()
  for (const [at, update] of updates.entries()) {
    if (update._ === 'updateEditMessage') lastOf.set(update.message.id, at)
  }
  if (lastOf.size === 0) return updates
  const stored = await read.messages.many(viewer, [...lastOf.keys()])
  const shown = new Map((await showMessages(read, viewer, stored)).map((message) => [message.id, message]))
  return updates.flatMap((update, at): api.Update[] => {
    if (update._ !== 'updateEditMessage') return [update]
    const message = lastOf.get(update.message.id) === at ? shown.get(update.message.id) : undefined
    return message === undefined ? [] : [{ ...update, message }]
  })
}
