import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ServicePorts } from '../ports.ts'

const shortHash = 1
const maxPeers = 100
/** By which a client says which stories it knows: clients take an empty one for none. */
const storiesState = 'none'

type EmptyExtras = Pick<
  UserHandlers,
  | 'messages.getAttachMenuBots'
  | 'messages.getQuickReplies'
  | 'messages.getSponsoredMessages'
  | 'contacts.getSponsoredPeers'
  | 'bots.getPopularAppBots'
  | 'channels.getAdminedPublicChannels'
  | 'channels.getChannelRecommendations'
  | 'channels.getGroupsForDiscussion'
  | 'channels.getInactiveChannels'
  | 'channels.getLeftChannels'
  | 'stories.getAllStories'
  | 'stories.getAllReadPeerStories'
  | 'stories.getPeerMaxIDs'
  | 'stories.getChatsToSend'
  | 'payments.getStarGifts'
  | 'payments.getStarGiftActiveAuctions'
  | 'payments.getStarsStatus'
  | 'payments.getStarsTopupOptions'
  | 'payments.getPremiumGiftCodeOptions'
  | 'premium.getMyBoosts'
>

/** What comes with channels, bots, stories and payments, none of which exist here: clients ask for it when they start. */
export function createEmptyExtras({ clock, inputPeers }: ServicePorts): EmptyExtras {
  const noChats = async (): Promise<api.messages.chats> => ({ _: 'messages.chats', chats: [] })
  return {
    async 'messages.getAttachMenuBots'() {
      return { _: 'attachMenuBots', hash: 0n, bots: [], users: [] }
    },
    async 'messages.getQuickReplies'() {
      return { _: 'messages.quickReplies', quickReplies: [], messages: [], chats: [], users: [] }
    },
    async 'messages.getSponsoredMessages'({ userId }, request) {
      await inputPeers.peer(userId, request.peer)
      return { _: 'messages.sponsoredMessagesEmpty' }
    },
    async 'contacts.getSponsoredPeers'(_context, request) {
      if (request.q === '') throw badRequest('SEARCH_QUERY_EMPTY')
      return { _: 'contacts.sponsoredPeersEmpty' }
    },
    async 'bots.getPopularAppBots'() {
      return { _: 'bots.popularAppBots', users: [] }
    },
    'channels.getAdminedPublicChannels': noChats,
    'channels.getChannelRecommendations': noChats,
    'channels.getGroupsForDiscussion': noChats,
    async 'channels.getInactiveChannels'() {
      return { _: 'messages.inactiveChats', dates: [], chats: [], users: [] }
    },
    'channels.getLeftChannels': noChats,
    async 'stories.getAllStories'(_context, request) {
      const stealthMode = { _: 'storiesStealthMode' } as const
      const state = storiesState
      if (request.state === state) return { _: 'stories.allStoriesNotModified', state, stealthMode }
      return { _: 'stories.allStories', count: 0, state, peerStories: [], chats: [], users: [], stealthMode }
    },
    async 'stories.getAllReadPeerStories'() {
      return { _: 'updates', updates: [], users: [], chats: [], date: unixSeconds(clock), seq: 0 }
    },
    async 'stories.getPeerMaxIDs'({ userId }, request) {
      if (request.id.length > maxPeers) throw badRequest('LIMIT_INVALID')
      await Promise.all(request.id.map((peer) => inputPeers.peer(userId, peer)))
      return request.id.map(() => ({ _: 'recentStory' }) as const)
    },
    'stories.getChatsToSend': noChats,
    async 'payments.getStarGifts'(_context, request) {
      if (request.hash === shortHash) return { _: 'payments.starGiftsNotModified' }
      return { _: 'payments.starGifts', hash: shortHash, gifts: [], chats: [], users: [] }
    },
    async 'payments.getStarGiftActiveAuctions'() {
      return { _: 'payments.starGiftActiveAuctions', auctions: [], users: [], chats: [] }
    },
    async 'payments.getStarsStatus'({ userId }, request) {
      await inputPeers.peer(userId, request.peer)
      const balance = { _: 'starsAmount', amount: 0n, nanos: 0 } as const
      return { _: 'payments.starsStatus', balance, chats: [], users: [] }
    },
    async 'payments.getStarsTopupOptions'() {
      return []
    },
    async 'payments.getPremiumGiftCodeOptions'() {
      return []
    },
    async 'premium.getMyBoosts'() {
      return { _: 'premium.myBoosts', myBoosts: [], chats: [], users: [] }
    },
  }
}
