import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UserId } from '../store/domain/ids.ts'
import type { NotifyScope } from '../store/domain/notify-settings.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

export function peerScope(peer: PeerId): NotifyScope {
  return `peer:${peer}`
}

export const noNotifySettings: api.peerNotifySettings = { _: 'peerNotifySettings' }

/** What a user settled for the notifications of some chats; an empty setting for those that follow the general one. */
export async function notifySettingsOf(
  read: Pick<Reads, 'notifySettings'>,
  owner: UserId,
  peers: readonly PeerId[],
): Promise<(peer: PeerId) => api.peerNotifySettings> {
  const rows = await read.notifySettings.many(owner, peers.map(peerScope))
  const byScope = new Map(rows.map((row) => [row.scope, readStored('PeerNotifySettings', row.settings)]))
  return (peer) => byScope.get(peerScope(peer)) ?? noNotifySettings
}
