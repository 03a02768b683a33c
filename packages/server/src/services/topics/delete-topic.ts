import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { removePosts } from '../../chats/channels/remove-posts.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { generalTopic } from '../../chats/content/thread.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { viewShortTopic } from '../../views/topic-view.ts'
import { forumOf, topicIn } from './forum-of.ts'

/** So many messages go at once; clients ask again until nothing is left. */
const perCall = 100

export function createDeleteTopic(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.deleteTopicHistory': userMethod(
      { acts: ['delete of others'], rate: { burst: 500, secondsEach: 0.2 } },
      async ({ userId, caller: { session } }, { peer: input, topMsgId }) => {
        const channel = await forumOf(ports, userId, input)
        const date = unixSeconds(clock)
        return store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'delete of others', date)
          const topic = await topicIn(tx, record, topMsgId)
          if (topMsgId === generalTopic) throw badRequest('TOPIC_ID_INVALID')
          const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: perCall + 1, maxId: 0, minId: 0 }
          const stored = await tx.messages.history({ box: channel, peer: channel, thread: topMsgId, ...page })
          const removed = await removePosts(tx, ports, channel, stored.slice(0, perCall), { date, except: session })
          const isLeft = stored.length > perCall
          if (!isLeft) {
            await tx.topics.remove(channel, topMsgId)
            await tx.threads.remove(channel, topMsgId)
            const pinned = (await tx.topics.pinned(channel)).map(({ id }) => id)
            await tx.topics.setPinned(channel, pinned)
            const logged = {
              _: 'channelAdminLogEventActionDeleteTopic',
              topic: viewShortTopic(undefined, topic),
            } as const
            await noteAdminEvent(tx, channel, userId, logged, date)
          }
          return { _: 'messages.affectedHistory', ...removed, offset: isLeft ? 1 : 0 } as const
        })
      },
    ),
  }
}
