import { standingIn } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers } from '../../views/named-peers.ts'

/** Nobody boosts anything, since boosts are bought. */
export function createBoostsNotHere({ store, clock, inputPeers }: ServicePorts): Methods {
  return {
    async 'premium.getMyBoosts'() {
      return { _: 'premium.myBoosts', myBoosts: [], ...noPeers() }
    },
    /** For admins alone, as the page of the method says. */
    async 'premium.getUserBoosts'({ userId }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      if (!isChannel(peer)) throw badRequest('PEER_ID_INVALID')
      if ((await inputPeers.user(userId, request.userId)) === undefined) throw badRequest('USER_ID_INVALID')
      const { standing } = await standingIn(store.read, userId, peer, unixSeconds(clock))
      if (standing.role !== 'creator' && standing.role !== 'admin') throw badRequest('CHAT_ADMIN_REQUIRED')
      return { _: 'premium.boostsList', count: 0, boosts: [], users: [] }
    },
  }
}
