import type { api } from '@chappe/tl-codec/api'
import type { ChannelId } from '../ids.ts'
import type { AdminEvent } from '../store/domain/channels/admin-log.ts'
import { filesFoundBy, mapLogged } from '../tl/files-of-message.ts'
import { readStored } from '../tl/stored.ts'
import { type FileViewReads, viewFiles } from './file-views.ts'
import { loadPosts, type PostReads } from './post-view.ts'

/**
 * What was done in a channel as its admins are shown it, the same for all of them. A message that was sent is stored as its
 * number alone: it is told as it is now, and left out once it is gone, of which another event tells.
 */
export async function viewAdminEvents(
  read: PostReads,
  channel: ChannelId,
  events: readonly AdminEvent[],
): Promise<api.channelAdminLogEvent[]> {
  const stored = events.flatMap(({ id, date, userId, action: data }) => {
    const action = readStored('ChannelAdminLogEventAction', data, `event ${id} of channel ${channel}`)
    if (action === undefined) return []
    return [{ _: 'channelAdminLogEvent' as const, id: BigInt(id), date, userId: BigInt(userId), action }]
  })
  const decoded = await withFiles(read, channel, stored)
  const sent = decoded.flatMap(({ action }) => sentIn(action) ?? [])
  if (sent.length === 0) return [...decoded]
  const posts = await loadPosts(read, await read.messages.many(channel, sent))
  const byId = new Map(posts.map(({ message }) => [message.id, message]))
  return decoded.flatMap((event): api.channelAdminLogEvent[] => {
    const id = sentIn(event.action)
    if (id === undefined) return [event]
    const message = byId.get(id)
    if (message === undefined || message._ === 'messageEmpty') return []
    return [{ ...event, action: { _: 'channelAdminLogEventActionSendMessage', message } }]
  })
}

/** The number of a message that is stored without what it says. */
function sentIn(action: api.ChannelAdminLogEventAction): number | undefined {
  if (action._ !== 'channelAdminLogEventActionSendMessage') return undefined
  return action.message._ === 'messageEmpty' ? action.message.id : undefined
}

/** Admins see what was shown, also of a message that is gone. */
async function withFiles(
  read: FileViewReads,
  channel: ChannelId,
  events: readonly api.channelAdminLogEvent[],
): Promise<readonly api.channelAdminLogEvent[]> {
  const files = filesFoundBy((change) => {
    for (const { action } of events) mapLogged(action, change)
  })
  if (files.documents.length === 0 && files.photos.length === 0) return events
  const views = await viewFiles(read, files)
  return events.map((event) => ({ ...event, action: views.logged(event.action, channel) }))
}
