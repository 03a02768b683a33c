import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UnixTime, UserId } from '../store/domain/ids.ts'
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

/** Those of a user's chats that do not ring now: by their own settings, else by the general ones for chats with people. */
export async function mutedAmong(
  read: Pick<Reads, 'notifySettings'>,
  owner: UserId,
  peers: readonly PeerId[],
  now: UnixTime,
): Promise<ReadonlySet<PeerId>> {
  if (peers.length === 0) return new Set()
  const rows = await read.notifySettings.many(owner, ['users', ...peers.map(peerScope)])
  const mutedUntil = new Map(
    rows.map(({ scope, settings }) => [scope, readStored('PeerNotifySettings', settings).muteUntil]),
  )
  return new Set(peers.filter((peer) => (mutedUntil.get(peerScope(peer)) ?? mutedUntil.get('users') ?? 0) > now))
}
