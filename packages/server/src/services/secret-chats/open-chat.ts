import type { api } from '@chappe/tl-codec/api'
import { type Device, endsOf, sideOf } from '../../chats/secret/ends.ts'
import type { UserContext } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { SecretChat, SecretChatEnd } from '../../store/domain/secret/secret-chats.ts'
import type { Reads } from '../../store/store.ts'

export function deviceIn({ userId, caller }: UserContext): Device {
  return { userId, authKeyId: caller.key.authKeyId }
}

export interface OpenChat {
  readonly chat: SecretChat
  readonly side: 'creator' | 'participant'
  readonly own: SecretChatEnd
  readonly other: SecretChatEnd
}

/**
 * The secret chat that a device names. Throws for one that has ended, that another device has, or that was never the caller's:
 * who guesses does not learn which numbers are taken.
 */
export async function openChat(
  read: Pick<Reads, 'secretChats'>,
  { chatId, accessHash }: api.InputEncryptedChat,
  device: Device,
): Promise<OpenChat> {
  const chat = await read.secretChats.get(chatId)
  const hashes = chat === undefined ? [] : hashesFor(chat, device.userId)
  if (chat === undefined || !hashes.includes(accessHash)) throw badRequest('CHAT_ID_INVALID')
  if (chat.state === 'ended') throw badRequest('ENCRYPTION_ALREADY_DECLINED')
  const side = sideOf(chat, device)
  if (side === undefined) throw badRequest('ENCRYPTION_ALREADY_ACCEPTED')
  const { own, other } = endsOf(chat, side)
  if (own.accessHash !== accessHash) throw badRequest('CHAT_ID_INVALID')
  return { chat, side, own, other }
}

function hashesFor({ creator, participant }: SecretChat, userId: Device['userId']): bigint[] {
  return [creator, participant].filter((end) => end.userId === userId).map(({ accessHash }) => accessHash)
}

/** One that both have agreed to, with the device at the other end. */
export async function talkingChat(
  read: Pick<Reads, 'secretChats'>,
  peer: api.InputEncryptedChat,
  device: Device,
): Promise<OpenChat & { readonly otherDevice: Device }> {
  const open = await openChat(read, peer, device).catch((error: unknown) => {
    if (error instanceof Error && error.message === 'ENCRYPTION_ALREADY_DECLINED')
      throw badRequest('ENCRYPTION_DECLINED')
    throw error
  })
  const { userId, authKeyId } = open.other
  if (open.chat.state !== 'accepted' || authKeyId === undefined) throw badRequest('ENCRYPTION_ID_INVALID')
  return { ...open, otherDevice: { userId, authKeyId } }
}
