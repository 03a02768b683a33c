import type { api } from '@chappe/tl-codec/api'
import { isSameHash } from '../../peers/access-hash.ts'
import type { UserContext } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { type Device, endsOf, sideOf } from '../../rules/secret-ends.ts'
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
 * The secret chat that a device names, with what it is in it; undefined where it has ended, or another device of the same person
 * has it. Throws for one that was never this person's: who guesses does not learn which numbers are taken.
 */
async function namedChat(
  read: Pick<Reads, 'secretChats'>,
  { chatId, accessHash }: api.InputEncryptedChat,
  device: Device,
): Promise<{ readonly chat: SecretChat; readonly open: OpenChat | undefined }> {
  const chat = await read.secretChats.get(chatId)
  if (chat === undefined || !isNamedBy(chat, device, accessHash)) throw badRequest('CHAT_ID_INVALID')
  const side = chat.state === 'ended' ? undefined : sideOf(chat, device)
  return { chat, open: side && { chat, side, ...endsOf(chat, side) } }
}

/** Each end has a hash of its own, which all devices of the person are told as long as none has accepted. */
function isNamedBy({ creator, participant }: SecretChat, { userId }: Device, accessHash: bigint): boolean {
  const isCreators = creator.userId === userId && isSameHash(creator.accessHash, accessHash)
  const isParticipants = participant.userId === userId && isSameHash(participant.accessHash, accessHash)
  return isCreators || isParticipants
}

/** One that has not ended, and that no other device of the same person has. */
export async function openChat(
  read: Pick<Reads, 'secretChats'>,
  peer: api.InputEncryptedChat,
  device: Device,
): Promise<OpenChat> {
  const { chat, open } = await namedChat(read, peer, device)
  if (chat.state === 'ended') throw badRequest('ENCRYPTION_ALREADY_DECLINED')
  if (open === undefined) throw badRequest('ENCRYPTION_ALREADY_ACCEPTED')
  return open
}

/** One that both have agreed to, with the device at the other end. */
export async function talkingChat(
  read: Pick<Reads, 'secretChats'>,
  peer: api.InputEncryptedChat,
  device: Device,
): Promise<OpenChat & { readonly otherDevice: Device }> {
  const { open } = await namedChat(read, peer, device)
  if (open === undefined) throw badRequest('ENCRYPTION_DECLINED')
  const { userId, authKeyId } = open.other
  if (open.chat.state !== 'accepted' || authKeyId === undefined) throw badRequest('CHAT_ID_INVALID')
  return { ...open, otherDevice: { userId, authKeyId } }
}
