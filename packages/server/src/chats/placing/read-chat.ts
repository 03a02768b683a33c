import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordNumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxPeer, type ChatId, isUser, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'
import { allowIn } from '../rights.ts'

export interface Reading {
  readonly reader: UserId
  readonly peer: BoxPeer
  /** 0 for everything. */
  readonly maxId: number
  readonly date: number
  /** The session that has the answer. */
  readonly session: SessionName | undefined
}

/** Within a unit: moves the reader's mark on, and the mark that the other side sees on its own messages, or all who wrote them. */
export async function readChat(
  tx: Transaction,
  ports: ServicePorts,
  reading: Reading,
): Promise<api.messages.affectedMessages> {
  const { reader, peer, date } = reading
  const dialog = await tx.dialogs.get(reader, peer)
  const upTo = Math.min(reading.maxId || Number.MAX_SAFE_INTEGER, dialog?.topMessage ?? 0)
  const last = await tx.messages.lastIncoming(reader, peer, upTo)
  if (dialog === undefined || last === undefined || last.id <= dialog.readInboxMaxId) {
    const state = await tx.boxes.state(reader)
    return { _: 'messages.affectedMessages', pts: state?.pts ?? 0, ptsCount: 0 }
  }
  const unread = await tx.messages.countIncomingAbove(reader, peer, last.id)
  const isTold = (await allowIn(tx, reader, peer, 'read')) === 'all'
  const marks = !isTold
    ? []
    : isUser(peer)
      ? await markOfOther(tx, reader, peer, last.twin)
      : await marksOfAuthors(tx, reader, peer, { above: dialog.readInboxMaxId, upTo: last.id })

  const boxes = [reader, ...marks.map(({ author }) => author)]
  const [mine, ...theirs] = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 0 })))
  if (mine === undefined) throw new TypeError('advance answers each step')

  await tx.dialogs.setReadInbox(reader, peer, last.id, unread)
  await recordNumbered(tx, ports, {
    userId: reader,
    date,
    except: reading.session,
    update: {
      _: 'updateReadHistoryInbox',
      peer: toPeer(peer),
      maxId: last.id,
      stillUnreadCount: unread,
      pts: mine.pts,
      ptsCount: 1,
    },
  })
  // Who has read a message in a group is looked up by each reader's own dates.
  if (!isUser(peer) && isTold) await tx.readDates.add(reader, peer, last.id, date)
  for (const [at, { author, chat, maxId }] of marks.entries()) {
    const state = theirs[at]
    if (state === undefined) throw new TypeError('advance answers each step')
    await tx.dialogs.setReadOutbox(author, chat, maxId)
    if (isUser(chat)) await tx.readDates.add(author, chat, maxId, date)
    const update = { _: 'updateReadHistoryOutbox', peer: toPeer(chat), maxId, pts: state.pts, ptsCount: 1 } as const
    await recordNumbered(tx, ports, { userId: author, date, except: undefined, update })
  }
  return { _: 'messages.affectedMessages', pts: mine.pts, ptsCount: 1 }
}

/** Up to where an author's messages in a chat are read by now. */
interface AuthorMark {
  readonly author: UserId
  /** The chat, as seen from the author's box. */
  readonly chat: BoxPeer
  readonly maxId: number
}

async function markOfOther(tx: Transaction, reader: UserId, other: UserId, maxId: number): Promise<AuthorMark[]> {
  const dialog = await tx.dialogs.get(other, reader)
  return dialog !== undefined && maxId > dialog.readOutboxMaxId ? [{ author: other, chat: reader, maxId }] : []
}

/** In a group a message is read once anybody has read it. Who is not in it any more is not told. */
async function marksOfAuthors(
  tx: Transaction,
  reader: UserId,
  chat: ChatId,
  { above, upTo }: { readonly above: number; readonly upTo: number },
): Promise<AuthorMark[]> {
  const authors = await tx.messages.authorsBetween(reader, chat, above, upTo)
  const members = new Set((await tx.groups.members(chat)).map(({ userId }) => userId))
  const marks: AuthorMark[] = []
  for (const [author, maxId] of authors) {
    // What guests have said is filed as of those who called them: that the reader has read it, the reader knows.
    const dialog = members.has(author) && author !== reader ? await tx.dialogs.get(author, chat) : undefined
    if (dialog !== undefined && maxId > dialog.readOutboxMaxId) marks.push({ author, chat, maxId })
  }
  return marks
}
