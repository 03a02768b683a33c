import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Device } from '../../rules/secret-ends.ts'
import type { SecretChat, SecretChatEnd } from '../../store/domain/secret/secret-chats.ts'
import type { Transaction } from '../../store/store.ts'
import { devicesOf, type TellPorts, tellState } from './tell-device.ts'

/** So many are read at once. */
const pageSize = 100

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

/** Within a unit: ends all of them, however many there are. */
async function endAll(
  tx: Transaction,
  ports: TellPorts,
  open: (limit: number) => Promise<SecretChat[]>,
  by?: bigint,
): Promise<void> {
  for (let page = await open(pageSize); page.length > 0; page = await open(pageSize)) {
    for (const chat of page) await endSecretChat(tx, ports, chat, { by })
  }
}

/** Within a unit: a device is no more, or not this person's. What waits for it goes, and its secret chats end. */
export async function endOfDevice(tx: Transaction, ports: TellPorts, authKeyId: bigint): Promise<void> {
  await endAll(tx, ports, (limit) => tx.secretChats.openOfDevice(authKeyId, limit), authKeyId)
  await tx.deviceQueues.remove(authKeyId)
}

/** Within a unit: one of two wants to hear no more of the other. */
export async function endBetween(tx: Transaction, ports: TellPorts, one: UserId, other: UserId): Promise<void> {
  await endAll(tx, ports, (limit) => tx.secretChats.openBetween(one, other, limit))
}

/** Within a unit: nobody will answer what somebody was asked. */
export async function endRequestsTo(tx: Transaction, ports: TellPorts, userId: UserId): Promise<void> {
  await endAll(tx, ports, (limit) => tx.secretChats.requestsTo(userId, limit))
}
