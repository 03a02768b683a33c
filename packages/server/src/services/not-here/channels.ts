import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers } from '../../views/named-peers.ts'

const maxIds = 100
/** Searching among no posts costs nothing, so it may be done as often as anybody likes. */
const searchesADay = 1000

/** There are no groups, channels and communities yet. */
export function createChannelsNotHere({ inputPeers }: ServicePorts): Methods {
  const noChats = async (): Promise<api.messages.chats> => ({ _: 'messages.chats', chats: noPeers().chats })
  return {
    async 'channels.checkSearchPostsFlood'() {
      const counts = { totalDaily: searchesADay, remains: searchesADay, starsAmount: 0n }
      return { _: 'searchPostsFlood', queryIsFree: true, ...counts }
    },
    'channels.getChannelRecommendations': noChats,
    'channels.getGroupsForDiscussion': noChats,
    async 'channels.getInactiveChannels'() {
      return { _: 'messages.inactiveChats', dates: [], ...noPeers() }
    },
    'channels.getLeftChannels': noChats,
    async 'channels.searchPosts'() {
      return { _: 'messages.messages', messages: [], topics: [], ...noPeers() }
    },
    'communities.getJoinedCommunities': noChats,
    async 'messages.checkChatInvite'() {
      throw badRequest('INVITE_HASH_INVALID')
    },
    // Only what stands in a channel is checked.
    async 'messages.getFactCheck'({ userId }, { peer, msgId }) {
      if (msgId.length > maxIds) throw badRequest('LIMIT_INVALID')
      await inputPeers.peer(userId, peer)
      return msgId.map(() => ({ _: 'factCheck', hash: 0n }) as const)
    },
  }
}
