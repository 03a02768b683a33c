import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { foldText } from '../../rules/fold-text.ts'
import { wordsOfName } from '../../rules/names.ts'
import { isLonger } from '../../rules/text-length.ts'
import { maySee } from '../../views/channel-view.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { isNamed, ownChatsNamed } from './own-chats.ts'

const minLength = 3
const maxLength = 128
const maxResults = 50
const defaultResults = 20

/**
 * People and chats by a part of their name: one's own contacts, groups and channels, everyone and every public chat whose username
 * begins so, and public chats by words of their titles ("contacts.search").
 */
export function createSearch({ store, userViews, clock }: ServicePorts): Methods {
  /** Those public chats that do not keep somebody out, and all people. */
  const openTo = async (
    userId: UserId,
    peers: readonly PeerId[],
    broadcastsOnly: boolean,
  ): Promise<readonly PeerId[]> => {
    const channels = peers.filter(isChannel)
    if (channels.length === 0) return peers
    const [records, members] = await Promise.all([
      store.read.channels.many(channels),
      store.read.channelMembers.inMany(userId, channels),
    ])
    const now = unixSeconds(clock)
    const memberOf = new Map(members.map((member) => [member.channel, member]))
    const shown = new Set<PeerId>(
      records
        .filter((record) => maySee(record, memberOf.get(record.id), now))
        .filter(({ kind }) => !broadcastsOnly || kind === 'broadcast')
        .map(({ id }) => id),
    )
    return peers.filter((peer) => !isChannel(peer) || shown.has(peer))
  }

  return {
    'contacts.search': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async ({ userId }, request) => {
      const query = foldText(request.q.trim().replace(/^@/, ''))
      if (query === '') throw badRequest('SEARCH_QUERY_EMPTY')
      if (query.length < minLength) throw badRequest('QUERY_TOO_SHORT')
      if (isLonger(query, maxLength)) throw badRequest('QUERY_TOO_LONG')
      const limit = Math.min(maxResults, request.limit > 0 ? request.limit : defaultResults)
      const contacts = await store.read.contacts.list(userId)
      const records = new Map((await store.read.users.many(contacts.map((one) => one.userId))).map((u) => [u.id, u]))
      const words = query.split(/\s+/)
      const broadcastsOnly = request.broadcasts === true
      const named = /^[a-z0-9_]+$/.test(query) ? await store.read.usernames.startingWith(query, limit) : []
      const asked = request.bots === true ? await store.read.users.many(named.filter(isUser)) : []
      const bots = new Set([...records.values(), ...asked].filter(({ bot }) => bot !== undefined).map(({ id }) => id))
      const wanted = (peer: PeerId): boolean =>
        request.bots === true ? isUser(peer) && bots.has(peer) : !broadcastsOnly || isChannel(peer)
      const people = contacts
        .filter(({ userId: id, firstName, lastName }) =>
          isNamed(`${firstName} ${lastName} ${records.get(id)?.username ?? ''}`, words),
        )
        .map((contact) => contact.userId)
      const chats = await ownChatsNamed(store.read, userId, words, { broadcastsOnly })
      const mine = [...people, ...chats].filter(wanted).slice(0, limit)
      const titled = await store.read.titleWords.titled(wordsOfName(query), limit)
      const known = new Set<PeerId>([userId, ...mine])
      const others = await openTo(
        userId,
        [...new Set([...named, ...titled])].filter((peer) => !known.has(peer) && wanted(peer)).slice(0, limit),
        broadcastsOnly,
      )
      const found = [...mine, ...others]
      return {
        _: 'contacts.found',
        myResults: mine.map(toPeer),
        results: others.map(toPeer),
        ...(await viewPeers(store.read, userViews, userId, found)),
      }
    }),
  }
}
