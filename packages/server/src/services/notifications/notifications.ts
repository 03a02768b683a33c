import { type api, encode } from '@chappe/tl-codec/api'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Service } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PeerId, UserId } from '../../store/domain/ids.ts'
import { readStored } from '../../tl/stored.ts'
import { collectUsers } from '../../views/mentioned-users.ts'
import { noNotifySettings, peerScope } from '../../views/notify-view.ts'
import type { ServicePorts } from '../ports.ts'
import { recordUnnumbered } from '../updates/record-change.ts'

const maxExceptions = 1000
const maxSoundName = 255

interface Target {
  readonly scope: string
  readonly peer: api.NotifyPeer
}

/** What may ring, for all chats of a kind and for single ones. */
export function createNotificationsService(ports: ServicePorts): Service {
  const { store, clock, inputPeers, userViews } = ports

  const targetOf = async (userId: UserId, input: api.InputNotifyPeer): Promise<Target> => {
    switch (input._) {
      case 'inputNotifyUsers':
        return { scope: 'users', peer: { _: 'notifyUsers' } }
      case 'inputNotifyChats':
        return { scope: 'chats', peer: { _: 'notifyChats' } }
      case 'inputNotifyBroadcasts':
        return { scope: 'broadcasts', peer: { _: 'notifyBroadcasts' } }
      case 'inputNotifyPeer': {
        const peer = await inputPeers.peer(userId, input.peer)
        return { scope: peerScope(peer), peer: { _: 'notifyPeer', peer: toPeer(peer) } }
      }
      case 'inputNotifyCommunity':
        throw badRequest('PEER_ID_INVALID')
      case 'inputNotifyForumTopic': {
        const { topMsgId } = input
        const peer = await inputPeers.peer(userId, input.peer)
        const scope = `${peerScope(peer)}:${topMsgId}`
        return { scope, peer: { _: 'notifyForumTopic', peer: toPeer(peer), topMsgId } }
      }
    }
  }

  return {
    user: {
      async 'account.getNotifySettings'({ userId }, request) {
        const { scope } = await targetOf(userId, request.peer)
        const [row] = await store.read.notifySettings.many(userId, [scope])
        return row === undefined ? noNotifySettings : readStored('PeerNotifySettings', row.settings)
      },

      async 'account.updateNotifySettings'({ userId, caller }, request) {
        const { scope, peer } = await targetOf(userId, request.peer)
        const { settings } = request
        if (settings.muteUntil !== undefined && settings.muteUntil < 0) throw badRequest('SETTINGS_INVALID')
        await store.transaction(async (tx) => {
          const [row] = await tx.notifySettings.many(userId, [scope])
          const before = row === undefined ? noNotifySettings : readStored('PeerNotifySettings', row.settings)
          const notifySettings = merge(before, settings)
          await tx.notifySettings.put(userId, { scope, settings: encode(notifySettings) })
          const update: api.updateNotifySettings = { _: 'updateNotifySettings', peer, notifySettings }
          const date = unixSeconds(clock)
          await recordUnnumbered(tx, ports, { userId, key: `notify ${scope}`, update, date, except: caller.session })
        })
        return true
      },

      async 'account.resetNotifySettings'({ userId, caller }) {
        await store.transaction(async (tx) => {
          const rows = await tx.notifySettings.list(userId, maxExceptions)
          await tx.notifySettings.clear(userId)
          const date = unixSeconds(clock)
          for (const { scope } of rows) {
            const peer = peerOf(scope)
            const update: api.updateNotifySettings = {
              _: 'updateNotifySettings',
              peer,
              notifySettings: noNotifySettings,
            }
            await recordUnnumbered(tx, ports, { userId, key: `notify ${scope}`, update, date, except: caller.session })
          }
        })
        return true
      },

      async 'account.getNotifyExceptions'({ userId }, request) {
        const only = request.peer === undefined ? undefined : (await targetOf(userId, request.peer)).scope
        const rows = await store.read.notifySettings.list(userId, maxExceptions)
        const updates = rows
          .filter(({ scope }) => belongsTo(scope, only))
          .map(({ scope, settings }) => ({ peer: peerOf(scope), settings: readStored('PeerNotifySettings', settings) }))
          .filter(({ settings }) => differs(settings, request))
          .map(({ peer, settings }): api.Update => ({ _: 'updateNotifySettings', peer, notifySettings: settings }))
        const named = new Set<UserId>()
        collectUsers(updates, named)
        const users = await userViews.of(store.read, userId, named)
        return { _: 'updates', updates, users, chats: [], date: unixSeconds(clock), seq: 0 }
      },
    },
  }
}

/** Fields that a client leaves out stay as they were. A sound is one for all kinds of devices. */
function merge(before: api.peerNotifySettings, input: api.inputPeerNotifySettings): api.peerNotifySettings {
  const sound = input.sound && checkSound(input.sound)
  const storiesSound = input.storiesSound && checkSound(input.storiesSound)
  return {
    ...before,
    showPreviews: input.showPreviews ?? before.showPreviews,
    silent: input.silent ?? before.silent,
    muteUntil: input.muteUntil ?? before.muteUntil,
    iosSound: sound ?? before.iosSound,
    androidSound: sound ?? before.androidSound,
    otherSound: sound ?? before.otherSound,
    storiesMuted: input.storiesMuted ?? before.storiesMuted,
    storiesHideSender: input.storiesHideSender ?? before.storiesHideSender,
    storiesIosSound: storiesSound ?? before.storiesIosSound,
    storiesAndroidSound: storiesSound ?? before.storiesAndroidSound,
    storiesOtherSound: storiesSound ?? before.storiesOtherSound,
  }
}

function checkSound(sound: api.NotificationSound): api.NotificationSound {
  if (sound._ !== 'notificationSoundLocal') return sound
  if (sound.title.length > maxSoundName || sound.data.length > maxSoundName) throw badRequest('SETTINGS_INVALID')
  return sound
}

/** Only exceptions for single chats, of one kind if asked: users are positive, groups and channels are not. */
function belongsTo(scope: string, only: string | undefined): boolean {
  if (!scope.startsWith('peer:')) return false
  if (only === undefined || only === scope) return true
  const isUser = peerNumber(scope) > 0
  return only === 'users' ? isUser : (only === 'chats' || only === 'broadcasts') && !isUser
}

function differs(settings: api.peerNotifySettings, asked: api.account.getNotifyExceptions): boolean {
  const inSound = asked.compareSound === true && settings.otherSound !== undefined
  const inStories = asked.compareStories === true && settings.storiesMuted !== undefined
  return (
    inSound ||
    inStories ||
    settings.muteUntil !== undefined ||
    settings.showPreviews !== undefined ||
    settings.silent !== undefined
  )
}

function peerNumber(scope: string): PeerId {
  return Number(scope.split(':')[1])
}

function peerOf(scope: string): api.NotifyPeer {
  switch (scope) {
    case 'users':
      return { _: 'notifyUsers' }
    case 'chats':
      return { _: 'notifyChats' }
    case 'broadcasts':
      return { _: 'notifyBroadcasts' }
    default: {
      const topic = scope.split(':')[2]
      const peer = toPeer(peerNumber(scope))
      return topic === undefined ? { _: 'notifyPeer', peer } : { _: 'notifyForumTopic', peer, topMsgId: Number(topic) }
    }
  }
}
