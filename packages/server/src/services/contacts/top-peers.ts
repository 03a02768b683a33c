import type { ServicePorts } from '../../core-ports.ts'
import { isUser, serviceUserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { viewPeers } from '../../views/named-peers.ts'

const maxPeers = 30

/** With whom one talks most: of the latest private chats, by how much was said in each since its rating was reset. */
export function createTopPeers({ store, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store
  return {
    'contacts.getTopPeers': userMethod({ takeout: { part: 'contacts' } }, async ({ userId }, request) => {
      if (request.offset < 0) throw badRequest('OFFSET_INVALID')
      if ((await read.accountSettings.get(userId)).topPeersOff) return { _: 'contacts.topPeersDisabled' }
      // People are the one kind of peer so far; the other categories have nobody in them.
      const dialogs = request.correspondents
        ? await read.dialogs.page(userId, { offsetDate: 0, offsetId: 0, limit: 100 })
        : []
      const resets = await read.topPeers.resets(
        userId,
        dialogs.map(({ peer }) => peer),
      )
      const notCounted = new Map(resets.map(({ peer, messages }) => [peer, messages]))
      const ranked = dialogs
        .flatMap(({ peer, messageCount }) =>
          isUser(peer) && peer !== userId && peer !== serviceUserId
            ? [{ peer, rating: messageCount - (notCounted.get(peer) ?? 0) }]
            : [],
        )
        .filter(({ rating }) => rating > 0)
        .toSorted((a, b) => b.rating - a.rating)
      const limit = Math.min(maxPeers, request.limit || maxPeers)
      const page = ranked.slice(request.offset, request.offset + limit)
      const ids = page.map(({ peer }) => peer)
      if (request.hash !== 0n && request.hash === listHash(ids)) return { _: 'contacts.topPeersNotModified' }
      const peers = page.map(({ peer, rating }) => ({ _: 'topPeer' as const, peer: toPeer(peer), rating }))
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
        ...(await viewPeers(read, userViews, userId, ids)),
      }
    }),

    async 'contacts.toggleTopPeers'({ userId }, request) {
      await store.transaction(async (tx) =>
        tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), topPeersOff: !request.enabled }),
      )
      return true
    },

    async 'contacts.resetTopPeerRating'({ userId }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      // People are rated in this category alone.
      if (request.category._ !== 'topPeerCategoryCorrespondents') return true
      await store.transaction(async (tx) => {
        const dialog = await tx.dialogs.get(userId, peer)
        if (dialog === undefined || dialog.topMessage === 0) return
        await tx.topPeers.reset(userId, { peer, maxId: dialog.topMessage, messages: dialog.messageCount })
      })
      return true
    },
  }
}
