import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import { shownCounts } from '../../views/fill-posts.ts'
import { dayChart, daysBetween, notCounted, sumByDay } from './chart.ts'
import { type DatedTally, emotionChart } from './emotions.ts'
import { compared, newcomers, type Said, saidLately } from './period.ts'

/** So many of the newest posts are listed one by one. */
const maxListed = 100

/** A post, and what came of it. */
interface Counted {
  readonly id: number
  readonly date: number
  readonly views: number
  readonly forwards: number
  readonly reactions: number
}

/**
 * How a broadcast channel does, for its admins ("Channel statistics"). What was posted in seven days is compared with what was in
 * the seven before; views, shares and reactions are those of the posts of a day, since when each came is not kept.
 */
export function createBroadcastStats({ store, clock, inputPeers }: ServicePorts): Methods {
  const { read } = store

  const talliesOf = async (channel: ChannelId, posts: readonly Said[]): Promise<DatedTally[]> => {
    const dates = new Map(posts.map(({ id, date }) => [id, date]))
    const tallies = await read.postReactions.counts(posts.map(({ id }) => ({ channel, id })))
    return tallies.map((tally) => ({ ...tally, date: dates.get(tally.id) ?? 0 }))
  }

  const countedOf = async (
    channel: ChannelId,
    posts: readonly Said[],
    tallies: readonly DatedTally[],
  ): Promise<Counted[]> => {
    const counts = await read.channels.counts(posts.map(({ id }) => ({ channel, id })))
    const byId = new Map(counts.map((count) => [count.id, count]))
    const reactions = new Map<number, number>()
    for (const { id, count } of tallies) reactions.set(id, (reactions.get(id) ?? 0) + count)
    return posts.map(({ id, date }) => {
      const { views, forwards } = shownCounts(byId.get(id))
      return { id, date, views, forwards, reactions: reactions.get(id) ?? 0 }
    })
  }

  return {
    'stats.getBroadcastStats': userMethod(
      { rate: { burst: 30, secondsEach: 2 } },
      async ({ userId }, request): Promise<api.stats.broadcastStats> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const now = unixSeconds(clock)
        const { record, standing, above } = await readable(read, userId, channel, now)
        allow(standing, 'see log')
        if (record.kind !== 'broadcast') throw badRequest('BROADCAST_REQUIRED')
        const { minDate, maxDate, said, before } = await saidLately(read, channel, { now, above })
        const tallies = await talliesOf(channel, said)
        const posts = await countedOf(channel, said, tallies)
        const earlier = before && (await countedOf(channel, before, await talliesOf(channel, before)))
        const perPost = (of: (post: Counted) => number): api.statsAbsValueAndPrev =>
          compared(mean(posts.map(of)), earlier && mean(earlier.map(of)))
        const joined = await newcomers(read, channel, minDate)
        const days = daysBetween(minDate, maxDate)
        const none = compared(0, 0)
        return {
          _: 'stats.broadcastStats',
          period: { _: 'statsDateRangeDays', minDate, maxDate },
          followers: compared(record.members, joined && record.members - joined.length),
          viewsPerPost: perPost(({ views }) => views),
          sharesPerPost: perPost(({ forwards }) => forwards),
          reactionsPerPost: perPost(({ reactions }) => reactions),
          // There are no stories here.
          ...{ viewsPerStory: none, sharesPerStory: none, reactionsPerStory: none },
          // Out of nobody: who has turned a channel off is known of each person alone.
          enabledNotifications: { _: 'statsPercentValue', part: 0, total: 0 },
          growthGraph: notCounted,
          followersGraph:
            joined === undefined
              ? notCounted
              : dayChart(days, 'line', [{ name: 'Joined and stayed', values: sumByDay(days, joined, () => 1) }]),
          muteGraph: notCounted,
          topHoursGraph: notCounted,
          interactionsGraph: dayChart(days, 'line', [
            { name: 'Views of that day’s posts', values: sumByDay(days, posts, ({ views }) => views) },
            { name: 'Shares of that day’s posts', values: sumByDay(days, posts, ({ forwards }) => forwards) },
          ]),
          ivInteractionsGraph: notCounted,
          viewsBySourceGraph: notCounted,
          newFollowersBySourceGraph: notCounted,
          languagesGraph: notCounted,
          reactionsByEmotionGraph: emotionChart(days, tallies),
          storyInteractionsGraph: notCounted,
          storyReactionsByEmotionGraph: notCounted,
          recentPostsInteractions: posts.slice(0, maxListed).map(({ id, views, forwards, reactions }) => ({
            ...{ _: 'postInteractionCountersMessage', msgId: id, views, forwards, reactions },
          })),
        }
      },
    ),
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
