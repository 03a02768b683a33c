import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { fromPeer, toPeer } from '../../peers/peer-id.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { contentMarks } from '../../rules/message-content.ts'
import type { BoxState } from '../../store/domain/chats/boxes.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import { hiddenAuthorId } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import { toMessage } from '../../views/message-view.ts'
import { addPreviewLater } from '../content/add-preview.ts'
import { mentions } from '../content/mentions.ts'
import { type Reply, type ResolvedReply, resolveReply, type SiblingReply } from '../content/reply.ts'
import { mayMove, settleArrival } from '../lists/settle-arrival.ts'
import { periodFor } from './auto-delete.ts'
import { fullUpdates, pushUpdates, shortUpdate } from './push-message.ts'

/** What a message says, the same in every copy. */
export interface Content {
  readonly text: string
  readonly entities: api.MessageEntity[]
  readonly media?: api.MessageMedia | undefined
  /** Makes it a service message, which has no text. */
  readonly action?: api.MessageAction | undefined
  readonly fwdFrom?: api.messageFwdHeader | undefined
  /** The album that it belongs to. */
  readonly groupedId?: bigint | undefined
  /** The link whose page is to be shown below it once that was looked at. */
  readonly link?: string | undefined
  readonly silent: boolean
  readonly noforwards: boolean
  readonly invertMedia: boolean
}

/** A message that is about to be sent in a private chat, all its arguments checked. */
export interface Draft extends Content {
  readonly from: UserId
  readonly to: UserId
  /** As it was asked for, or as it is told already. */
  readonly replyTo: Reply | ResolvedReply | undefined
  /** In place of `replyTo`. */
  readonly answers?: SiblingReply | undefined
  /** Missing for what the server says by itself. */
  readonly randomId: bigint | undefined
  readonly date: number
  readonly fromScheduled?: boolean | undefined
  /** Where it is sent from: this session has the answer and needs no push. */
  readonly session: SessionName | undefined
}

/** One party's copy. */
export interface Copy {
  readonly message: api.message | api.messageService
  readonly box: UserId
  /** The chat, as seen from the box. */
  readonly peer: UserId
  readonly pts: number
  readonly firstOfDialog: boolean
  /** It may take its chat to the archive or out of it. */
  readonly mayMove: boolean
}

export type Sent = Pick<StoredMessage, 'id' | 'pts' | 'date'> & {
  /** After how many seconds it deletes itself, if it does. */
  readonly ttlPeriod?: number | undefined
}

/**
 * Within a unit: puts a message into the boxes of both parties and has it pushed. The same random id sent again gives the
 * first message and does nothing.
 *
 * @param ttlPeriod of the chat, for whoever knows it already
 */
export async function deliver(
  tx: Transaction,
  ports: ServicePorts,
  draft: Draft,
  ttlPeriod?: number | undefined,
): Promise<Sent> {
  const { sent, copies } = await place(tx, draft, ttlPeriod)
  const { from: box, to: peer, link } = draft
  if (link !== undefined && copies.length > 0) addPreviewLater(tx, ports, { box, peer, id: sent.id, link })
  for (const copy of copies) {
    pushUpdates(
      tx,
      ports,
      copy.box,
      shortUpdate(copy) ?? (await fullUpdates(tx, ports, [copy])),
      exceptFor(draft, copy),
    )
    if (copy.mayMove) await settleArrival(tx, ports, { ...copy, date: draft.date })
  }
  return sent
}

/** As `deliver`, for messages of one chat that are sent together and pushed together. */
export async function deliverAll(tx: Transaction, ports: ServicePorts, drafts: readonly Draft[]): Promise<Sent[]> {
  const sent: Sent[] = []
  const byBox = new Map<UserId, Copy[]>()
  for (const draft of drafts) {
    const placed = await place(tx, answering(draft, sent), undefined)
    sent.push(placed.sent)
    for (const copy of placed.copies) byBox.set(copy.box, [...(byBox.get(copy.box) ?? []), copy])
  }
  const [first] = drafts
  for (const copies of byBox.values()) {
    const [copy] = copies
    if (first === undefined || copy === undefined) continue
    const short = copies.length === 1 ? shortUpdate(copy) : undefined
    pushUpdates(tx, ports, copy.box, short ?? (await fullUpdates(tx, ports, copies)), exceptFor(first, copy))
    if (copy.mayMove) await settleArrival(tx, ports, { ...copy, date: first.date })
  }
  return sent
}

/** What answers another one of them names it by the number that it has now. */
function answering(draft: Draft, sent: readonly Sent[]): Draft {
  if (draft.answers === undefined) return draft
  const { nth, ...part } = draft.answers
  const answered = sent[nth]
  return answered === undefined ? draft : { ...draft, replyTo: { ...part, id: answered.id } }
}

function exceptFor({ from, session }: Draft, copy: Copy): SessionName | undefined {
  return copy.box === from ? session : undefined
}

interface Placed {
  readonly sent: Sent
  /** None if the message was sent before. */
  readonly copies: readonly Copy[]
}

/** Asks the store as seldom as can be: this is the path of every message. */
async function place(tx: Transaction, draft: Draft, ttlPeriodOfChat: number | undefined): Promise<Placed> {
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
  const kept = [toKeep(shape, from, mine, theirs?.lastMessageId ?? 0)]
  if (theirs !== undefined) kept.push(toKeep(shape, to, theirs, mine.lastMessageId))
  await tx.messages.add(kept.map(({ row }) => row))
  // One's own notes are not news, although they come without the mark of outgoing messages in the saved chat.
  const dialogs = await tx.dialogs.recordMessages(
    kept.map(({ row: { box, peer, id, out } }) => ({ box, peer, id, date, unread: !out })),
  )
  if (randomId !== undefined) await tx.messages.addSent(from, randomId, mine.lastMessageId, date)
  for (const one of kept) if (isFiled(shape, one)) await file(tx, shape, one)

  const copies = kept.map(({ row: { box, peer, pts, out }, message }, at): Copy => {
    const dialog = dialogs[at]
    if (dialog === undefined) throw new TypeError('recordMessages answers for each message')
    return { box, peer, pts, message, firstOfDialog: dialog.opened, mayMove: !out && mayMove(dialog) }
  })
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

/** One copy, as a message and as the row that holds it. */
interface Kept {
  readonly message: Copy['message']
  readonly row: StoredMessage
}

function toKeep(shape: Shape, box: UserId, { pts, lastMessageId: id }: BoxState, twin: number): Kept {
  const { from, to, date } = shape.draft
  const out = box === from
  const message = compose(shape, id, out)
  return { message, row: { box, id, peer: out ? to : from, from, out, date, pts, twin, data: encodeForStore(message) } }
}

/** Whether the message has a place anywhere but in its chat. Most have not. */
function isFiled({ draft, ttlPeriod, mentioned }: Shape, { message, row }: Kept): boolean {
  if (message.savedPeerId !== undefined || ttlPeriod > 0 || (mentioned && !row.out)) return true
  return draft.media !== undefined || draft.action !== undefined || draft.entities.length > 0
}

/** Puts a message where else it is looked for. */
async function file(tx: Transaction, { draft, ttlPeriod, mentioned }: Shape, { message, row }: Kept): Promise<void> {
  const { box, peer, id, date } = row
  if (message.savedPeerId !== undefined) await tx.savedDialogs.add(box, fromPeer(message.savedPeerId), { id, date })
  const marks = contentMarks(message)
  if (mentioned && !row.out) marks.push('mention', 'unreadMention')
  if (marks.length > 0) await tx.messageMarks.add(box, peer, id, marks)
  if (ttlPeriod > 0 && draft.action === undefined) await tx.autoDelete.expireAt({ box, id }, date + ttlPeriod)
  if (draft.media?._ === 'messageMediaPoll') await tx.polls.addHolder(draft.media.poll.id, { box, id })
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
