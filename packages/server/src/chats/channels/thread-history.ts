import type { ChannelId } from '../../ids.ts'
import type { HistoryQuery } from '../../store/domain/chats/messages.ts'
import type { Reads } from '../../store/store.ts'
import type { StoredPost } from '../../views/post-view.ts'
import { generalTopic } from '../content/thread.ts'

type PageOf = Omit<HistoryQuery, 'box' | 'peer' | 'thread'>

/** A page of a thread. General also has what was said before its group was a forum, which is older than all topics. */
export async function threadHistory(
  read: Pick<Reads, 'messages' | 'topics'>,
  channel: ChannelId,
  { root, forum }: { readonly root: number; readonly forum: boolean },
  page: PageOf,
): Promise<StoredPost[]> {
  const place = { box: channel, peer: channel }
  if (!forum || root !== generalTopic) return read.messages.history({ ...place, thread: root, ...page })
  const began = await read.topics.beganAt(channel)
  const since = await read.messages.history({
    ...{ ...place, thread: root, ...page, minId: Math.max(page.minId, began - 1) },
  })
  const left = page.limit - since.length
  if (left <= 0) return since
  const maxId = page.maxId === 0 ? began : Math.min(page.maxId, began)
  const addOffset = since.length > 0 ? 0 : page.addOffset
  return [...since, ...(await read.messages.history({ ...place, ...page, addOffset, limit: left, maxId }))]
}
