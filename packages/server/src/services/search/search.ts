import type { api } from '@chappe/tl-codec/api'
import { parseReactions } from '../../chats/content/parse-reactions.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type PeerId, type UserId } from '../../ids.ts'
import { joinMethods, type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { frontWithin, type PageOffsets, pageWithin, shownBytes } from '../../rules/answer-bounds.ts'
import { cutPage } from '../../rules/pages.ts'
import { maxTags } from '../../rules/reactions.ts'
import type { FoundMessage } from '../../store/domain/chats/message-search.ts'
import { viewMessages } from '../../views/message-view.ts'
import { daysOf, postCalendar } from './calendar.ts'
import { createSearchGlobal } from './search-global.ts'
import { maxFound, searchMessages } from './search-messages.ts'
import { findPosts, recentLocationsIn, searchPosts } from './search-posts.ts'

const maxPage = 100
const maxFilters = 20

/** Looking for messages, in one chat and in all ("Searching for messages"). */
export function createSearchService(ports: ServicePorts): Service {
  const { store, inputPeers, userViews } = ports

  /** `inputPeerEmpty` stands for all chats. */
  const peerOf = async (userId: UserId, input: api.InputPeer): Promise<PeerId | undefined> =>
    input._ === 'inputPeerEmpty' ? undefined : inputPeers.peer(userId, input)

  /** Only one's own chat is divided by the chats that its messages were saved from ("Saved message dialogs"). */
  const savedPeerOf = async (
    userId: UserId,
    peer: PeerId | undefined,
    input: api.InputPeer | undefined,
  ): Promise<PeerId | undefined> => {
    if (input === undefined) return undefined
    if (peer !== userId) throw badRequest('PEER_ID_INVALID')
    return inputPeers.savedPeer(userId, input)
  }

  const show = async (
    userId: UserId,
    ids: readonly number[],
    found: readonly FoundMessage[],
    page: PageOffsets,
    more: { readonly offsetIdOffset?: number | undefined } = {},
  ): Promise<api.messages.Messages> => {
    const asked = (await store.read.messages.many(userId, ids)).sort((a, b) => b.id - a.id)
    const stored = pageWithin(asked, page)
    const { messages, ...named } = await viewMessages(store.read, userViews, userId, stored, [userId])
    const rest = { messages, topics: [], ...named }
    const count = found.length
    if (messages.length === count) return { _: 'messages.messages', ...rest }
    const inexact = count === maxFound || undefined
    return { _: 'messages.messagesSlice', inexact, count, ...more, ...rest }
  }

  return {
    methods: joinMethods(createSearchGlobal(ports), {
      'messages.search': userMethod(
        { rate: { burst: 200, secondsEach: 0.1 }, takeout: { part: 'messages' } },
        async ({ userId }, request) => {
          const peer = await peerOf(userId, request.peer)
          if (peer !== undefined && isChannel(peer)) return searchPosts(ports, userId, peer, request)
          const savedFrom = await savedPeerOf(userId, peer, request.savedPeerId)
          const tags = tagsOf(userId, peer, request.savedReaction)
          const from = request.fromId === undefined ? undefined : await inputPeers.person(userId, request.fromId)
          const { q, filter, minDate, maxDate } = request
          const found = await searchMessages(ports, {
            userId,
            peer,
            savedFrom,
            tags,
            q,
            filter,
            from,
            minDate,
            maxDate,
          })
          const all = found.map(({ id }) => id)
          // With the limit 0 a client asks for the count alone.
          const ids = request.limit === 0 ? [] : cutPage(all, request)
          const [first] = ids
          const offsetIdOffset = first === undefined ? undefined : found.findIndex(({ id }) => id === first)
          return show(userId, ids, found, request, { offsetIdOffset })
        },
      ),

      async 'messages.getSearchCounters'({ userId }, request) {
        if (request.filters.length > maxFilters) throw badRequest('LIMIT_INVALID')
        const peer = await inputPeers.peer(userId, request.peer)
        const savedFrom = await savedPeerOf(userId, peer, request.savedPeerId)
        return Promise.all(
          request.filters.map(async (filter): Promise<api.messages.searchCounter> => {
            const found = isChannel(peer)
              ? await findPosts(ports, peer, { userId, q: '', filter, thread: request.topMsgId })
              : await searchMessages(ports, { userId, peer, savedFrom, q: '', filter })
            const count = found.length
            return { _: 'messages.searchCounter', inexact: count === maxFound || undefined, filter, count }
          }),
        )
      },

      async 'messages.getSearchResultsCalendar'({ userId }, request) {
        const peer = await inputPeers.peer(userId, request.peer)
        const savedFrom = await savedPeerOf(userId, peer, request.savedPeerId)
        if (isChannel(peer)) return postCalendar(ports, userId, peer, request)
        const all = await searchMessages(ports, { userId, peer, savedFrom, q: '', filter: request.filter })
        const { found, days: asked } = daysOf(all, request)
        const stored = await store.read.messages.many(
          userId,
          asked.map((period) => period.maxMsgId),
        )
        const shown = frontWithin(
          stored.sort((a, b) => b.id - a.id),
          ({ data }) => shownBytes(data),
        )
        // A period is shown by one message; where that does not fit into the answer, the period is left out with it.
        const ids = new Set(shown.map(({ id }) => id))
        const periods = shown.length === stored.length ? asked : asked.filter(({ maxMsgId }) => ids.has(maxMsgId))
        const oldest = all.at(-1)
        const { messages, ...named } = await viewMessages(store.read, userViews, userId, shown, [userId])
        return {
          _: 'messages.searchResultsCalendar',
          inexact: all.length === maxFound || undefined,
          count: all.length,
          minDate: oldest?.date ?? 0,
          minMsgId: oldest?.id ?? 0,
          offsetIdOffset: all.length - found,
          periods,
          messages: messages.sort((a, b) => b.id - a.id),
          ...named,
        }
      },

      async 'messages.getSearchResultsPositions'({ userId }, request) {
        const peer = await inputPeers.peer(userId, request.peer)
        const savedFrom = await savedPeerOf(userId, peer, request.savedPeerId)
        const { filter } = request
        const found = isChannel(peer)
          ? await findPosts(ports, peer, { userId, q: '', filter })
          : await searchMessages(ports, { userId, peer, savedFrom, q: '', filter })
        const limit = Math.max(0, Math.min(request.limit || maxPage, maxPage))
        const positions = found.flatMap(({ id, date }, offset): api.searchResultPosition[] =>
          request.offsetId === 0 || id < request.offsetId
            ? [{ _: 'searchResultPosition', msgId: id, date, offset }]
            : [],
        )
        return { _: 'messages.searchResultsPositions', count: found.length, positions: positions.slice(0, limit) }
      },

      async 'messages.getRecentLocations'({ userId }, request) {
        const peer = await inputPeers.peer(userId, request.peer)
        const limit = Math.max(0, Math.min(request.limit || maxPage, maxPage))
        if (isChannel(peer)) return recentLocationsIn(ports, userId, peer, limit)
        const ids = await store.read.messageMarks.ids(userId, peer, 'liveLocation', limit)
        const hits = ids.map((id) => ({ id, peer, date: 0 }))
        return show(userId, ids, hits, { offsetId: 0, addOffset: 0 })
      },
    }),
  }
}

/** Only saved messages have tags. */
function tagsOf(
  userId: UserId,
  peer: PeerId | undefined,
  reactions: readonly api.Reaction[] | undefined,
): Uint8Array[] | undefined {
  if (reactions === undefined) return undefined
  if (peer !== userId) throw badRequest('PEER_ID_INVALID')
  return parseReactions(reactions, maxTags)
}
