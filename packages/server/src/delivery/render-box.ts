import type { api } from '@chappe/tl-codec/api'
import type { BoxAdvanced } from '../bus/bus.ts'
import type { CommittedReads } from '../store/store.ts'
import { loadEdited, loadEvents, viewEvents } from '../views/event-view.ts'
import type { FileViewReads } from '../views/file-views.ts'
import { showMessages } from '../views/message-view.ts'

export type BoxViewReads = CommittedReads<'boxes' | 'messages' | 'polls' | 'users' | 'reactions'> & FileViewReads

/** A part of a box's history. */
export type BoxRange = Pick<BoxAdvanced, 'box' | 'from' | 'to' | 'events' | 'reactions'>

/** A longer part is not told one by one: clients fetch so much at their own pace. */
const maxRange = 1000

/**
 * Messages and events of a box as its owner is told of them now, in the order of `pts`, the same as `updates.getDifference`
 * tells. What was deleted meanwhile is missing: the deletion is told next. Undefined if only `updates.getDifference` can tell.
 */
export async function renderBox(read: BoxViewReads, range: BoxRange): Promise<api.Update[] | undefined> {
  const { box, events, reactions } = range
  const updates =
    events === undefined
      ? await readRange(read, range)
      : await viewEvents(read, box, await loadEdited(read, box, events))
  return reactions === true ? updates?.flatMap(withReactions) : updates
}

async function readRange(read: BoxViewReads, { box, from, to }: BoxRange): Promise<api.Update[] | undefined> {
  if (to - from > maxRange) return undefined
  const difference = await read.boxes.difference(box, from, to - from)
  if (difference === undefined) return undefined
  const upTo = <T extends { readonly pts: number }>(all: readonly T[]): T[] => all.filter(({ pts }) => pts <= to)
  const loaded = await loadEvents(read, box, upTo(difference.events))
  if (loaded === undefined) return undefined
  const stored = upTo(difference.messages)
  const messages = await showMessages(read, box, stored)
  const told = messages.map((message, at): { readonly pts: number; readonly update: api.Update } => {
    const pts = stored[at]?.pts ?? to
    return { pts, update: { _: 'updateNewMessage', message, pts, ptsCount: 1 } }
  })
  for (const update of await viewEvents(read, box, loaded)) {
    told.push({ pts: 'pts' in update ? (update.pts ?? to) : to, update })
  }
  return told.sort((a, b) => a.pts - b.pts).map(({ update }) => update)
}

function withReactions(update: api.Update): api.Update[] {
  if (update._ !== 'updateEditMessage' || update.message._ !== 'message') return [update]
  const {
    peerId: peer,
    id: msgId,
    reactions = { _: 'messageReactions', canSeeList: true, results: [] },
  } = update.message
  return [{ _: 'updateMessageReactions', peer, msgId, reactions }, update]
}
