import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers } from '../../views/named-peers.ts'

const maxIds = 100
/** Of what there is with groups and channels elsewhere, and there is none of here yet. */
export function createChannelsNotHere({ inputPeers }: ServicePorts): Methods {
  const noChats = async (): Promise<api.messages.chats> => ({ _: 'messages.chats', chats: noPeers().chats })
  return {
    'channels.getChannelRecommendations': noChats,
    'communities.getJoinedCommunities': noChats,
    // Only what stands in a channel is checked.
    async 'messages.getFactCheck'({ userId }, { peer, msgId }) {
      if (msgId.length > maxIds) throw badRequest('LIMIT_INVALID')
      await inputPeers.peer(userId, peer)
      return msgId.map(() => ({ _: 'factCheck', hash: 0n }) as const)
    },
  }
}
