import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import { changeNotifySettings, notifyPeer, recordNotifySettings } from '../../chats/lists/change-notify-settings.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { type ChannelId, isChannel, isUser, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { joinMethods, type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { NotifyScope } from '../../store/domain/lists/notify-settings.ts'
import { readStored } from '../../tl/stored.ts'
import { notifySettingsIn } from '../../views/notify-view.ts'
import { createReactionNotices } from './reaction-notices.ts'
import { checkSound } from './sounds.ts'

const maxExceptions = 1000

/** Notification settings, for all chats of a kind and for single chats. */
export function createNotificationsService(ports: ServicePorts): Service {
  const { store, clock, inputPeers, userViews } = ports

  const scopeOf = async (userId: UserId, input: api.InputNotifyPeer): Promise<NotifyScope> => {
    switch (input._) {
      case 'inputNotifyUsers':
        return 'users'
      case 'inputNotifyChats':
        return 'chats'
      case 'inputNotifyBroadcasts':
        return 'broadcasts'
      case 'inputNotifyPeer':
        return { peer: await inputPeers.peer(userId, input.peer) }
      case 'inputNotifyForumTopic': {
        const peer = await inputPeers.peer(userId, input.peer)
        // Nothing is stored for what does not exist.
        const topic = isChannel(peer) ? await topicSeenBy(peer, userId, input.topMsgId) : undefined
        if (topic === undefined) throw badRequest('PEER_ID_INVALID')
        return { peer, topic }
      }
      // There are no communities yet.
      case 'inputNotifyCommunity':
        throw badRequest('PEER_ID_INVALID')
    }
  }

  const topicSeenBy = async (channel: ChannelId, userId: UserId, topic: number): Promise<number | undefined> => {
    const { record } = await readable(store.read, userId, channel, unixSeconds(clock))
    return record.forum ? (await store.read.topics.get(channel, topic))?.id : undefined
  }

  return {
    methods: joinMethods(createReactionNotices(ports), {
      async 'account.getNotifySettings'({ userId }, request) {
        const scope = await scopeOf(userId, request.peer)
        const [row] = await store.read.notifySettings.many(userId, [scope])
        return notifySettingsIn(scope, row?.settings)
      },

      'account.updateNotifySettings': userMethod(
        { acts: ['arrange'], rate: { burst: 300, secondsEach: 0.5 } },
        async ({ userId, caller }, request) => {
          const scope = await scopeOf(userId, request.peer)
          const { settings } = request
          if (settings.muteUntil !== undefined && settings.muteUntil < 0) throw badRequest('SETTINGS_INVALID')
          const date = unixSeconds(clock)
          const change = { userId, scope, date, except: caller.session }
          await store.transaction((tx) => changeNotifySettings(tx, ports, change, () => storedSettings(settings)))
          return true
        },
      ),

      'account.resetNotifySettings': userMethod({ acts: ['arrange'] }, async ({ userId, caller }) => {
        await store.transaction(async (tx) => {
          const rows = await tx.notifySettings.list(userId, maxExceptions)
          await tx.notifySettings.clear(userId)
          const date = unixSeconds(clock)
          for (const { scope } of rows) {
            const change = { userId, scope, date, except: caller.session }
            await recordNotifySettings(tx, ports, change, notifySettingsIn(scope, undefined))
          }
        })
        return true
      }),

      async 'account.getNotifyExceptions'({ userId }, request) {
        const only = request.peer === undefined ? undefined : await scopeOf(userId, request.peer)
        const rows = await store.read.notifySettings.list(userId, maxExceptions)
        const updates = rows
          .filter(({ scope }) => belongsTo(scope, only))
          .flatMap(({ scope, settings }): api.Update[] => {
            const notifySettings = readStored('PeerNotifySettings', settings)
            if (notifySettings === undefined || !differs(notifySettings, request)) return []
            return [{ _: 'updateNotifySettings', peer: notifyPeer(scope), notifySettings }]
          })
        return envelope(store.read, userViews, userId, updates, { date: unixSeconds(clock) })
      },
    }),
  }
}

/**
 * Clients send all that a chat has of its own; what they leave out follows the general settings again, which is how they
 * take something back. A sound is one for all kinds of devices.
 */
function storedSettings(input: api.inputPeerNotifySettings): api.peerNotifySettings {
  const sound = input.sound && checkSound(input.sound)
  const storiesSound = input.storiesSound && checkSound(input.storiesSound)
  const { showPreviews, silent, muteUntil, storiesMuted, storiesHideSender } = input
  return {
    _: 'peerNotifySettings',
    ...{ showPreviews, silent, muteUntil, storiesMuted, storiesHideSender },
    ...{ iosSound: sound, androidSound: sound, otherSound: sound },
    ...{ storiesIosSound: storiesSound, storiesAndroidSound: storiesSound, storiesOtherSound: storiesSound },
  }
}

/** Only exceptions for single chats, of one kind if asked. */
function belongsTo(scope: NotifyScope, only: NotifyScope | undefined): boolean {
  if (typeof scope === 'string') return false
  switch (only) {
    case undefined:
      return true
    case 'users':
      return isUser(scope.peer)
    case 'chats':
    case 'broadcasts':
      return !isUser(scope.peer)
    default:
      return only.peer === scope.peer && (only.topic === undefined || only.topic === scope.topic)
  }
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
