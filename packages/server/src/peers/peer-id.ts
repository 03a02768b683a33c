import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UserId } from '../ids.ts'

const channelBase = 10 ** 12

/** One number for any peer: users positive, basic groups negative, channels below -10^12. */
export function toPeer(peer: PeerId): api.Peer {
  if (peer > 0) return { _: 'peerUser', userId: BigInt(peer) }
  if (peer > -channelBase) return { _: 'peerChat', chatId: BigInt(-peer) }
  return { _: 'peerChannel', channelId: BigInt(-peer - channelBase) }
}

/** The other way round, for peers that this server wrote. */
export function fromPeer(peer: api.Peer): PeerId {
  switch (peer._) {
    case 'peerUser':
      return Number(peer.userId)
    case 'peerChat':
      return -Number(peer.chatId)
    case 'peerChannel':
      return -Number(peer.channelId) - channelBase
  }
}

/** The number of a user as it came over the wire, or undefined if no user can have it. */
export function toUserId(id: bigint): UserId | undefined {
  return id > 0n && id < BigInt(channelBase) ? Number(id) : undefined
}
