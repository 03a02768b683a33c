import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { shownCounts } from '../../views/fill-posts.ts'
import { noPeers } from '../../views/named-peers.ts'

const maxIds = 100

/** How often posts of broadcast channels were looked at: clients tell once of each post that was on the screen. */
export function createMessageViews({ store, clock, inputPeers }: ServicePorts): Methods {
  return {
    'messages.getMessagesViews': userMethod({ rate: { burst: 300, secondsEach: 0.2 } }, async ({ userId }, request) => {
      if (request.id.length > maxIds) throw badRequest('LIMIT_INVALID')
      const chat = await inputPeers.chat(userId, request.peer)
      const uncounted = request.id.map((): api.messageViews => ({ _: 'messageViews' }))
      if (chat.kind !== 'channel') return { _: 'messages.messageViews', views: uncounted, ...noPeers() }
      const channel = chat.peer
      const { record, above } = await readable(store.read, userId, channel, unixSeconds(clock))
      if (record.kind !== 'broadcast') return { _: 'messages.messageViews', views: uncounted, ...noPeers() }
      const there = new Set((await store.read.messages.many(channel, request.id)).map(({ id }) => id))
      const seen = [...new Set(request.id)].filter((id) => there.has(id) && id > above)
      if (request.increment && seen.length > 0) await store.transaction((tx) => tx.channels.addViews(channel, seen))
      const counted = await store.read.channels.counts(seen.map((id) => ({ channel, id })))
      const counts = new Map(counted.map((post) => [post.id, post]))
      const views = request.id.map(
        (id): api.messageViews =>
          seen.includes(id) ? { _: 'messageViews', ...shownCounts(counts.get(id)) } : { _: 'messageViews' },
      )
      return { _: 'messages.messageViews', views, ...noPeers() }
    }),
  }
}
