import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import { pollMessage } from '../../chats/content/polls/poll-updates.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { PostReaction } from '../../store/domain/channels/post-reactions.ts'
import type { PollVote } from '../../store/domain/chats/polls.ts'
import { dayChart, daysBetween, noChart, notCounted, sumByDay } from './chart.ts'
import { emotionChart } from './emotions.ts'

const page = 100
/** Of more reactions or votes than this no chart is made. */
const maxDated = 1000
/** A chart goes back so far. */
const maxSeconds = 60 * 86_400

const tooMany = noChart('There are too many to be shown by day.')

/** What came of one message of a channel or supergroup, for its admins ("Channel statistics"). */
export function createMessageStats({ store, clock, inputPeers }: ServicePorts): Methods {
  const { read } = store
  const rate = { burst: 60, secondsEach: 1 }

  const reactionsTo = (channel: ChannelId, id: number): Promise<PostReaction[] | undefined> =>
    upTo((offset) => read.postReactions.page({ channel, id, offset, limit: page }))

  const votesIn = (poll: bigint): Promise<PollVote[] | undefined> =>
    upTo((offset) => read.polls.votes(poll, { offset, limit: page }))

  return {
    'stats.getMessageStats': userMethod({ rate }, async ({ userId }, request): Promise<api.stats.messageStats> => {
      const channel = await inputPeers.channel(userId, request.channel)
      const now = unixSeconds(clock)
      const { standing, above } = await readable(read, userId, channel, now)
      allow(standing, 'see log')
      const id = request.msgId
      const stored = id > above ? await read.messages.get(channel, id) : undefined
      if (stored === undefined) throw badRequest('MESSAGE_ID_INVALID')
      const given = await reactionsTo(channel, id)
      const days = daysFrom(stored.date, now)
      return {
        _: 'stats.messageStats',
        // How often it was looked at is kept, and not when.
        viewsGraph: notCounted,
        reactionsByEmotionGraph:
          given === undefined
            ? tooMany
            : emotionChart(
                days,
                given.map(({ reaction, date }) => ({ id, date, reaction, count: 1 })),
              ),
      }
    }),

    'stats.getPollStats': userMethod({ rate }, async ({ userId }, request): Promise<api.stats.pollStats> => {
      const chat = await inputPeers.chat(userId, request.peer)
      if (chat.kind !== 'channel') throw badRequest('PEER_ID_INVALID')
      const now = unixSeconds(clock)
      const { standing } = await readable(read, userId, chat.peer, now)
      allow(standing, 'see log')
      const { record, own } = await pollMessage(read, userId, chat, request.msgId, now)
      const votes = await votesIn(record.id)
      const days = daysFrom(own.message.date, now)
      const votesGraph =
        votes === undefined
          ? tooMany
          : votes.length === 0
            ? dayChart(days, 'line', [])
            : dayChart(days, 'line', [{ name: 'Votes', values: sumByDay(days, votes, () => 1) }])
      return { _: 'stats.pollStats', votesGraph }
    }),
  }
}

/** From a day on until now, as far as a chart goes back. */
function daysFrom(date: UnixTime, now: UnixTime): number[] {
  return daysBetween(Math.max(date, now - maxSeconds), now)
}

/** All pages of a list; missing if it is longer than is read. */
async function upTo<T>(pageAt: (offset: number) => Promise<T[]>): Promise<T[] | undefined> {
  const all: T[] = []
  while (all.length < maxDated) {
    const rows = await pageAt(all.length)
    all.push(...rows)
    if (rows.length < page) return all
  }
  return undefined
}
