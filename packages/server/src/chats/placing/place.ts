import type { api } from '@chappe/tl-codec/api'
import { hiddenAuthorId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import type { BoxState } from '../../store/domain/chats/boxes.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import { toMessage } from '../../views/message-view.ts'
import type { Draft } from '../content/draft.ts'
import { mentions } from '../content/mentions.ts'
import { type ResolvedReply, resolveReply } from '../content/reply.ts'
import { periodFor } from './auto-delete.ts'
import type { Copy, Sent } from './copy.ts'
import { type NewCopy, storeCopies } from './store-copies.ts'

interface Placed {
  readonly sent: Sent
  /** None if the message was sent before. */
  readonly copies: readonly Copy[]
}

/** Asks the store as seldom as can be: this is the path of every message. */
export async function place(tx: Transaction, draft: Draft, ttlPeriodOfChat: number | undefined): Promise<Placed> {
  const { from, to, randomId, date } = draft
  const earlier = randomId === undefined ? undefined : await tx.messages.sent(from, randomId)
  if (earlier !== undefined) return { sent: await sentBefore(tx, draft, earlier), copies: [] }
  const reply = draft.replyTo && (await resolvedReply(tx, draft))
  const ttlPeriod = ttlPeriodOfChat ?? (await periodFor(tx, from, to))
  const mentioned = draft.entities.length > 0 && from !== to && (await mentions(tx, draft, to))

  const boxes = from === to ? [from] : [from, to]
  const [mine, theirs] = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 1 })))
  if (mine === undefined) throw new TypeError('advance answers each step')

  const shape: Shape = { draft, reply, ttlPeriod, mentioned }
  const content = saysTheSame(shape) ? encodeForStore(compose(shape, 0, false)) : undefined
  const parts = [toCopy(shape, from, mine, theirs?.lastMessageId ?? 0, content)]
  if (theirs !== undefined) parts.push(toCopy(shape, to, theirs, mine.lastMessageId, content))
  const copies = await storeCopies(tx, parts)
  if (randomId !== undefined) await tx.messages.addSent(from, randomId, mine.lastMessageId, date)
  const sent: Sent = { id: mine.lastMessageId, pts: mine.pts, date, ttlPeriod: ttlPeriod > 0 ? ttlPeriod : undefined }
  return { sent, copies }
}

export async function resolvedReply(tx: Transaction, { from, to, replyTo }: Draft): Promise<ResolvedReply | undefined> {
  return replyTo === undefined || 'mine' in replyTo ? replyTo : resolveReply(tx, from, to, replyTo)
}

async function sentBefore(tx: Transaction, draft: Draft, id: number): Promise<Sent> {
  const message = await tx.messages.get(draft.from, id)
  if (message === undefined || message.peer !== draft.to) throw new RpcError(500, 'RANDOM_ID_DUPLICATE')
  const { pts, date } = message
  const content = toMessage(message)
  return { id, pts, date, ttlPeriod: content._ === 'message' ? content.ttlPeriod : undefined }
}

/** All that the copies of a message are made of. */
interface Shape {
  readonly draft: Draft
  readonly reply: ResolvedReply | undefined
  readonly ttlPeriod: number
  /** It names the other party. */
  readonly mentioned: boolean
}

/** Whether both copies say the same, and differ only in where they stand (`StoredMessage`, `data`). Most do. */
function saysTheSame({ draft, reply, mentioned }: Shape): boolean {
  return draft.from !== draft.to && reply === undefined && !mentioned && !draft.fromScheduled
}

/** @param content what both copies say, if it is the same */
function toCopy(
  shape: Shape,
  box: UserId,
  { pts, lastMessageId: id }: BoxState,
  twin: number,
  content: Uint8Array | undefined,
): NewCopy {
  const { from, to, date } = shape.draft
  const out = box === from
  const message = compose(shape, id, out)
  const data = content ?? encodeForStore(message)
  const mentioned = shape.mentioned && !out
  return { box, id, peer: out ? to : from, from, out, date, pts, twin, data, mentioned, message }
}

function compose(shape: Shape, id: number, isOwn: boolean): api.message | api.messageService {
  const { draft, reply, ttlPeriod } = shape
  // In one's own chat nothing comes from this side or the other: TDLib takes the mark for a mistake there.
  const out = isOwn && draft.from !== draft.to
  const mentioned = shape.mentioned && !isOwn
  const peerId = toPeer(isOwn ? draft.to : draft.from)
  const replyTo = isOwn ? reply?.mine : reply?.theirs
  const savedPeerId = draft.from === draft.to ? savedPeer(draft) : undefined
  if (draft.action !== undefined) {
    return {
      _: 'messageService',
      id,
      out: out || undefined,
      silent: draft.silent || undefined,
      fromId: toPeer(draft.from),
      peerId,
      savedPeerId,
      replyTo,
      date: draft.date,
      action: draft.action,
    }
  }
  return {
    _: 'message',
    id,
    out: out || undefined,
    mentioned: mentioned || undefined,
    mediaUnread: mentioned || undefined,
    silent: draft.silent || undefined,
    fromScheduled: (isOwn && draft.fromScheduled) || undefined,
    noforwards: draft.noforwards || undefined,
    invertMedia: draft.invertMedia || undefined,
    fromId: toPeer(draft.from),
    peerId,
    savedPeerId,
    fwdFrom: draft.fwdFrom,
    replyTo,
    date: draft.date,
    message: draft.text,
    media: draft.media,
    entities: draft.entities.length === 0 ? undefined : draft.entities,
    groupedId: draft.groupedId,
    ttlPeriod: ttlPeriod > 0 ? ttlPeriod : undefined,
  }
}

/** Under whom a message is filed in one's saved messages ("Saved messages", "Saved message dialogs"). */
export function savedPeer({ from, fwdFrom }: Pick<Draft, 'from' | 'fwdFrom'>): api.Peer {
  if (fwdFrom?.savedFromPeer !== undefined) return fwdFrom.savedFromPeer
  return toPeer(fwdFrom?.fromName !== undefined && fwdFrom.fromId === undefined ? hiddenAuthorId : from)
}
