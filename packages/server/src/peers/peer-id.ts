import type { api } from '@chappe/tl-codec/api'
import {
  type ChannelId,
  type ChatId,
  channelBase,
  isChannelId,
  isChatId,
  isUserId,
  type PeerId,
  type UserId,
} from '../ids.ts'

export function toPeer(peer: PeerId): api.Peer {
  if (isUserId(peer)) return { _: 'peerUser', userId: BigInt(peer) }
  if (isChatId(peer)) return { _: 'peerChat', chatId: BigInt(-peer) }
  return { _: 'peerChannel', channelId: BigInt(channelBase - peer) }
}

/** The other way round, for peers that this server wrote. */
export function fromPeer(peer: api.Peer): PeerId {
  const id = numberOf(peer)
  if (isUserId(id) || isChatId(id) || isChannelId(id)) return id
  throw new RangeError(`no ${peer._} has the number ${id}`)
}

function numberOf(peer: api.Peer): number {
  switch (peer._) {
    case 'peerUser':
      return Number(peer.userId)
    case 'peerChat':
      return -Number(peer.chatId)
    case 'peerChannel':
      return channelBase - Number(peer.channelId)
  }
}

/** The number of a user as it came over the wire, or undefined if no user can have it. */
export function toUserId(id: bigint): UserId | undefined {
  const userId = Number(id)
  return isUserId(userId) ? userId : undefined
}

/** As `toUserId`, of the number of a basic group. */
export function toChatId(id: bigint): ChatId | undefined {
  const chatId = -Number(id)
  return isChatId(chatId) ? chatId : undefined
}

/** No channel has this number or a higher one. */
const lastChannel = 10n ** 12n

/** As `toUserId`, of the number of a channel or supergroup. */
export function toChannelId(id: bigint): ChannelId | undefined {
  const channelId = channelBase - Number(id)
  return id > 0n && id < lastChannel && isChannelId(channelId) ? channelId : undefined
}

/** The id of any peer as a number that this server has signed, such as in a file reference; undefined if it is of none. */
export function toPeerId(id: number): PeerId | undefined {
  return isUserId(id) || isChatId(id) || isChannelId(id) ? id : undefined
}
