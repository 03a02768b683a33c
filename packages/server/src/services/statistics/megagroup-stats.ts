import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { dayChart, daysBetween, notCounted, sumByDay } from './chart.ts'
import { compared, newcomers, type Said, saidLately } from './period.ts'

const maxTop = 10

/** How a supergroup does, for its admins ("Channel statistics"). */
export function createMegagroupStats({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store
  return {
    'stats.getMegagroupStats': userMethod(
      { rate: { burst: 30, secondsEach: 2 } },
      async ({ userId }, request): Promise<api.stats.megagroupStats> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const now = unixSeconds(clock)
        const { record, standing, above } = await readable(read, userId, channel, now)
        allow(standing, 'see log')
        if (record.kind !== 'megagroup') throw badRequest('MEGAGROUP_REQUIRED')
        const { minDate, maxDate, said, before } = await saidLately(read, channel, { now, above })
        const posters = byPoster(said)
        const joined = await newcomers(read, channel, minDate)
        const topPosters = mostOf(posters)
        const topInviters = mostOf(byInviter(joined ?? []))
        const days = daysBetween(minDate, maxDate)
        const named = [...topPosters, ...topInviters].map(([id]) => id)
        const { users } = await viewPeers(read, userViews, userId, named)
        return {
          _: 'stats.megagroupStats',
          period: { _: 'statsDateRangeDays', minDate, maxDate },
          members: compared(record.members, joined && record.members - joined.length),
          messages: compared(said.length, before?.length),
          // Who looked into a group is not kept.
          viewers: compared(0, 0),
          posters: compared(posters.size, before && byPoster(before).size),
          growthGraph: notCounted,
          membersGraph:
            joined === undefined
              ? notCounted
              : dayChart(days, 'line', [{ name: 'Joined and stayed', values: sumByDay(days, joined, () => 1) }]),
          newMembersBySourceGraph: notCounted,
          languagesGraph: notCounted,
          messagesGraph: dayChart(days, 'bar', [{ name: 'Messages', values: sumByDay(days, said, () => 1) }]),
          actionsGraph: notCounted,
          topHoursGraph: notCounted,
          weekdaysGraph: notCounted,
          topPosters: topPosters.map(([id, messages]) => ({
            ...{
              _: 'statsGroupTopPoster',
              userId: BigInt(id),
              messages: messages.length,
              avgChars: meanLength(messages),
            },
          })),
          // What admins did is kept for two days, which would not be what was done in seven.
          topAdmins: [],
          topInviters: topInviters.map(([id, people]) => ({
            ...{ _: 'statsGroupTopInviter', userId: BigInt(id), invitations: people.length },
          })),
          users,
        }
      },
    ),
  }
}

/** By who is shown as the author. */
function byPoster(said: readonly Said[]): Map<UserId, Said[]> {
  const posters = new Map<UserId, Said[]>()
  for (const one of said) {
    const { author } = one
    if (author === undefined) continue
    const of = posters.get(author)
    if (of === undefined) posters.set(author, [one])
    else of.push(one)
  }
  return posters
}

/** By whom somebody was brought in who came in the period. */
function byInviter(joined: readonly ChannelMember[]): Map<UserId, ChannelMember[]> {
  const inviters = new Map<UserId, ChannelMember[]>()
  for (const member of joined) {
    // Whoever let in somebody who had asked has invited nobody.
    if (member.inviter === undefined || member.inviter === member.userId || member.viaRequest === true) continue
    const of = inviters.get(member.inviter)
    if (of === undefined) inviters.set(member.inviter, [member])
    else of.push(member)
  }
  return inviters
}

function mostOf<T>(groups: ReadonlyMap<UserId, readonly T[]>): [UserId, readonly T[]][] {
  return [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, maxTop)
}

function meanLength(said: readonly Said[]): number {
  const letters = said.reduce((sum, { message }) => sum + [...message.message].length, 0)
  return Math.round(letters / said.length)
}
