import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { contentMarks, searchText } from '../../rules/message-content.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import type { StoredPost } from '../../views/post-view.ts'
import { recordInChannel } from './tell.ts'

/** Within a unit: puts other content into a message of a channel, and has its members told. Gives the `pts` after it. */
export async function amendPost(
  tx: Transaction,
  ports: ServicePorts,
  stored: StoredPost,
  before: api.message,
  message: api.message,
  { date, except }: { readonly date: UnixTime; readonly except: SessionName | undefined },
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
