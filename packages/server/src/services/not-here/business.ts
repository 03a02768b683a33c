import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers } from '../../views/named-peers.ts'

/** There are no business accounts and no advertisements. */
export function createBusinessNotHere({ inputPeers }: ServicePorts): Methods {
  return {
    async 'account.getBotBusinessConnection'() {
      throw badRequest('CONNECTION_ID_INVALID')
    },
    async 'contacts.getSponsoredPeers'(_context, { q }) {
      if (q === '') throw badRequest('SEARCH_QUERY_EMPTY')
      return { _: 'contacts.sponsoredPeersEmpty' }
    },
    async 'messages.getQuickReplies'() {
      return { _: 'messages.quickReplies', quickReplies: [], messages: [], ...noPeers() }
    },
    async 'messages.getSponsoredMessages'({ userId }, { peer }) {
      await inputPeers.peer(userId, peer)
      return { _: 'messages.sponsoredMessagesEmpty' }
    },
  }
}
