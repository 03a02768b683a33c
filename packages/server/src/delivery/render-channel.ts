import type { ChannelAdvanced } from '../bus/bus.ts'
import type { CommittedReads } from '../store/store.ts'
import { type ChannelHappening, loadPosts, type PostReads, viewChannelEvents } from '../views/post-view.ts'

/** A longer part is not told one by one. */
const maxRange = 100

/**
 * What happened in a channel, the same for all its members, in the order of `pts`. Undefined if only
 * `updates.getChannelDifference` can tell.
 */
export async function renderChannel(
  read: PostReads & CommittedReads<'boxes'>,
  { box, from, to }: Pick<ChannelAdvanced, 'box' | 'from' | 'to'>,
): Promise<ChannelHappening[] | undefined> {
  if (to - from > maxRange) return undefined
  const difference = await read.boxes.difference(box, from, to - from)
  if (difference === undefined) return undefined
  const events = difference.events.filter(({ pts }) => pts <= to)
  const happenings = await viewChannelEvents(read, box, events)
  if (happenings === undefined) return undefined
  const stored = difference.messages.filter(({ pts }) => pts <= to)
  for (const [at, { from, named, message }] of (await loadPosts(read, stored)).entries()) {
    const pts = stored[at]?.pts ?? to
    happenings.push({ pts, from, named, update: { _: 'updateNewChannelMessage', message, pts, ptsCount: 1 } })
  }
  return happenings.sort((a, b) => a.pts - b.pts)
}
