import { toPeer } from '../../peers/peer-id.ts'
import { serviceUserId } from '../../peers/service-user.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import type { ServicePorts } from '../ports.ts'

const maxPeers = 30

/** With whom one talks most: of the latest private chats, by how much was said in each. */
export function createTopPeers({
  store,
  userViews,
}: ServicePorts): Pick<UserHandlers, 'contacts.getTopPeers' | 'contacts.toggleTopPeers'> {
  const { read } = store
  return {
    async 'contacts.getTopPeers'({ userId }, request) {
      if (request.offset < 0) throw badRequest('OFFSET_INVALID')
      if ((await read.accountSettings.get(userId)).topPeersOff) return { _: 'contacts.topPeersDisabled' }
      // People are the one kind of peer so far; the other categories have nobody in them.
      const dialogs = request.correspondents
        ? await read.dialogs.page(userId, { offsetDate: 0, offsetId: 0, limit: 100 })
        : []
      const ranked = dialogs
        .filter(({ peer }) => peer > 0 && peer !== userId && peer !== serviceUserId)
        .toSorted((a, b) => b.messageCount - a.messageCount)
      const limit = Math.min(maxPeers, request.limit || maxPeers)
      const page = ranked.slice(request.offset, request.offset + limit)
      const ids = page.map(({ peer }) => peer)
      if (request.hash !== 0n && request.hash === listHash(ids)) return { _: 'contacts.topPeersNotModified' }
      const peers = page.map(({ peer, messageCount }) => ({
        _: 'topPeer' as const,
        peer: toPeer(peer),
        rating: messageCount,
      }))
      return {
        _: 'contacts.topPeers',
        categories:
          peers.length === 0
            ? []
            : [
                {
                  _: 'topPeerCategoryPeers',
                  category: { _: 'topPeerCategoryCorrespondents' },
                  count: ranked.length,
                  peers,
                },
              ],
        chats: [],
        users: await userViews.of(read, userId, ids),
      }
    },

    async 'contacts.toggleTopPeers'({ userId }, request) {
      await store.transaction(async (tx) =>
        tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), topPeersOff: !request.enabled }),
      )
      return true
    },
  }
}
