import { type api, encode } from '@chappe/tl-codec/api'
import { recordUnnumbered, type UnnumberedUpdate } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { type NotifyScope, scopeName } from '../../store/domain/lists/notify-settings.ts'
import type { Transaction } from '../../store/store.ts'
import { notifySettingsIn } from '../../views/notify-view.ts'

type NotifyChange = Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'> & { readonly scope: NotifyScope }

/** Within a unit: changes what a user has set for a chat or a kind of chats, and tells the other devices. */
export async function changeNotifySettings(
  tx: Transaction,
  ports: ServicePorts,
  change: NotifyChange,
  next: (before: api.peerNotifySettings) => api.peerNotifySettings,
): Promise<void> {
  const { userId, scope } = change
  const [row] = await tx.notifySettings.many(userId, [scope])
  const settings = encode(next(notifySettingsIn(scope, row?.settings)))
  await tx.notifySettings.put(userId, { scope, settings })
  await recordNotifySettings(tx, ports, change, notifySettingsIn(scope, settings))
}

/** Within a unit: tells the other devices what holds now. */
export async function recordNotifySettings(
  tx: Transaction,
  ports: ServicePorts,
  { userId, scope, date, except }: NotifyChange,
  notifySettings: api.peerNotifySettings,
): Promise<void> {
  const update: api.updateNotifySettings = { _: 'updateNotifySettings', peer: notifyPeer(scope), notifySettings }
  await recordUnnumbered(tx, ports, { userId, key: `notify ${scopeName(scope)}`, update, date, except })
}

export function notifyPeer(scope: NotifyScope): api.NotifyPeer {
  switch (scope) {
    case 'users':
      return { _: 'notifyUsers' }
    case 'chats':
      return { _: 'notifyChats' }
    case 'broadcasts':
      return { _: 'notifyBroadcasts' }
    default:
      return scope.topic === undefined
        ? { _: 'notifyPeer', peer: toPeer(scope.peer) }
        : { _: 'notifyForumTopic', peer: toPeer(scope.peer), topMsgId: scope.topic }
  }
}
