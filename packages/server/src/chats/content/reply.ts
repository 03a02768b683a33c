import type { api } from '@chappe/tl-codec/api'
import { isGroup, type PeerId, type UserId } from '../../ids.ts'
import { guestOf } from '../../peers/guest-of.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkEntities } from '../../rules/entities.ts'
import { ttlOf } from '../../rules/media-ttl.ts'
import { isStyle } from '../../rules/styles.ts'
import { cutText, isLonger } from '../../rules/text-length.ts'
import { todoMedia } from '../../rules/todo-list.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { keyOf } from '../../views/poll-view.ts'
import { type OwnMessage, unpack } from '../placing/message-copies.ts'
import { authorHeader } from './forward-author.ts'

/** What of a message is answered. */
export interface ReplyPart {
  readonly quoteText?: string | undefined
  readonly quoteEntities?: api.MessageEntity[] | undefined
  readonly quoteOffset?: number | undefined
  /** What of its list is answered. */
  readonly todoItemId?: number | undefined
  /** Which answer of its poll is answered. */
  readonly pollOption?: Uint8Array | undefined
}

/** The message of the sender's box that is answered, and the part of it that is quoted. */
export interface Reply extends ReplyPart {
  readonly id: number
  /** The chat in which it is, if that is not the one that is written to. */
  readonly peer?: PeerId | undefined
  /** Of a supergroup: with which message its thread or topic began, should the one that is answered be gone meanwhile. */
  readonly topMsgId?: number | undefined
}

/** An earlier one of the messages that are sent together is answered. */
export interface SiblingReply extends ReplyPart {
  /** Its place among them. */
  readonly nth: number
}

/** What each party's copy says of the message that is answered. */
export interface ResolvedReply {
  readonly mine: api.messageReplyHeader
  /** Missing if the other side deleted it. */
  readonly theirs: api.messageReplyHeader | undefined
}

/** "Quotes": as long as they may be. */
const maxQuoteLength = 1024

/** Who answers what, and in which chat. */
interface Answering {
  readonly from: UserId
  readonly to: PeerId
  readonly replyTo: Reply | ResolvedReply | undefined
}

/** What a draft of a private chat answers, as it is told or as it was asked for. */
export async function resolvedReply(
  tx: Transaction,
  { from, to, replyTo }: Answering,
): Promise<ResolvedReply | undefined> {
  return replyTo === undefined || 'mine' in replyTo ? replyTo : resolveReply(tx, from, to, replyTo)
}

/** A message that is answered in its own chat. */
export interface AnsweredHere {
  readonly stored: StoredMessage
  readonly header: api.messageReplyHeader
}

/** In a group: the message that is answered, or the header for one that stands in another chat. Throws as `resolveReply`. */
export async function answeredInGroup(
  tx: Transaction,
  { from, to, replyTo }: Answering,
): Promise<AnsweredHere | { readonly stored?: undefined; readonly header: api.messageReplyHeader } | undefined> {
  if (replyTo === undefined) return undefined
  if ('mine' in replyTo) return { header: replyTo.mine }
  const { replied, part } = await findReplied(tx, from, to, replyTo)
  if (replied.stored.peer !== to) return { header: await headerOfOtherChat(tx, from, replied, part) }
  return { stored: replied.stored, header: { _: 'messageReplyHeader', replyToMsgId: replied.stored.id, ...part } }
}

/** Throws `REPLY_MESSAGE_ID_INVALID` or `QUOTE_TEXT_INVALID`. */
export async function resolveReply(tx: Transaction, from: UserId, to: PeerId, reply: Reply): Promise<ResolvedReply> {
  const { replied, part } = await findReplied(tx, from, to, reply)
  const { id, peer, twin } = replied.stored
  if (peer !== to) {
    const header = await headerOfOtherChat(tx, from, replied, part)
    return { mine: header, theirs: header }
  }
  const header = (replyToMsgId: number): api.messageReplyHeader => ({ _: 'messageReplyHeader', replyToMsgId, ...part })
  return { mine: header(id), theirs: twin === 0 ? undefined : header(twin) }
}

/** What the header of an answer says of the part that is answered. Throws `QUOTE_TEXT_INVALID`. */
export function partFields(reply: Reply, message: OwnMessage['message']): Part {
  return { ...quoteFields(reply, message), ...itemFields(reply, message) }
}

type Part = Quote & Item

async function findReplied(
  tx: Transaction,
  from: UserId,
  to: PeerId,
  reply: Reply,
): Promise<{ readonly replied: OwnMessage; readonly part: Part }> {
  const stored = await tx.messages.get(from, reply.id)
  const replied = stored?.peer === (reply.peer ?? to) ? unpack(stored) : undefined
  if (replied === undefined) throw badRequest('REPLY_MESSAGE_ID_INVALID')
  return { replied, part: partFields(reply, replied.message) }
}

async function headerOfOtherChat(
  tx: Transaction,
  from: UserId,
  replied: OwnMessage,
  part: Part,
): Promise<api.messageReplyHeader> {
  const { peer, from: author } = replied.stored
  if ((await tx.protectedChats.protector(from, peer)) !== undefined) throw badRequest('REPLY_MESSAGE_ID_INVALID')
  if (isGroup(peer) && (await tx.groups.get(peer))?.noforwards) throw badRequest('REPLY_MESSAGE_ID_INVALID')
  return otherChatHeader(replied, part, await authorHeader(tx, from, guestOf(replied.message) ?? author))
}

type Quote = Pick<api.messageReplyHeader, 'quote' | 'quoteText' | 'quoteEntities' | 'quoteOffset'>

type Item = Pick<api.messageReplyHeader, 'todoItemId' | 'pollOption'>

/** The quote, which must stand in the message: at the index given, or else nearest to it. */
function quoteFields(reply: Reply, message: OwnMessage['message']): Quote {
  const { quoteText, quoteEntities = [], quoteOffset = 0 } = reply
  if (quoteText === undefined || quoteText === '') return {}
  const text = message._ === 'message' ? message.message : ''
  checkQuote(reply)
  const at = nearest(text, quoteText, quoteOffset)
  if (at === undefined) throw badRequest('QUOTE_TEXT_INVALID')
  const styles = quoteEntities.filter(isStyle)
  return { quote: true, quoteText, quoteEntities: styles.length === 0 ? undefined : styles, quoteOffset: at }
}

/** Throws `QUOTE_TEXT_INVALID`, or the public error for its styles. */
export function checkQuote({ quoteText = '', quoteEntities = [] }: Pick<Reply, 'quoteText' | 'quoteEntities'>): void {
  if (isLonger(quoteText, maxQuoteLength)) throw badRequest('QUOTE_TEXT_INVALID')
  checkEntities(quoteText, quoteEntities)
}

/** What of a message with this text a copy of the answer answers: all that the answer said, if that still stands there. */
export function partOf(header: api.messageReplyHeader, text: string): ReplyPart {
  const { quoteText, quoteEntities, quoteOffset, todoItemId, pollOption } = header
  const item = { todoItemId, pollOption }
  return quoteText !== undefined && text.includes(quoteText) ? { ...item, quoteText, quoteEntities, quoteOffset } : item
}

/** An item that is not there any more is not named. */
function itemFields({ todoItemId, pollOption }: Reply, message: OwnMessage['message']): Item {
  const media = message._ === 'message' ? message.media : undefined
  if (media?._ === 'messageMediaToDo') return media.todo.list.some(({ id }) => id === todoItemId) ? { todoItemId } : {}
  if (media?._ !== 'messageMediaPoll' || pollOption === undefined) return {}
  const options = media.poll.answers.map((answer) => (answer._ === 'pollAnswer' ? keyOf(answer.option) : undefined))
  return options.includes(keyOf(pollOption)) ? { pollOption } : {}
}

function nearest(text: string, part: string, index: number): number | undefined {
  const before = text.lastIndexOf(part, Math.max(0, index))
  const after = text.indexOf(part, Math.max(0, index))
  if (before === -1) return after === -1 ? undefined : after
  return after === -1 || index - before <= after - index ? before : after
}

/** To a message that the other side cannot see: its author, and what of it is to be shown. */
function otherChatHeader(
  { message }: OwnMessage,
  quote: Quote,
  author: Pick<api.messageFwdHeader, 'fromId' | 'fromName'>,
): api.messageReplyHeader {
  if (message._ !== 'message' || message.noforwards || ttlOf(message.media) !== undefined)
    throw badRequest('REPLY_MESSAGE_ID_INVALID')
  const shown: Quote =
    quote.quoteText === undefined && message.message !== ''
      ? { quoteText: cutText(message.message, maxQuoteLength) }
      : quote
  const { fwdFrom, media } = message
  return {
    _: 'messageReplyHeader',
    ...shown,
    replyFrom: {
      _: 'messageFwdHeader',
      ...(fwdFrom === undefined ? author : { fromId: fwdFrom.fromId, fromName: fwdFrom.fromName }),
      date: message.date,
    },
    replyMedia: quotedMedia(media),
  }
}

/** A file is shown by its own message alone: what is quoted goes when that goes. */
function quotedMedia(media: api.MessageMedia | undefined): api.MessageMedia | undefined {
  if (media?._ === 'messageMediaDocument') return undefined
  return media?._ === 'messageMediaToDo' ? todoMedia(media.todo) : media
}
