import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { SecretChat, SecretChatEnd } from '../../store/domain/secret/secret-chats.ts'
import type { Transaction } from '../../store/store.ts'
import type { Device } from './ends.ts'
import { devicesOf, type TellPorts, tellState } from './tell-device.ts'

/** So many are ended in a unit: nobody has more that are open. */
const atOnce = 1_000

/**
 * Within a unit: a secret chat is over. Both ends are told, and of a request that nobody has accepted all devices that may have
 * been told of it, but for the one that ends it.
 */
export async function endSecretChat(
  tx: Transaction,
  ports: TellPorts,
  chat: SecretChat,
  { historyDeleted = false, by }: { readonly historyDeleted?: boolean; readonly by?: bigint | undefined } = {},
): Promise<void> {
  const at = unixSeconds(ports.clock)
  await tx.secretChats.end(chat.id, { historyDeleted, at })
  const ended: SecretChat = { ...chat, state: 'ended', changedAt: at, historyDeleted }
  const devices = [...(await devicesAt(tx, chat.creator)), ...(await devicesAt(tx, chat.participant))]
  await tellState(
    tx,
    ports,
    ended,
    devices.filter(({ authKeyId }) => authKeyId !== by),
  )
}

async function devicesAt(tx: Transaction, { userId, authKeyId }: SecretChatEnd): Promise<Device[]> {
  if (authKeyId === undefined) return devicesOf(tx, userId)
  // One that was signed out is told nothing any more.
  const authorization = await tx.authorizations.get(authKeyId)
  return authorization?.userId === userId ? [{ userId, authKeyId }] : []
}

/** Within a unit: a device is no more, or not this person's. What waits for it goes, and its secret chats end. */
export async function endOfDevice(tx: Transaction, ports: TellPorts, authKeyId: bigint): Promise<void> {
  for (const chat of await tx.secretChats.openOfDevice(authKeyId, atOnce)) {
    await endSecretChat(tx, ports, chat, { by: authKeyId })
  }
  await tx.deviceQueues.remove(authKeyId)
}

/** Within a unit: one of two wants to hear no more of the other. */
export async function endBetween(tx: Transaction, ports: TellPorts, one: UserId, other: UserId): Promise<void> {
  for (const chat of await tx.secretChats.openBetween(one, other, atOnce)) await endSecretChat(tx, ports, chat)
}

/** Within a unit: nobody will answer what somebody was asked. */
export async function endRequestsTo(tx: Transaction, ports: TellPorts, userId: UserId): Promise<void> {
  for (const chat of await tx.secretChats.requestsTo(userId, atOnce)) await endSecretChat(tx, ports, chat)
}
