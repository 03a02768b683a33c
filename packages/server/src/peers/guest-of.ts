import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { toUserId } from './peer-id.ts'

/**
 * The bot that has said something as a guest in a chat which it is not in ("Guest mode for bots"). The message is filed as that of
 * whoever called it.
 */
export function guestOf(message: api.Message): UserId | undefined {
  if (message._ !== 'message' || message.guestchatViaFrom === undefined) return undefined
  return message.fromId?._ === 'peerUser' ? toUserId(message.fromId.userId) : undefined
}

/** The bot through which something was said, or that said it as a guest: it changes it by the name for inline messages. */
export function saidThrough(message: api.message): bigint | undefined {
  if (message.viaBotId !== undefined) return message.viaBotId
  const guest = guestOf(message)
  return guest === undefined ? undefined : BigInt(guest)
}
