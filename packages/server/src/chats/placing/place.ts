import { isUser, type UserId } from '../../ids.ts'
import { isToBeOpened } from '../../rules/unheard.ts'
import type { BoxState } from '../../store/domain/chats/boxes.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import type { Draft } from '../content/draft.ts'
import { mentions } from '../content/mentions.ts'
import { type ResolvedReply, resolvedReply } from '../content/reply.ts'
import { periodFor } from './auto-delete.ts'
import { composeMessage, savedPeer } from './compose-message.ts'
import type { Placed, Sent } from './copy.ts'
import { placeInGroup } from './place-in-group.ts'
import { sentBefore } from './sent-before.ts'
import { type NewCopy, storeCopies } from './store-copies.ts'

/** Asks the store as seldom as can be: this is the path of every message. */
export async function place(tx: Transaction, draft: Draft, ttlPeriodOfChat: number | undefined): Promise<Placed> {
  const { from, to, randomId, date } = draft
  if (!isUser(to)) return placeInGroup(tx, draft, to)
  const earlier = randomId === undefined ? undefined : await tx.messages.sent(from, randomId)
  if (earlier !== undefined) return { sent: await sentBefore(tx, draft, earlier), copies: [] }
  const reply = draft.replyTo && (await resolvedReply(tx, draft))
  const ttlPeriod = ttlPeriodOfChat ?? (await periodFor(tx, from, to))
  const mentioned = draft.entities.length > 0 && from !== to && (await mentions(tx, draft, to))

  const boxes = from === to ? [from] : [from, to]
  const [mine, theirs] = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 1 })))
  if (mine === undefined) throw new TypeError('advance answers each step')

  const shape: Shape = { draft, to, reply, ttlPeriod, mentioned }
  const content = saysTheSame(shape) ? encodeForStore(compose(shape, 0, false)) : undefined
  const parts = [toCopy(shape, from, mine, theirs?.lastMessageId ?? 0, content)]
  if (theirs !== undefined) parts.push(toCopy(shape, to, theirs, mine.lastMessageId, content))
  const copies = await storeCopies(tx, parts)
  if (randomId !== undefined) await tx.messages.addSent(from, randomId, mine.lastMessageId, date)
  const sent: Sent = { id: mine.lastMessageId, pts: mine.pts, date, ttlPeriod: ttlPeriod > 0 ? ttlPeriod : undefined }
  return { sent, copies }
}

/** All that the copies of a message are made of. */
interface Shape {
  readonly draft: Draft
  readonly to: UserId
  readonly reply: ResolvedReply | undefined
  readonly ttlPeriod: number
  /** It names the other party. */
  readonly mentioned: boolean
}

/** Whether both copies say the same, and differ only in where they stand (`StoredMessage`, `data`). Most do. */
function saysTheSame({ draft, reply, mentioned }: Shape): boolean {
  return draft.from !== draft.to && reply === undefined && !mentioned && !draft.fromScheduled && !draft.theirAction
}

/** @param content what both copies say, if it is the same */
function toCopy(
  shape: Shape,
  box: UserId,
  { pts, lastMessageId: id }: BoxState,
  twin: number,
  content: Uint8Array | undefined,
): NewCopy {
  const { to } = shape
  const { from, date } = shape.draft
  const isOwn = box === from
  // What a guest says goes out from nobody here.
  const out = isOwn && shape.draft.guest === undefined
  const message = compose(shape, id, isOwn)
  const data = content ?? encodeForStore(message)
  const mentioned = shape.mentioned && !isOwn
  return { box, id, peer: isOwn ? to : from, from, out, date, pts, twin, data, mentioned, message }
}

function compose({ draft, to, reply, ttlPeriod, mentioned }: Shape, id: number, isOwn: boolean): NewCopy['message'] {
  const { from } = draft
  const place = {
    id,
    peer: isOwn ? to : from,
    // In one's own chat nothing comes from this side or the other: TDLib takes the mark for a mistake there.
    out: isOwn && from !== to && draft.guest === undefined,
    mentioned: mentioned && !isOwn,
    mediaUnread: (mentioned && !isOwn) || (from !== to && isToBeOpened(draft.media)),
    fromScheduled: isOwn && draft.fromScheduled === true,
    savedPeerId: from === to ? savedPeer(draft) : undefined,
    replyTo: isOwn ? reply?.mine : reply?.theirs,
  }
  const { theirAction } = draft
  return composeMessage(
    isOwn || theirAction === undefined ? draft : { ...draft, action: theirAction },
    place,
    ttlPeriod,
  )
}
