import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { viewPeers } from '../../views/named-peers.ts'

/** Nothing was said in it for so long, in seconds: two months. */
const inactiveAfter = 60 * 86_400
const maxShown = 100

/** The channels and supergroups that somebody has no use for any more, or has left. */
export function createOwnChannels({ store, clock, userViews }: ServicePorts): Methods {
  const { read } = store
  return {
    /** For whoever is in too many ("channels.getInactiveChannels"): what was quiet for longest first, with the last dates. */
    async 'channels.getInactiveChannels'({ userId }): Promise<api.messages.inactiveChats> {
      const dialogs = await read.dialogs.many(userId, await read.channelMembers.channelsOf(userId))
      const quiet = dialogs
        .filter(({ topDate }) => topDate < unixSeconds(clock) - inactiveAfter)
        .sort((a, b) => a.topDate - b.topDate)
        .slice(0, maxShown)
      const peers = quiet.map(({ peer }) => peer)
      const { users, chats } = await viewPeers(read, userViews, userId, peers)
      const place = new Map(peers.map((peer, at) => [String(peer), at]))
      const placeOf = ({ id }: api.Chat): number => place.get(String(-(10n ** 12n) - id)) ?? 0
      chats.sort((a, b) => placeOf(a) - placeOf(b))
      return { _: 'messages.inactiveChats', dates: quiet.map(({ topDate }) => topDate), chats, users }
    },

    async 'channels.getLeftChannels'({ userId }, { offset }): Promise<api.messages.Chats> {
      if (offset < 0) throw badRequest('OFFSET_INVALID')
      const { channels, count } = await read.channelMembers.left(userId, { offset, limit: maxShown })
      const { chats } = await viewPeers(read, userViews, userId, channels)
      return offset === 0 && channels.length === count
        ? { _: 'messages.chats', chats }
        : { _: 'messages.chatsSlice', count, chats }
    },
  }
}
