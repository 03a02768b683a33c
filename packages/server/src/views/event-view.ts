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
  const edited = updates.filter((update) => update._ === 'updateEditMessage').map((update) => update.message.id)
  if (edited.length === 0) return updates
  const stored = await read.messages.many(viewer, [...new Set(edited)])
  const shown = new Map((await showMessages(read, viewer, stored)).map((message) => [message.id, message]))
  return updates.flatMap((update): api.Update[] => {
    if (update._ !== 'updateEditMessage') return [update]
    const message = shown.get(update.message.id)
    return message === undefined ? [] : [{ ...update, message }]
  })
}
