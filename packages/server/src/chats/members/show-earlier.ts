import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { archiveOnArrival } from '../lists/archive-on-arrival.ts'
import { announceMessages } from '../placing/announce-messages.ts'
import { unpack } from '../placing/message-copies.ts'
import { type NewCopy, storeCopies } from '../placing/store-copies.ts'

/** So many messages a newcomer can be shown that came before. */
export const maxShownEarlier = 100

/**
 * Within a unit: gives somebody who has come into a group copies of the last messages there (`messages.addChatUser`,
 * `fwd_limit`), each with its author and date. Of one who was there before only what came since.
 */
export async function showEarlier(
  tx: Transaction,
  ports: ServicePorts,
  { chat, userId, date, limit }: ShowEarlier,
): Promise<void> {
  const all = { box: userId, peer: chat, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0 }
  const [newest] = await tx.messages.history(all)
  const contents = await tx.groupMessages.latest(chat, Math.min(limit, maxShownEarlier))
  for (const content of contents.reverse()) {
    const copies = await tx.groupMessages.copies(content)
    const [name] = copies
    if (name === undefined || copies.some(({ box }) => box === userId)) continue
    const known = await tx.messages.get(name.box, name.id)
    const shown = known && unpack(known)
    // What one of them alone sees of it now says nothing about the others.
    if (known?.own === undefined || known.own.apart === true || shown?.message._ !== 'message') continue
    if (newest !== undefined && known.date < newest.date) continue
    const [state] = await tx.boxes.advance([{ box: userId, pts: 1, messages: 1 }])
    if (state === undefined) throw new TypeError('advance answers each step')
    const { from, twin, data } = known
    const { lastMessageId: id, pts } = state
    const out = from === userId
    const message = { ...shown.message, id, out: out || undefined, mentioned: undefined, mediaUnread: undefined }
    const place = { box: userId, id, peer: chat, from, out, date: known.date, pts, twin, data, mentioned: false }
    // What an earlier one answers need not be among those that are shown.
    const own = { content, replyTo: known.own.replyTo === undefined ? undefined : 0 }
    const copy: NewCopy = { ...place, own, message: { ...message, replyTo: undefined } }
    const stored = await storeCopies(tx, [copy])
    await tx.groupMessages.addCopies(content, [copy])
    if (shown.message.pinned === true) await tx.messageMarks.add(userId, chat, id, ['pinned'])
    announceMessages(
      tx,
      ports,
      stored.map((one) => ({ ...one, firstOfDialog: true })),
      { date, except: undefined },
    )
    for (const one of stored) if (one.mayMove) await archiveOnArrival(tx, ports, { ...one, date })
  }
}

interface ShowEarlier {
  readonly chat: ChatId
  readonly userId: UserId
  readonly date: UnixTime
  readonly limit: number
}
