import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { StoredMessage } from '../../store/domain/messages.ts'
import type { Transaction } from '../../store/store.ts'
import type { ServicePorts } from '../ports.ts'
import { pushMessage } from './push-message.ts'
import type { Reply } from './send-message.ts'

/** A message that is about to be sent in a private chat, all its arguments checked. */
export interface Draft {
  readonly from: UserId
  readonly to: UserId
  readonly text: string
  readonly entities: api.MessageEntity[]
  readonly silent: boolean
  readonly noforwards: boolean
  readonly invertMedia: boolean
  readonly replyTo: Reply | undefined
  readonly randomId: bigint
  readonly date: number
  /** Where it is sent from: this session has the answer and needs no push. */
  readonly session: SessionName
}

/** One party's copy. */
export interface Copy {
  readonly message: api.message
  readonly box: UserId
  readonly pts: number
}

type Sent = Pick<StoredMessage, 'id' | 'pts' | 'date'>

/**
 * Within a unit: puts a message into the boxes of both parties and has it pushed. The same random id sent again gives the
 * first message and does nothing.
 */
export async function deliver(tx: Transaction, ports: ServicePorts, draft: Draft): Promise<Sent> {
  const { from, to, randomId, date } = draft
  const earlier = await tx.messages.sent(from, randomId)
  if (earlier !== undefined) return sentBefore(tx, draft, earlier)
  const replied = draft.replyTo && (await tx.messages.get(from, draft.replyTo.id))
  if (draft.replyTo !== undefined && replied?.peer !== to) throw badRequest('REPLY_MESSAGE_ID_INVALID')

  const boxes = from === to ? [from] : [from, to]
  const [mine, theirs] = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 1 })))
  if (mine === undefined) throw new TypeError('advance answers each step')

  const own: Copy = { box: from, pts: mine.pts, message: compose(draft, mine.lastMessageId, true, draft.replyTo?.id) }
  await keep(tx, ports, draft, own, theirs?.lastMessageId ?? 0)
  if (theirs !== undefined) {
    const other: Copy = {
      box: to,
      pts: theirs.pts,
      message: compose(draft, theirs.lastMessageId, false, replied?.twin),
    }
    await keep(tx, ports, draft, other, mine.lastMessageId)
  }
  await tx.messages.addSent(from, randomId, mine.lastMessageId, date)
  return { id: mine.lastMessageId, pts: mine.pts, date }
}

async function sentBefore(tx: Transaction, draft: Draft, id: number): Promise<Sent> {
  const message = await tx.messages.get(draft.from, id)
  if (message === undefined || message.peer !== draft.to) throw new RpcError(500, 'RANDOM_ID_DUPLICATE')
  return message
}

/** Stores one copy, moves its dialog on and has it pushed. */
async function keep(tx: Transaction, ports: ServicePorts, draft: Draft, copy: Copy, twin: number): Promise<void> {
  const { box, pts, message } = copy
  const out = box === draft.from
  const peer = out ? draft.to : draft.from
  const { id, date } = message
  await tx.messages.add({ box, id, peer, from: draft.from, out, date, pts, twin, data: encode(message) })
  const dialog = await tx.dialogs.recordMessage(box, { peer, id, date, unread: !out })
  await pushMessage(tx, ports, { copy, peer, firstOfDialog: dialog.opened, except: out ? draft.session : undefined })
}

function compose(draft: Draft, id: number, out: boolean, replyToMsgId: number | undefined): api.message {
  return {
    _: 'message',
    id,
    out: out || undefined,
    silent: draft.silent || undefined,
    noforwards: draft.noforwards || undefined,
    invertMedia: draft.invertMedia || undefined,
    fromId: toPeer(draft.from),
    peerId: toPeer(out ? draft.to : draft.from),
    // The other side may have deleted what is answered.
    replyTo: draft.replyTo === undefined || !replyToMsgId ? undefined : replyHeader(draft.replyTo, replyToMsgId),
    date: draft.date,
    message: draft.text,
    entities: draft.entities.length === 0 ? undefined : draft.entities,
  }
}

function replyHeader({ quoteText, quoteEntities, quoteOffset }: Reply, replyToMsgId: number): api.messageReplyHeader {
  const header: api.messageReplyHeader = { _: 'messageReplyHeader', replyToMsgId }
  if (quoteText === undefined) return header
  return { ...header, quote: true, quoteText, quoteEntities, quoteOffset }
}
