import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { contentMarks, searchText } from '../../rules/message-content.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import type { StoredPost } from '../../views/post-view.ts'
import { unpack } from '../placing/message-copies.ts'
import { recordInChannel } from './tell.ts'

interface Telling {
  readonly date: UnixTime
  readonly except: SessionName | undefined
}

/**
 * Within a unit: puts other content into a message of a channel, and has its members told. Gives the `pts` after it. The copy
 * of a post in the channel's discussion group says the same from then on.
 */
export async function amendPost(
  tx: Transaction,
  ports: ServicePorts,
  stored: StoredPost,
  before: api.message,
  message: api.message,
  telling: Telling,
): Promise<number> {
  const [discussed] =
    message.post === true ? await tx.discussedPosts.ofPosts([{ channel: stored.box, id: stored.id }]) : []
  if (discussed === undefined) return amendOne(tx, ports, stored, before, message, telling)
  await holdBoxes(tx, [stored.box, discussed.megagroup])
  const pts = await amendOne(tx, ports, stored, before, message, telling)
  const copy = await tx.messages.get(discussed.megagroup, discussed.id)
  const said = copy && unpack(copy)?.message
  if (copy === undefined || said?._ !== 'message') return pts
  const { message: text, entities, media, editDate, editHide, invertMedia } = message
  const after = { ...said, message: text, entities, media, editDate, editHide, invertMedia }
  await amendOne(tx, ports, copy, said, after, { date: telling.date, except: undefined })
  return pts
}

async function amendOne(
  tx: Transaction,
  ports: ServicePorts,
  stored: StoredPost,
  before: api.message,
  message: api.message,
  { date, except }: Telling,
): Promise<number> {
  const { box: channel, id } = stored
  const [state] = await tx.boxes.advance([{ box: channel, pts: 1, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  await tx.messages.replace(channel, id, encodeForStore({ ...message, id: 0 }))
  const [had, has] = [contentMarks(before), contentMarks(message)]
  for (const mark of had) if (!has.includes(mark)) await tx.messageMarks.take(channel, [id], mark)
  const added = has.filter((mark) => !had.includes(mark))
  if (added.length > 0) await tx.messageMarks.add(channel, channel, id, added)
  const text = searchText(message)
  if (text !== searchText(before)) await tx.messageSearch.reindex(channel, { id, peer: channel, text })
  // Stored without the content: see `viewChannelEvents`.
  const note: api.Message = { _: 'messageEmpty', id }
  const update: api.updateEditChannelMessage = {
    ...{ _: 'updateEditChannelMessage', message: note, pts: state.pts, ptsCount: 1 },
  }
  await recordInChannel(tx, ports, channel, update, { date, except })
  return state.pts
}
