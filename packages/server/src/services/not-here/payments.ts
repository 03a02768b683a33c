import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { plainEnvelope } from '../../delivery/envelope.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers } from '../../views/named-peers.ts'

/** The hash of an empty list, where clients do not compute it but give it back: nothing has been added since. */
const shortHash = 1

interface OfPeer {
  readonly peer: api.InputPeer
}

/** There are no payments, subscriptions or gifts, so all lists of these are empty. */
export function createPaymentsNotHere({ clock, inputPeers }: ServicePorts): Methods {
  const none = async (): Promise<never[]> => []
  const noStars = async (userId: UserId, { peer }: OfPeer): Promise<api.payments.starsStatus> => {
    await inputPeers.peer(userId, peer)
    const balance = { _: 'starsAmount', amount: 0n, nanos: 0 } as const
    return { _: 'payments.starsStatus', balance, ...noPeers() }
  }
  return {
    /** The default of the public API: who pays for a reaction is named. */
    async 'messages.getPaidReactionPrivacy'() {
      const update: api.Update = { _: 'updatePaidReactionPrivacy', private: { _: 'paidReactionPrivacyDefault' } }
      return plainEnvelope([update], unixSeconds(clock))
    },
    async 'payments.getConnectedStarRefBots'({ userId }, { peer }) {
      await inputPeers.peer(userId, peer)
      return { _: 'payments.connectedStarRefBots', count: 0, connectedBots: [], users: [] }
    },
    'payments.getPremiumGiftCodeOptions': none,
    async 'payments.getSavedInfo'() {
      return { _: 'payments.savedInfo' }
    },
    async 'payments.getSavedStarGifts'({ userId }, { peer }) {
      await inputPeers.peer(userId, peer)
      return { _: 'payments.savedStarGifts', count: 0, gifts: [], ...noPeers() }
    },
    async 'payments.getStarGiftActiveAuctions'() {
      return { _: 'payments.starGiftActiveAuctions', auctions: [], ...noPeers() }
    },
    async 'payments.getStarGiftCollections'({ userId }, { peer }) {
      await inputPeers.peer(userId, peer)
      return { _: 'payments.starGiftCollections', collections: [] }
    },
    async 'payments.getStarGifts'(_context, { hash }) {
      if (hash === shortHash) return { _: 'payments.starGiftsNotModified' }
      return { _: 'payments.starGifts', hash: shortHash, gifts: [], ...noPeers() }
    },
    async 'payments.getStarsGiftOptions'({ userId }, request) {
      const named = request.userId
      if (named !== undefined && (await inputPeers.user(userId, named)) === undefined) {
        throw badRequest('USER_ID_INVALID')
      }
      return []
    },
    'payments.getStarsGiveawayOptions': none,
    'payments.getStarsStatus': ({ userId }, request) => noStars(userId, request),
    async 'payments.getStarsSubscriptions'({ userId }, request) {
      return { ...(await noStars(userId, request)), subscriptions: [] }
    },
    'payments.getStarsTopupOptions': none,
    async 'payments.getStarsTransactions'({ userId }, request) {
      return { ...(await noStars(userId, request)), history: [] }
    },
  }
}
