import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxAnswerBytes, totalBytes } from '../../rules/answer-bounds.ts'
import type { Difference } from '../../store/domain/chats/boxes.ts'
import type { Reads } from '../../store/store.ts'
import { viewDialogs, visitorsDialog } from '../../views/dialog-view.ts'
import { heardOf, hearingIn } from '../../views/heard-by-bots.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { showPosts, toldTo, viewChannelEvents } from '../../views/post-view.ts'

const maxSlice = 100
/** Whoever has missed more fetches the channel anew. */
const maxMissed = 3000
/** For who is not in it and looks at it: when to ask again, in seconds. */
const timeout = 30

/** "Recovering gaps" of one channel: all that happened in its log after `pts`, in slices. */
export function createGetChannelDifference({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  return {
    'updates.getChannelDifference': userMethod(
      { rate: { burst: 1000, secondsEach: 0.05 } },
      async ({ userId }, request): Promise<api.updates.ChannelDifference> => {
        const channel = await inputPeers.channel(userId, request.channel)
        if (request.pts <= 0) throw badRequest('PERSISTENT_TIMESTAMP_EMPTY')
        const isAsked = parseFilter(request.filter)
        return store.snapshot(async (read) => {
          const { above, member } = await readable(read, userId, channel, unixSeconds(clock))
          const current = (await read.boxes.state(channel))?.pts ?? 0
          if (request.pts > current) throw badRequest('PERSISTENT_TIMESTAMP_INVALID')
          if (request.pts === current)
            return { _: 'updates.channelDifferenceEmpty', final: true, pts: current, timeout }
          const difference =
            current - request.pts > maxMissed ? undefined : await loadDifference(read, channel, request)
          const happenings = difference && (await viewChannelEvents(read, channel, difference.events, userId))
          if (difference === undefined || happenings === undefined) return tooLong(read, userId, channel, above)
          const stored = difference.messages.filter(({ id }) => id > above && isAsked(id, true))
          const hears = member?.isBot ? (await hearingIn(read, channel, [userId])).get(userId) : undefined
          const newMessages = await showPosts(read, userId, stored, hears)
          const heard = hears === undefined ? happenings : heardOf(channel, happenings, hears)
          const otherUpdates = heard
            .map((happening) => toldTo(userId, happening))
            .filter((update) => {
              if (update._ !== 'updateEditChannelMessage') return true
              return update.message.id > above && isAsked(update.message.id, false)
            })
          const named = await viewNamed(read, userViews, userId, [newMessages, otherUpdates], [userId, channel])
          const final = !difference.more || undefined
          return {
            _: 'updates.channelDifference',
            final,
            pts: difference.pts,
            timeout,
            newMessages,
            otherUpdates,
            ...named,
          }
        })
      },
    ),
  }

  async function tooLong(
    read: Reads,
    userId: UserId,
    channel: ChannelId,
    above: number,
  ): Promise<api.updates.channelDifferenceTooLong> {
    const record = (await read.dialogs.get(userId, channel)) ?? (await visitorsDialog(read, channel, above))
    const { dialogs, ...rest } = await viewDialogs(read, userViews, userId, [record])
    const [dialog] = dialogs
    if (dialog === undefined) throw new TypeError('each dialog that is asked for is shown')
    return { _: 'updates.channelDifferenceTooLong', final: true, timeout, dialog, ...rest }
  }
}

/**
 * Which messages a device wants to be told of: those in some ranges of numbers, of new ones and of what became of others, or of
 * the latter alone (`channelMessagesFilter`). What was deleted it is told in any case. Throws `RANGES_INVALID`.
 */
function parseFilter(filter: api.ChannelMessagesFilter): (id: number, isNew: boolean) => boolean {
  if (filter._ === 'channelMessagesFilterEmpty') return () => true
  const { ranges, excludeNewMessages } = filter
  if (ranges.some(({ minId, maxId }) => minId < 0 || maxId < minId)) throw badRequest('RANGES_INVALID')
  const isInRange = (id: number): boolean => ranges.some(({ minId, maxId }) => id >= minId && id <= maxId)
  return (id, isNew) => (isNew && excludeNewMessages === true ? false : isInRange(id))
}

/** As many changes as were asked for, or as fit into an answer. */
async function loadDifference(
  read: Reads,
  channel: ChannelId,
  request: Pick<RequestOf<'updates.getChannelDifference'>, 'pts' | 'limit'>,
): Promise<Difference<ChannelId> | undefined> {
  const limit = Math.max(1, Math.min(request.limit, maxSlice))
  const difference = await read.boxes.difference(channel, request.pts, limit)
  if (difference === undefined || limit === 1) return difference
  if (totalBytes(difference.messages) <= maxAnswerBytes) return difference
  return loadDifference(read, channel, { pts: request.pts, limit: Math.max(1, Math.floor(limit / 2)) })
}
