import type { api } from '@chappe/tl-codec/api'

/** "Bot API dialog IDs": users as they are, basic groups below zero, channels and supergroups below this. */
const channelBase = -1_000_000_000_000

/** Users have ids up to here, so that a number holds each. */
const maxUserId = 2 ** 52 - 1

export function toChatId(peer: api.Peer): number {
  switch (peer._) {
    case 'peerUser':
      return Number(peer.userId)
    case 'peerChat':
      return -Number(peer.chatId)
    case 'peerChannel':
      return channelBase - Number(peer.channelId)
  }
}

/** Undefined for what no chat can have. */
export function fromChatId(id: number): api.Peer | undefined {
  if (!Number.isSafeInteger(id) || id === 0 || id === channelBase || id > maxUserId) return undefined
  if (id > 0) return { _: 'peerUser', userId: BigInt(id) }
  if (id > channelBase) return { _: 'peerChat', chatId: BigInt(-id) }
  return { _: 'peerChannel', channelId: BigInt(channelBase - id) }
}
