import type { UserId } from '../ids.ts'
import type { SecretChat, SecretChatEnd } from '../store/domain/secret/secret-chats.ts'

/** A device of somebody, by its permanent key. */
export interface Device {
  readonly userId: UserId
  readonly authKeyId: bigint
}

/** Which of the two ends a device is; undefined for one that has no part in the chat. */
export function sideOf(chat: SecretChat, { userId, authKeyId }: Device): 'creator' | 'participant' | undefined {
  const { creator, participant } = chat
  if (creator.userId === userId && creator.authKeyId === authKeyId) return 'creator'
  if (participant.userId !== userId) return undefined
  // As long as nobody has accepted, any device of the person may.
  return participant.authKeyId === undefined || participant.authKeyId === authKeyId ? 'participant' : undefined
}

export function endsOf(
  { creator, participant }: SecretChat,
  side: 'creator' | 'participant',
): { readonly own: SecretChatEnd; readonly other: SecretChatEnd } {
  return side === 'creator' ? { own: creator, other: participant } : { own: participant, other: creator }
}
