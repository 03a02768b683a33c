import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { serviceUserId, type UnixTime, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { normalizeText } from '../../rules/message-text.ts'
import type { Transaction } from '../../store/store.ts'
import { mayMove, settleArrival } from '../lists/settle-arrival.ts'

/** A text with `**…**` around what is to stand out. */
type Marked = string

/**
 * Within a unit: puts a message of the service account into a user's box. The service account keeps no copy: nobody reads
 * its box.
 */
export async function sendServiceMessage(
  tx: Transaction,
  ports: ServicePorts,
  notice: {
    readonly to: UserId
    readonly text: Marked
    readonly date: UnixTime
    readonly except?: SessionName
    /** Links and names in it can be followed. Never where part of the text is from a client. */
    readonly links?: boolean
  },
): Promise<void> {
  const { to, date, except, links = false } = notice
  const [state] = await tx.boxes.advance([{ box: to, pts: 1, messages: 1 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const id = state.lastMessageId
  const unmarked = unmark(notice.text)
  const { text, entities } = links ? normalizeText(unmarked.text, unmarked.entities) : unmarked
  const message: api.message = {
    _: 'message',
    id,
    fromId: toPeer(serviceUserId),
    peerId: toPeer(serviceUserId),
    date,
    message: text,
    entities,
  }
  const row = { box: to, id, peer: serviceUserId, from: serviceUserId, out: false, date, pts: state.pts, twin: 0 }
  await tx.messages.add([{ ...row, data: encode(message) }])
  const [dialog] = await tx.dialogs.recordMessages([{ box: to, peer: serviceUserId, id, date, unread: true }])
  const updates: api.updates = {
    _: 'updates',
    updates: [{ _: 'updateNewMessage', message, pts: state.pts, ptsCount: 1 }],
    users: await ports.userViews.of(tx, to, [serviceUserId]),
    chats: [],
    date,
    seq: 0,
  }
  tx.onCommit(() => ports.bus.publish({ type: 'updates', userId: to, updates, except }))
  if (dialog !== undefined && mayMove(dialog)) await settleArrival(tx, ports, { box: to, peer: serviceUserId, date })
}

function unmark(marked: Marked): { text: string; entities: api.MessageEntity[] } {
  const entities: api.MessageEntity[] = []
  let text = ''
  for (const [index, part] of marked.split('**').entries()) {
    if (index % 2 === 1) entities.push({ _: 'messageEntityBold', offset: text.length, length: part.length })
    text += part
  }
  return { text, entities }
}

/** Text from a client or a user, for a place between marks. */
export function plain(text: string): Marked {
  return text.replaceAll('*', '∗')
}
