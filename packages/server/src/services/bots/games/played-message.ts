import type { api } from '@chappe/tl-codec/api'
import { unpack } from '../../../chats/placing/message-copies.ts'
import { type BoxId, type BoxPeer, isChannel, isUser, type PeerId, type UserId } from '../../../ids.ts'
import type { Chat } from '../../../peers/chat.ts'
import { saidThrough } from '../../../peers/guest-of.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import type { StoredMessage } from '../../../store/domain/chats/messages.ts'
import type { ScoreTable } from '../../../store/domain/people/games.ts'
import type { Reads } from '../../../store/store.ts'

/** A message with a game of a bot. */
export interface PlayedMessage {
  readonly stored: StoredMessage<BoxId>
  readonly message: api.message
  readonly table: ScoreTable
}

type MessageReads = Pick<Reads, 'messages'>

/** A bot's own message in a chat, by the number that it has for the bot. Throws `MESSAGE_ID_INVALID` for any other. */
export async function playedInChat(read: MessageReads, bot: UserId, chat: Chat, id: number): Promise<PlayedMessage> {
  const stored = await read.messages.get(chat.kind === 'channel' ? chat.peer : bot, id)
  if (stored?.from !== bot || (chat.kind !== 'channel' && stored.peer !== chat.peer))
    throw badRequest('MESSAGE_ID_INVALID')
  return played(stored, undefined)
}

/** One that was sent through a bot. Throws `MESSAGE_ID_INVALID` for any other. */
export async function playedInline(read: MessageReads, bot: UserId, box: BoxId, id: number): Promise<PlayedMessage> {
  const stored = await read.messages.get(box, id)
  if (stored === undefined) throw badRequest('MESSAGE_ID_INVALID')
  return played(stored, BigInt(bot))
}

function played(stored: StoredMessage<BoxId>, via: bigint | undefined): PlayedMessage {
  const message = unpack(stored)?.message
  if (message?._ !== 'message' || saidThrough(message) !== via || message.media?._ !== 'messageMediaGame') {
    throw badRequest('MESSAGE_ID_INVALID')
  }
  return { stored, message, table: { game: Number(message.media.game.id), chat: chatName(stored) } }
}

/** One name for both of two people, and for all of a group or channel. */
function chatName({ box, peer }: { readonly box: BoxId; readonly peer: PeerId | BoxPeer }): string {
  if (isChannel(box)) return String(box)
  if (!isUser(peer)) return String(peer)
  return `${Math.min(box, peer)}:${Math.max(box, peer)}`
}
