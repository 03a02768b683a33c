import { type api, encode } from '@chappe/tl-codec/api'
import { drawnEmoji } from '../../built-in/reactions.ts'
import { tell } from '../../changes/announce.ts'
import { reactionsOfPosts, reactorsOfPost } from '../../chats/channels/reaction-lists.ts'
import { parseReactions } from '../../chats/content/parse-reactions.ts'
import { getMessage, nameOf } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { reactionsHash } from '../../rules/reaction-hash.ts'
import { defaultReactions } from '../../rules/reactions.ts'
import { readAllStored } from '../../tl/stored.ts'
import { showMessages } from '../../views/message-view.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { viewReaction } from '../../views/reaction-view.ts'

const maxPage = 100
const maxIds = 100

export function createReactionLists(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const list = (stored: readonly Uint8Array[], asked: bigint): api.messages.Reactions => {
    const reactions = readAllStored('Reaction', stored)
    const hash = reactionsHash(reactions)
    if (asked !== 0n && hash === asked) return { _: 'messages.reactionsNotModified' }
    return { _: 'messages.reactions', hash, reactions }
  }

  return {
    async 'messages.getMessagesReactions'({ userId }, request) {
      if (request.id.length > maxIds) throw badRequest('LIMIT_INVALID')
      const { kind, peer } = await inputPeers.chat(userId, request.peer)
      if (kind === 'channel') return reactionsOfPosts(ports, userId, peer, request.id)
      const stored = (await store.read.messages.many(userId, request.id)).filter((row) => row.peer === peer)
      const messages = await showMessages(store.read, userId, stored)
      const updates = messages.flatMap((message): api.Update[] => {
        if (message._ !== 'message') return []
        const { id: msgId, reactions = { _: 'messageReactions', canSeeList: true, results: [] } } = message
        return [{ _: 'updateMessageReactions', peer: toPeer(peer), msgId, reactions }]
      })
      const others = [userId, peer]
      return envelope(store.read, userViews, userId, updates, { date: unixSeconds(clock), others })
    },

    async 'messages.getMessageReactionsList'({ userId }, request) {
      const { kind, peer } = await inputPeers.chat(userId, request.peer)
      const only = request.reaction === undefined ? undefined : parseReactions([request.reaction], 1)[0]
      const limit = Math.max(1, Math.min(request.limit || maxPage, maxPage))
      const offset = parseOffset(request.offset)
      if (kind === 'channel') {
        return reactorsOfPost(ports, userId, peer, { id: request.id, reaction: only, offset, limit })
      }
      const { stored } = await getMessage(store.read, userId, peer, request.id)
      const all = (await store.read.reactions.of([nameOf(stored)]))
        .filter((reaction) => only === undefined || Buffer.compare(reaction.reaction, only) === 0)
        .reverse()
      const page = all.slice(offset, offset + limit)
      const end = offset + page.length
      return {
        _: 'messages.messageReactionsList',
        count: all.length,
        reactions: page.flatMap((reaction) => viewReaction(userId, stored.from, reaction) ?? []),
        ...(await viewPeers(store.read, userViews, userId, [userId, ...page.map((reaction) => reaction.userId)])),
        nextOffset: end < all.length ? String(end) : undefined,
      }
    },

    async 'messages.getTopReactions'({ userId }, { limit: asked, hash }) {
      const limit = Math.max(0, Math.min(asked, maxPage))
      const used = await store.read.reactions.top(userId, limit)
      // Those first that clients can draw.
      const rest = [...new Set([...drawnEmoji, ...defaultReactions])].map((emoticon) =>
        encode({ _: 'reactionEmoji', emoticon }),
      )
      const known = new Set(used.map((reaction) => Buffer.from(reaction).toString('latin1')))
      const others = rest.filter((reaction) => !known.has(Buffer.from(reaction).toString('latin1')))
      return list([...used, ...others].slice(0, limit), hash)
    },

    async 'messages.getRecentReactions'({ userId }, { limit, hash }) {
      return list(await store.read.reactions.recent(userId, Math.max(0, Math.min(limit, maxPage))), hash)
    },

    async 'messages.clearRecentReactions'({ userId, caller }) {
      await store.transaction(async (tx) => {
        await tx.reactions.forgetRecent(userId)
        tell(tx, ports, userId, { _: 'updateRecentReactions' }, caller.session)
      })
      return true
    },

    async 'messages.setDefaultReaction'({ userId, caller }, { reaction }) {
      const [given] = parseReactions([reaction], 1)
      if (given === undefined) throw badRequest('REACTION_INVALID')
      await store.transaction(async (tx) => {
        await tx.reactions.setFavourite(userId, given)
        tell(tx, ports, userId, { _: 'updateConfig' }, caller.session)
      })
      return true
    },
  }
}

function parseOffset(offset: string | undefined): number {
  if (offset === undefined || offset === '') return 0
  if (!/^[0-9]{1,9}$/.test(offset)) throw badRequest('OFFSET_INVALID')
  return Number(offset)
}
