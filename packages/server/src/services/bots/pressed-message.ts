import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import { getMessage, nameOf, unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type UserId } from '../../ids.ts'
import type { Chat } from '../../peers/chat.ts'
import { saidThrough } from '../../peers/guest-of.ts'
import type { InlineMessageName } from '../../peers/inline-message-id.ts'
import { toPeer, toUserId } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** A message of a bot, or one that was sent through it, below which somebody presses a button. */
export interface PressedMessage {
  readonly bot: UserId
  readonly message: api.message
  /** Where the bot has it; missing for one that was sent through it. */
  readonly there?: { readonly peer: api.Peer; readonly id: number } | undefined
  /** What all copies are named by. */
  readonly name: InlineMessageName
}

/** Throws `MESSAGE_ID_INVALID` for what somebody does not see or what is no bot's. */
export async function pressedMessage(
  { store: { read }, clock }: ServicePorts,
  userId: UserId,
  chat: Chat,
  id: number,
): Promise<PressedMessage> {
  if (chat.kind === 'channel') {
    const { above } = await readable(read, userId, chat.peer, unixSeconds(clock))
    const stored = await read.messages.get(chat.peer, id)
    const message = stored && unpack(stored)?.message
    if (stored === undefined || stored.id <= above || message?._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
    const there = { peer: toPeer(chat.peer), id }
    return {
      ...botOf(message, stored.from),
      message,
      name: { box: chat.peer, id },
      ...(isVia(message) ? {} : { there }),
    }
  }
  const { stored, message } = await getMessage(read, userId, chat.peer, id)
  if (message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
  const name = nameOf(stored)
  const { bot } = botOf(message, stored.from)
  if (isVia(message)) return { bot, message, name }
  // The bot is its author: its own copy is what all are named by.
  const peer = isUser(chat.peer) ? toPeer(userId) : toPeer(chat.peer)
  return { bot, message, name, there: { peer, id: name.id } }
}

function isVia(message: api.message): boolean {
  return saidThrough(message) !== undefined
}

function botOf(message: api.message, from: UserId): { readonly bot: UserId } {
  const via = saidThrough(message)
  if (via === undefined) return { bot: from }
  const bot = toUserId(via)
  if (bot === undefined) throw badRequest('BOT_INVALID')
  return { bot }
}

/** The button that was pressed. Throws `DATA_INVALID` if there is none such below the message. */
export function pressedButton(
  { replyMarkup }: Pick<api.message, 'replyMarkup'>,
  wanted: (button: api.KeyboardButton) => boolean,
): api.KeyboardButton {
  const rows = replyMarkup?._ === 'replyInlineMarkup' ? replyMarkup.rows : []
  const button = rows.flatMap(({ buttons }) => buttons).find(wanted)
  if (button === undefined) throw badRequest('DATA_INVALID')
  return button
}
