import type { api } from '@chappe/tl-codec/api'
import { viewPosts } from '../../chats/channels/read-posts.ts'
import { threadBelow, threadReadMark } from '../../chats/channels/thread-below.ts'
import { threadHistory } from '../../chats/channels/thread-history.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import type { Reads } from '../../store/store.ts'
import { toMessage } from '../../views/message-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { type StoredPost, showPosts } from '../../views/post-view.ts'

const maxPage = 100
/** An album has no more items ("Grouped media"). */
const maxAlbum = 10

/** What is said in a thread, and what it is about. */
export function createGetReplies({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store
  const channelOf = async (userId: UserId, input: api.InputPeer): Promise<ChannelId> => {
    const chat = await inputPeers.chat(userId, input)
    if (chat.kind !== 'channel') throw badRequest('PEER_ID_INVALID')
    return chat.peer
  }
  return {
    'messages.getReplies': userMethod({ rate: { burst: 300, secondsEach: 0.1 } }, async ({ userId }, request) => {
      const channel = await channelOf(userId, request.peer)
      const { msgId, offsetId, offsetDate, addOffset, maxId, minId } = request
      const { group, root } = await threadBelow(read, userId, { channel, msgId }, unixSeconds(clock))
      const box = group.record.id
      const limit = Math.max(0, Math.min(request.limit || maxPage, maxPage))
      const page = { offsetId, offsetDate, addOffset, limit, maxId, minId: Math.max(minId, group.above) }
      const stored = pageWithin(await threadHistory(read, box, { root, forum: group.record.forum }, page), request)
      const thread = await read.threads.get(box, root)
      return viewPosts(read, userViews, userId, box, stored, { count: thread?.replies ?? 0 })
    }),

    'messages.getDiscussionMessage': userMethod(
      { rate: { burst: 300, secondsEach: 0.1 } },
      async ({ userId }, request): Promise<api.messages.discussionMessage> => {
        const channel = await channelOf(userId, request.peer)
        const found = await threadBelow(read, userId, { channel, msgId: request.msgId }, unixSeconds(clock))
        const { group, root } = found
        const box = group.record.id
        const began = await albumFrom(read, box, root)
        if (began.length === 0) throw badRequest('MSG_ID_INVALID')
        const thread = await read.threads.get(box, root)
        const mark = await threadReadMark(read, userId, found)
        const unreadCount = await read.threads.countUnread(userId, { channel: box, thread: root, above: mark })
        const seen = thread?.readMaxBy === userId ? thread.readSecondId : thread?.readMaxId
        const messages = await showPosts(read, userId, began)
        const named = await viewNamed(read, userViews, userId, messages, [userId, channel, box])
        return {
          _: 'messages.discussionMessage',
          messages,
          maxId: thread?.lastId || undefined,
          readInboxMaxId: mark || undefined,
          readOutboxMaxId: seen || undefined,
          unreadCount,
          ...named,
        }
      },
    ),
  }
}

/** The messages with which a thread began, the newest first: several if that was an album. */
async function albumFrom(read: Pick<Reads, 'messages'>, box: ChannelId, root: number): Promise<StoredPost[]> {
  const ids = Array.from({ length: maxAlbum }, (_, at) => root + at)
  const stored = (await read.messages.many(box, ids)).sort((a, b) => b.id - a.id)
  const first = stored.find(({ id }) => id === root)
  const album = first && albumOf(first)
  return stored.filter((row) => row.id === root || (album !== undefined && albumOf(row) === album))
}

function albumOf(row: StoredPost): bigint | undefined {
  const message = toMessage(row)
  return message._ === 'message' ? message.groupedId : undefined
}
