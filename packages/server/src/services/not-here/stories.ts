import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { plainEnvelope } from '../../delivery/envelope.ts'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noPeers, viewPeers } from '../../views/named-peers.ts'
import { emptyHash } from './empty-hash.ts'

const maxPeers = 100
/** By which a client says which stories it knows: clients take an empty one for none. */
const noStoriesState = 'none'

/** There are no stories yet. */
export function createStoriesNotHere({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const noStories = async (
    { userId }: { readonly userId: UserId },
    request: { readonly peer: api.InputPeer },
  ): Promise<api.stories.stories> => {
    await inputPeers.peer(userId, request.peer)
    return { _: 'stories.stories', count: 0, stories: [], ...noPeers() }
  }
  return {
    async 'stories.getAlbums'({ userId }, { peer }) {
      await inputPeers.peer(userId, peer)
      return { _: 'stories.albums', hash: emptyHash, albums: [] }
    },
    async 'stories.getAllReadPeerStories'() {
      return plainEnvelope([], unixSeconds(clock))
    },
    async 'stories.getAllStories'(_context, request) {
      const stealthMode = { _: 'storiesStealthMode' } as const
      const state = noStoriesState
      if (request.state === state) return { _: 'stories.allStoriesNotModified', state, stealthMode }
      return { _: 'stories.allStories', count: 0, state, peerStories: [], ...noPeers(), stealthMode }
    },
    async 'stories.getChatsToSend'() {
      return { _: 'messages.chats', chats: noPeers().chats }
    },
    async 'stories.getPeerMaxIDs'({ userId }, request) {
      if (request.id.length > maxPeers) throw badRequest('LIMIT_INVALID')
      await Promise.all(request.id.map((peer) => inputPeers.peer(userId, peer)))
      return request.id.map(() => ({ _: 'recentStory' }) as const)
    },
    async 'stories.getPeerStories'({ userId }, request) {
      const peer = await inputPeers.peer(userId, request.peer)
      const stories: api.peerStories = { _: 'peerStories', peer: toPeer(peer), stories: [] }
      return {
        _: 'stories.peerStories',
        stories,
        ...(await viewPeers(store.read, userViews, userId, [peer])),
      }
    },
    'stories.getPinnedStories': noStories,
    'stories.getStoriesArchive': noStories,
    'stories.getStoriesByID': noStories,
  }
}
