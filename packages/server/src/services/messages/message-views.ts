import type { api } from '@chappe/tl-codec/api'
import { createSeenPosts } from '../../chats/channels/seen-posts.ts'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { shownCounts } from '../../views/fill-posts.ts'
import { noPeers, viewNamed } from '../../views/named-peers.ts'
import { postKey } from '../../views/post-reactions-view.ts'
import { repliesReadBy, viewReplies } from '../../views/replies-view.ts'

const maxIds = 100

/**
 * How often posts of broadcast channels were looked at, and what was answered to messages: clients tell once of each post that
 * was on the screen, and ask again from time to time.
 */
export function createMessageViews({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const seenPosts = createSeenPosts()
  return {
    'messages.getMessagesViews': userMethod({ rate: { burst: 300, secondsEach: 0.2 } }, async ({ userId }, request) => {
      if (request.id.length > maxIds) throw badRequest('LIMIT_INVALID')
      const chat = await inputPeers.chat(userId, request.peer)
      const uncounted = request.id.map((): api.messageViews => ({ _: 'messageViews' }))
      if (chat.kind !== 'channel') return { _: 'messages.messageViews', views: uncounted, ...noPeers() }
      const channel = chat.peer
      const { record, above } = await readable(store.read, userId, channel, unixSeconds(clock))
      const stored = (await store.read.messages.many(channel, request.id)).filter(({ id }) => id > above)
      const isBroadcast = record.kind === 'broadcast'
      const below = await viewReplies(
        store.read,
        stored.map(({ id, pts, thread }) => ({ channel, id, pts, thread, isPost: isBroadcast })),
      )
      const replies = await repliesReadBy(store.read, userId, below)
      const seen = isBroadcast ? stored.map(({ id }) => id) : []
      const news = request.increment ? seenPosts.firstSeen(userId, channel, seen, unixSeconds(clock)) : []
      if (news.length > 0) await store.transaction((tx) => tx.channels.addViews(channel, news))
      const counted = await store.read.channels.counts(seen.map((id) => ({ channel, id })))
      const counts = new Map(counted.map((post) => [post.id, post]))
      const views = request.id.map((id): api.messageViews => {
        const shown = seen.includes(id) ? shownCounts(counts.get(id)) : undefined
        return { _: 'messageViews', ...shown, replies: replies.get(postKey({ channel, id })) }
      })
      const named = await viewNamed(store.read, userViews, userId, views)
      return { _: 'messages.messageViews', views, ...named }
    }),
  }
}
