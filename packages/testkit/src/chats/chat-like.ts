import type { PeerLike } from '@chappe/client'
import { LabError } from '../errors.ts'
import { peerOfChatId } from '../people/messages.ts'

/** A person, bot or chat of the lab. */
export interface ChatHandle {
  /** As the Bot API numbers it: people and bots above 0, groups below, channels and supergroups from -100… on. */
  readonly id: number
  /** Without `@`; by it anybody finds it. */
  readonly username?: string | undefined
  /** With `+`, of people. */
  readonly phone?: string | undefined
}

/**
 * Somebody or something of the lab, `me`, `@username` (or without `@`), `+491701234567`, `https://t.me/username`, or a number as
 * the Bot API counts them.
 */
export type ChatLike = ChatHandle | string | number

/** How a client may find a chat: the first that works. */
export function waysTo(chat: ChatLike): readonly PeerLike[] {
  if (typeof chat === 'number') return [peerOfChatId(chat)]
  if (typeof chat === 'string') return [nameIn(chat)]
  const { id, username, phone } = chat
  const byId = peerOfChatId(id)
  return [byId, ...(username === undefined ? [] : [`@${username}`]), ...(phone === undefined ? [] : [phone])]
}

function nameIn(text: string): string {
  const trimmed = text.trim()
  if (trimmed === 'me' || /^\+\d/.test(trimmed)) return trimmed
  const [, name] = /^(?:(?:https?:\/\/)?t\.me\/|@)?(\w{3,64})$/.exec(trimmed) ?? []
  if (name === undefined) throw new LabError('OPTION_INVALID', `${JSON.stringify(text)} names no chat`)
  return `@${name}`
}

/** How a chat is called in errors. */
export function describeChat(chat: ChatLike): string {
  if (typeof chat !== 'object') return String(chat)
  return chat.username === undefined ? String(chat.id) : `@${chat.username}`
}
