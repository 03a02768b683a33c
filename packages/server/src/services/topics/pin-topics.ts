import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { tellHere } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxPinnedTopics } from '../../rules/topics.ts'
import { viewShortTopic } from '../../views/topic-view.ts'
import { forumOf, mustBeForum, topicIn } from './forum-of.ts'

const rate = { burst: 100, secondsEach: 1 }

/** Topics that stand above all others, for all who are in the forum. Whoever is not connected sees it in the list. */
export function createPinTopics(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  return {
    'messages.updatePinnedForumTopic': userMethod(
      { acts: ['manage topics'], rate },
      async ({ userId, caller: { session } }, { peer: input, topicId, pinned }) => {
        const channel = await forumOf(ports, userId, input)
        const date = unixSeconds(clock)
        const update: api.updatePinnedForumTopic = {
          ...{ _: 'updatePinnedForumTopic', pinned: pinned || undefined, peer: toPeer(channel), topicId },
        }
        await store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'manage topics', date)
          const topic = await topicIn(tx, record, topicId)
          if (topic.pinned > 0 === pinned) throw badRequest('PINNED_TOPIC_NOT_MODIFIED')
          const others = (await tx.topics.pinned(channel)).map(({ id }) => id).filter((id) => id !== topicId)
          if (pinned && others.length >= maxPinnedTopics) throw badRequest('PINNED_TOO_MUCH')
          await tx.topics.setPinned(channel, pinned ? [topicId, ...others] : others)
          const shown = viewShortTopic(undefined, topic)
          const logged = {
            _: 'channelAdminLogEventActionPinTopic',
            ...(pinned ? { newTopic: shown } : { prevTopic: shown }),
          } as const
          await noteAdminEvent(tx, channel, userId, logged, date)
          tellHere(tx, ports, channel, update, { date, except: session })
        })
        return envelope(store.read, userViews, userId, [update], { date })
      },
    ),

    'messages.reorderPinnedForumTopics': userMethod(
      { acts: ['manage topics'], rate },
      async ({ userId, caller: { session } }, { peer: input, order, force }) => {
        const channel = await forumOf(ports, userId, input)
        const date = unixSeconds(clock)
        const asked = [...new Set(order)]
        if (asked.length > maxPinnedTopics) throw badRequest('PINNED_TOO_MUCH')
        const update = await store.transaction(async (tx): Promise<api.updatePinnedForumTopics> => {
          const { record } = await allowInChannel(tx, userId, channel, 'manage topics', date)
          mustBeForum(record)
          const pinned = (await tx.topics.pinned(channel)).map(({ id }) => id)
          const there = new Set((await tx.topics.many(channel, asked)).map(({ id }) => id))
          const named = asked.filter((id) => (force ? there.has(id) : pinned.includes(id)))
          const after = force ? named : [...named, ...pinned.filter((id) => !named.includes(id))]
          await tx.topics.setPinned(channel, after)
          const told: api.updatePinnedForumTopics = {
            _: 'updatePinnedForumTopics',
            peer: toPeer(channel),
            order: after,
          }
          tellHere(tx, ports, channel, told, { date, except: session })
          return told
        })
        return envelope(store.read, userViews, userId, [update], { date })
      },
    ),
  }
}
