import type { api } from '@chappe/tl-codec/api'
import { type Device, sideOf } from '../rules/secret-ends.ts'
import type { EncryptedFile } from '../store/domain/files/encrypted-files.ts'
import type { QueuedMessage } from '../store/domain/secret/device-queues.ts'
import type { SecretChat } from '../store/domain/secret/secret-chats.ts'

/**
 * A secret chat as one device is told of it ("End-to-end encryption"). To the devices that have no part in it, because another
 * one was quicker, it has ended.
 */
export function viewSecretChat(chat: SecretChat, device: Device): api.EncryptedChat {
  const side = chat.state === 'ended' ? undefined : sideOf(chat, device)
  if (side === undefined) {
    return { _: 'encryptedChatDiscarded', id: chat.id, historyDeleted: chat.historyDeleted || undefined }
  }
  const { id, date, creator, participant, gA, gB, fingerprint } = chat
  const ids = { id, date, adminId: BigInt(creator.userId), participantId: BigInt(participant.userId) }
  const accessHash = side === 'creator' ? creator.accessHash : participant.accessHash
  if (chat.state === 'accepted') {
    const gAOrB = side === 'creator' ? gB : gA
    return { _: 'encryptedChat', ...ids, accessHash, gAOrB, keyFingerprint: fingerprint }
  }
  if (side === 'creator') return { _: 'encryptedChatWaiting', ...ids, accessHash }
  return { _: 'encryptedChatRequested', ...ids, accessHash, gA }
}

export function viewEncryptedFile(file: EncryptedFile | undefined, dcId: number): api.EncryptedFile {
  if (file === undefined) return { _: 'encryptedFileEmpty' }
  const { id, accessHash, size, keyFingerprint } = file
  return { _: 'encryptedFile', id: BigInt(id), accessHash, size: BigInt(size), dcId, keyFingerprint }
}

/** A message that waits for a device. Nobody here can read it. */
export function viewSecretMessage(
  { randomId, chat: chatId, date, isService, data: bytes }: QueuedMessage,
  file: EncryptedFile | undefined,
  dcId: number,
): api.EncryptedMessage {
  if (isService) return { _: 'encryptedMessageService', randomId, chatId, date, bytes }
  return { _: 'encryptedMessage', randomId, chatId, date, bytes, file: viewEncryptedFile(file, dcId) }
}
