import type { api } from '@chappe/tl-codec/api'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { firstQts, type NewsKind } from '../../store/domain/secret/device-queues.ts'
import type { SecretChat } from '../../store/domain/secret/secret-chats.ts'
import type { Transaction } from '../../store/store.ts'
import { viewSecretChat } from '../../views/secret-chat-view.ts'
import type { Device } from './ends.ts'

export type TellPorts = Pick<ServicePorts, 'bus' | 'clock'>

/** Within a unit: pushes an update to one device once it is durable. */
export function tellDevice(
  tx: Transaction,
  ports: TellPorts,
  { userId: box, authKeyId }: Device,
  update: api.Update,
  date: UnixTime,
): void {
  announce(tx, ports, { type: 'device', box, authKeyId, update, date })
}

/** Within a unit: the device is told of it by a push, and by its next difference. */
async function tellNews(
  tx: Transaction,
  ports: TellPorts,
  device: Device,
  news: { readonly chat: number; readonly kind: NewsKind; readonly update: api.Update },
): Promise<void> {
  const { number } = await tx.deviceQueues.advance(device.authKeyId, 'news', firstQts)
  await tx.deviceQueues.putNews(device.authKeyId, { chat: news.chat, kind: news.kind, number })
  tellDevice(tx, ports, device, news.update, unixSeconds(ports.clock))
}

/** Within a unit: tells devices how a secret chat stands for each of them now. */
export async function tellState(
  tx: Transaction,
  ports: TellPorts,
  chat: SecretChat,
  devices: Iterable<Device>,
): Promise<void> {
  for (const device of devices) {
    const update: api.updateEncryption = {
      _: 'updateEncryption',
      chat: viewSecretChat(chat, device),
      date: chat.changedAt,
    }
    await tellNews(tx, ports, device, { chat: chat.id, kind: 'state', update })
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
  await tellNews(tx, ports, device, { chat, kind: 'read', update })
}

/** Within a unit: the devices of somebody that take part in secret chats. */
export async function devicesOf(tx: Transaction, userId: Device['userId']): Promise<Device[]> {
  const all = await tx.authorizations.ofUser(userId)
  return all.filter(({ secretChatsOff }) => !secretChatsOff).map(({ authKeyId }) => ({ userId, authKeyId }))
}
