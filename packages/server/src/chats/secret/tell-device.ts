import type { api } from '@chappe/tl-codec/api'
import { announce, announceAfterAnswer } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Device } from '../../rules/secret-ends.ts'
import type { Authorization } from '../../store/domain/identity/authorizations.ts'
import { firstQts, type NewsKind } from '../../store/domain/secret/device-queues.ts'
import type { SecretChat } from '../../store/domain/secret/secret-chats.ts'
import type { Transaction } from '../../store/store.ts'
import { viewSecretChat } from '../../views/secret-chat-view.ts'

export type TellPorts = Pick<ServicePorts, 'bus' | 'clock'>

type When = 'at once' | 'after the answer'

interface News {
  readonly chat: number
  readonly kind: NewsKind
  readonly update: api.Update
  readonly when: When
}

/** Within a unit: the device is told of it by a push, and by its next difference. */
async function tellNews(tx: Transaction, ports: TellPorts, { userId, authKeyId }: Device, news: News): Promise<void> {
  const { chat, kind, update, when } = news
  const { number } = await tx.deviceQueues.advance(authKeyId, 'news', firstQts)
  await tx.deviceQueues.putNews(authKeyId, { chat, kind, number })
  const tell = when === 'at once' ? announce : announceAfterAnswer
  const date = unixSeconds(ports.clock)
  tell(tx, ports, { type: 'device', userId, authKeyId, from: number - 1, to: number, date, update })
}

/** Within a unit: tells devices how a secret chat stands for each of them now. */
export async function tellState(
  tx: Transaction,
  ports: TellPorts,
  chat: SecretChat,
  devices: Iterable<Device>,
  when: When = 'at once',
): Promise<void> {
  const { id, changedAt: date } = chat
  for (const device of devices) {
    const update: api.updateEncryption = { _: 'updateEncryption', chat: viewSecretChat(chat, device), date }
    await tellNews(tx, ports, device, { chat: id, kind: 'state', update, when })
  }
}

/** Within a unit: tells a device up to when the other end has read what it sent. */
export async function tellRead(
  tx: Transaction,
  ports: TellPorts,
  device: Device,
  read: { readonly chat: number; readonly maxDate: UnixTime; readonly date: UnixTime },
): Promise<void> {
  const { chat, maxDate, date } = read
  const update: api.updateEncryptedMessagesRead = { _: 'updateEncryptedMessagesRead', chatId: chat, maxDate, date }
  await tellNews(tx, ports, device, { chat, kind: 'read', update, when: 'at once' })
}

/**
 * Within a unit: the devices of somebody that take part in secret chats. A key that was signed in by that of another data
 * centre is the same device: told that another one has the chat, TDLib would end it.
 */
export async function devicesOf(tx: Transaction, userId: Device['userId']): Promise<Device[]> {
  return (await tx.authorizations.ofUser(userId)).filter(takesPart)
}

function takesPart({ secretChatsOff, parent }: Authorization): boolean {
  return !secretChatsOff && parent === undefined
}

/** So many requests that nobody has answered are told to a new device. */
const mostRequests = 100

/** Within a unit: a device was signed in, and may accept what nobody has answered yet. */
export async function tellOfRequests(tx: Transaction, ports: TellPorts, device: Authorization): Promise<void> {
  if (!takesPart(device)) return
  for (const chat of await tx.secretChats.requestsTo(device.userId, mostRequests)) {
    await tellState(tx, ports, chat, [device])
  }
}
