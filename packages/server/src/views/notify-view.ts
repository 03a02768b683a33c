import type { api } from '@chappe/tl-codec/api'
import { isUser, type PeerId, type UnixTime, type UserId } from '../ids.ts'
import { type NotifyScope, scopeName } from '../store/domain/lists/notify-settings.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

const nothingSet: api.peerNotifySettings = { _: 'peerNotifySettings' }

/**
 * What holds in a scope, by what the user has set there. Clients take what is missing for a single chat from the settings
 * of its kind; these have nothing behind them, and what they left out would be read as muted, or without previews.
 */
export function notifySettingsIn(scope: NotifyScope, stored: Uint8Array | undefined): api.peerNotifySettings {
  const settings = (stored && readStored('PeerNotifySettings', stored)) ?? nothingSet
  return typeof scope === 'object' ? settings : withDefaults(settings)
}

/** Whose stories ring at first is left out on purpose: clients then decide by whom one writes to most. */
function withDefaults(settings: api.peerNotifySettings): api.peerNotifySettings {
  const sound: api.NotificationSound = { _: 'notificationSoundDefault' }
  return {
    ...settings,
    showPreviews: settings.showPreviews ?? true,
    silent: settings.silent ?? false,
    muteUntil: settings.muteUntil ?? 0,
    iosSound: settings.iosSound ?? sound,
    androidSound: settings.androidSound ?? sound,
    otherSound: settings.otherSound ?? sound,
    storiesHideSender: settings.storiesHideSender ?? false,
    storiesIosSound: settings.storiesIosSound ?? sound,
    storiesAndroidSound: settings.storiesAndroidSound ?? sound,
    storiesOtherSound: settings.storiesOtherSound ?? sound,
  }
}

/** What a user has set for the notifications of some chats; an empty setting for those that follow the general one. */
export async function notifySettingsOf(
  read: Pick<Reads, 'notifySettings'>,
  owner: UserId,
  peers: readonly PeerId[],
): Promise<(peer: PeerId) => api.peerNotifySettings> {
  const rows = await read.notifySettings.many(
    owner,
    peers.map((peer) => ({ peer })),
  )
  const byScope = new Map(rows.map((row) => [scopeName(row.scope), readStored('PeerNotifySettings', row.settings)]))
  return (peer) => byScope.get(scopeName({ peer })) ?? nothingSet
}

/** Those of a user's chats that do not ring now: by their own settings, else by the general ones for chats of their kind. */
export async function mutedAmong(
  read: Pick<Reads, 'notifySettings'>,
  owner: UserId,
  peers: readonly PeerId[],
  now: UnixTime,
): Promise<ReadonlySet<PeerId>> {
  if (peers.length === 0) return new Set()
  const rows = await read.notifySettings.many(owner, ['users', 'chats', ...peers.map((peer) => ({ peer }))])
  const mutedUntil = new Map(
    rows.map(({ scope, settings }) => [scopeName(scope), readStored('PeerNotifySettings', settings)?.muteUntil]),
  )
  const general = (peer: PeerId): number => mutedUntil.get(isUser(peer) ? 'users' : 'chats') ?? 0
  return new Set(peers.filter((peer) => (mutedUntil.get(scopeName({ peer })) ?? general(peer)) > now))
}
