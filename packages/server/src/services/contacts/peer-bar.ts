import { peerBar, recordPeerBar } from '../../chats/lists/peer-bar.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type UserHandlers, withActs } from '../../rpc/handlers.ts'
import { viewPeers } from '../../views/named-peers.ts'

/** What each of these does in a chat. */
const acts = {
  'messages.hidePeerSettingsBar': ['arrange'],
} as const

/** The bar, as it is asked for and dismissed. */
export function createPeerBar(
  ports: ServicePorts,
): Pick<UserHandlers, 'messages.getPeerSettings' | 'messages.hidePeerSettingsBar'> {
  const { store, clock, inputPeers, userViews } = ports
  return withActs(acts, {
    async 'messages.getPeerSettings'({ userId }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      return {
        _: 'messages.peerSettings',
        settings: await peerBar(store.read, userId, peer),
        ...(await viewPeers(store.read, userViews, userId, [peer])),
      }
    },

    async 'messages.hidePeerSettingsBar'({ userId, caller }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      await store.transaction(async (tx) => {
        await tx.peerBars.hide(userId, peer)
        await recordPeerBar(tx, ports, { userId, peer, date: unixSeconds(clock), except: caller.session })
      })
      return true
    },
  })
}
