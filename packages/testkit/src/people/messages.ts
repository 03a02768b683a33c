import { buttonsOf } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'

/** A message as a person has it. */
export interface LabMessage {
  /** Its number in the person's own box, or in the log of the channel. Others have other numbers of it, but in channels. */
  readonly id: number
  /** The chat, as the Bot API counts: people and bots above 0, groups below, channels and supergroups from -100… on. */
  readonly chatId: number
  /** Who wrote it, by the same numbers; the chat itself for posts of channels. */
  readonly from: number
  /** Whether the person wrote it. */
  readonly out: boolean
  /** The text or caption; empty for what has none. */
  readonly text: string
  /** Unix time in seconds. */
  readonly date: number
  /** When it was last changed, if it was. */
  readonly editDate: number | undefined
  /** The number of the message that it answers. */
  readonly replyTo: number | undefined
  /** What is in it beside text: `messageMediaPhoto`, `messageMediaPoll`, …; for service messages the action, such as `messageActionChatAddUser`. */
  readonly media: string | undefined
  /** The texts of its buttons, row by row; undefined for a message without. */
  readonly buttons: readonly (readonly string[])[] | undefined
  readonly raw: api.message | api.messageService
}

const channelsFrom = 1_000_000_000_000

/** As the Bot API numbers chats. */
export function chatIdOf(peer: api.Peer): number {
  switch (peer._) {
    case 'peerUser':
      return Number(peer.userId)
    case 'peerChat':
      return -Number(peer.chatId)
    case 'peerChannel':
      return -channelsFrom - Number(peer.channelId)
  }
}

/** What such a number stands for. */
export function peerOfChatId(chatId: number): api.Peer {
  if (chatId > 0) return { _: 'peerUser', userId: BigInt(chatId) }
  if (chatId > -channelsFrom) return { _: 'peerChat', chatId: BigInt(-chatId) }
  return { _: 'peerChannel', channelId: BigInt(-chatId - channelsFrom) }
}

/** @param self the person's own number */
export function toLabMessage(raw: api.message | api.messageService, self: number): LabMessage {
  const chatId = chatIdOf(raw.peerId)
  const out = raw.out === true
  const from = raw.fromId === undefined ? (out ? self : chatId) : chatIdOf(raw.fromId)
  const reply = raw.replyTo?._ === 'messageReplyHeader' ? raw.replyTo.replyToMsgId : undefined
  const common = { id: raw.id, chatId, from, out, date: raw.date, replyTo: reply, raw }
  if (raw._ === 'messageService') {
    return { ...common, text: '', editDate: undefined, media: raw.action._, buttons: undefined }
  }
  const buttons = buttonsOf(raw).map((row) => row.map(({ text }) => text))
  const shown = buttons.length === 0 ? undefined : buttons
  return { ...common, text: raw.message, editDate: raw.editDate, media: raw.media?._, buttons: shown }
}

const longestText = 200

/** In one line, for errors. */
export function describeMessage({ chatId, from, out, text, media, buttons, editDate }: LabMessage): string {
  const said = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  const who = out ? 'out' : `from ${from}`
  const parts = [
    chatId === from ? who : `${who} in ${chatId}`,
    ...(editDate === undefined ? [] : ['edited']),
    ...(text === '' ? [] : [JSON.stringify(said)]),
    ...(media === undefined ? [] : [media]),
    ...(buttons ?? []).map((row) => row.map((button) => `[${button}]`).join(' ')),
  ]
  return parts.join(', ')
}
