import { recordPeerBar } from '../../chats/lists/peer-bar.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { viewPeerBar } from '../../views/peer-bar-view.ts'

/** The bar above a chat that offers to add, block or report somebody: what it shows, and hiding it. */
export function createPeerBar(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    async 'messages.getPeerSettings'({ userId }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      return {
        _: 'messages.peerSettings',
        settings: await viewPeerBar(store.read, userId, peer),
        ...(await viewPeers(store.read, userViews, userId, [peer])),
      }
    },

    'messages.hidePeerSettingsBar': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      const peer = await inputPeers.peer(userId, request.peer)
      await store.transaction(async (tx) => {
        await tx.peerBars.hide(userId, peer)
        await recordPeerBar(tx, ports, { userId, peer, date: unixSeconds(clock), except: caller.session })
      })
      return true
    }),
  }
}
