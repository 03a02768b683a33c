import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { foldText } from '../../rules/fold-text.ts'
import { isLonger } from '../../rules/text-length.ts'
import { viewPeers } from '../../views/named-peers.ts'

const minLength = 3
const maxLength = 128
const maxResults = 50
const defaultResults = 20

/** People by a part of their name: one's own contacts, and everyone whose username begins so. */
export function createSearch({ store, userViews }: ServicePorts): Methods {
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
      const mine = contacts
        .filter((contact) => {
          const username = records.get(contact.userId)?.username ?? ''
          const names = foldText(`${contact.firstName} ${contact.lastName} ${username}`).split(/\s+/)
          return words.every((word) => names.some((name) => name.startsWith(word)))
        })
        .map((contact) => contact.userId)
        .slice(0, limit)
      const named = /^[a-z0-9_]+$/.test(query) ? await store.read.usernames.startingWith(query, limit) : []
      const known = new Set<PeerId>([userId, ...mine])
      const others = named.filter((peer) => !known.has(peer))
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
