import type { api } from '@chappe/tl-codec/api'
import { tell } from '../../changes/announce.ts'
import { plain, sendServiceMessage } from '../../chats/placing/service-messages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import type { Caller } from '../../rpc/caller.ts'
import type { ClientInfo } from '../../store/domain/identity/auth-keys.ts'
import type { Authorization } from '../../store/domain/identity/authorizations.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'

export function describeDevice(client: ClientInfo | undefined): string {
  if (client === undefined) return 'unknown device'
  return [client.deviceModel, client.systemVersion, client.appVersion].filter((part) => part !== '').join(', ')
}

/** Within a unit: tells the account's other devices that one more was signed in, by message and by update. */
export async function noticeNewDevice(
  tx: Transaction,
  ports: ServicePorts,
  caller: Caller,
  authorization: Authorization,
): Promise<void> {
  const { settings } = ports
  if (!settings.loginNotices) return
  const { userId, createdAt: date, hash, ip } = authorization
  const device = describeDevice(caller.key.client)
  const update: api.updateNewAuthorization = {
    _: 'updateNewAuthorization',
    unconfirmed: true,
    hash,
    date,
    device,
    location: ip || 'unknown place',
  }
  tell(tx, ports, userId, update, caller.session)
  const user = await tx.users.get(userId)
  const text = [
    `**New sign-in.** ${plain(user?.firstName ?? '')}, your account was opened on another device.`,
    `Device: ${plain(device)}\nAddress: ${plain(ip || 'unknown')}\nTime: ${readableTime(date)}`,
    'If this was not you, end that session in the list of devices, and protect the account by a two-step password.',
  ].join('\n\n')
  await sendServiceMessage(tx, ports, { to: userId, text, date, except: caller.session })
}

/** Within a unit: brings a login code to the devices of the account. */
export async function sendCodeToDevices(
  tx: Transaction,
  ports: ServicePorts,
  user: UserRecord,
  code: string,
  date: UnixTime,
): Promise<void> {
  const text = [
    `**Login code: ${code}.** It lets its reader into your account: give it to nobody, whoever asks for it.`,
    'If you did not ask for a code, you need not do anything.',
  ].join('\n\n')
  await sendServiceMessage(tx, ports, { to: user.id, text, date })
}

function readableTime(date: UnixTime): string {
  return `${new Date(date * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
