import { acceptSecretChat, CryptoError, completeSecretChat, type DhConfig, requestSecretChat } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { ClientError, RpcError } from '../errors.ts'
import type { Chat } from './chat.ts'
import { exchangeError } from './dh-config.ts'
import { type ChatRecord, newChatRecord } from './store/chat-record.ts'

/*
 * How a chat comes to its key ("End-to-End Encryption": Key Generation). Each step is stored before it is told to the server,
 * so that whoever is killed goes on with the same values, and no secret is ever used for two exchanges.
 */

/** A chat that is asked for here. Until the server has answered it goes by the number of the request. */
export function requestedRecord(
  config: DhConfig,
  userId: bigint,
  chatId: number,
  date: number,
  random: Chat['ports']['random'],
): ChatRecord {
  const { p, g } = config
  try {
    const half = requestSecretChat(config, random)
    const phase = { kind: 'waiting', half, group: { p, g }, answered: false } as const
    return newChatRecord({ id: chatId, accessHash: 0n, userId, role: 'creator', date, phase })
  } catch (error) {
    throw exchangeError(error)
  }
}

/** A chat that somebody else asks for. */
export function offeredRecord({ id, accessHash, adminId, date, gA }: api.encryptedChatRequested): ChatRecord {
  const phase = { kind: 'requested', gA } as const
  return newChatRecord({ id, accessHash, userId: adminId, role: 'invited', date, phase })
}

/** The other side has accepted: the key is made and compared, once. */
export async function complete(chat: Chat, { accessHash, gAOrB, keyFingerprint }: api.encryptedChat): Promise<void> {
  const { record } = chat
  await chat.commit(() => {
    if (record.phase.kind !== 'waiting') return
    const { half, group } = record.phase
    record.accessHash = accessHash
    try {
      chat.hasKey(completeSecretChat(group, half, gAOrB, keyFingerprint), group)
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
      return chat.over('KEY_EXCHANGE', false)
    }
    chat.activate()
  })
}

/** Takes a chat that was asked for: this device makes the key and stores it. The server is to be told then. */
export async function accept(chat: Chat, config: DhConfig): Promise<void> {
  const { record } = chat
  await chat.commit(() => {
    if (record.phase.kind !== 'requested') throw notRequested(chat)
    try {
      const { gB, key, keyFingerprint } = acceptSecretChat(config, record.phase.gA, chat.ports.random)
      chat.hasKey(key, { p: config.p, g: config.g })
      record.phase = { kind: 'accepting', gB, keyFingerprint }
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
      // It may be the group of the server or the half of the other end: nothing can come of either.
      chat.over('KEY_EXCHANGE', false)
    }
  })
}

/** @param again whether the server may have heard of it already, when the answer was lost */
export async function tellAccepted(chat: Chat, again: boolean): Promise<void> {
  const { record } = chat
  if (record.phase.kind !== 'accepting') return
  const { gB, keyFingerprint } = record.phase
  try {
    const answer = await chat.ports.call({ _: 'messages.acceptEncryption', peer: chat.peer, gB, keyFingerprint })
    if (answer._ === 'encryptedChatDiscarded') return await chat.commit(() => chat.over('TAKEN_OR_WITHDRAWN', true))
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 400) throw error
    // Asked again, this may well have been this device itself; if it was not, nothing that is sent here will be taken.
    if (!(again && error.type === 'ENCRYPTION_ALREADY_ACCEPTED')) {
      await chat.commit(() => chat.over('TAKEN_OR_WITHDRAWN', true))
      throw error
    }
  }
  await chat.commit(() => {
    if (record.phase.kind === 'accepting') chat.activate()
  })
}

export function notRequested(chat: Chat): ClientError {
  return new ClientError('SECRET_CHAT_NOT_ACTIVE', `nobody asks for the secret chat ${chat.record.id} (any more)`)
}
