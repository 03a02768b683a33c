import type { api } from '@chappe/tl-codec/api'
import { allowInChannel } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { adminLogSeconds, askedKinds } from '../../rules/admin-log.ts'
import { frontWithin, shownBytes } from '../../rules/answer-bounds.ts'
import { foldText } from '../../rules/fold-text.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { AdminEventQuery } from '../../store/domain/channels/admin-log.ts'
import { viewAdminEvents } from '../../views/admin-log-view.ts'
import { viewNamed } from '../../views/named-peers.ts'

const maxPage = 100
const maxQueryLength = 64
/** "channels.getAdminLog": who did it, out of no more people than can be admins. */
const maxBy = 100
/** So many who are named in a log are looked at for whom a search means. */
const maxPeople = 1000
/** Messages that are gone leave gaps in what was read: so often a page is filled up. */
const maxRounds = 5

/** What was done in a channel in the last 48 hours, for its admins ("Admin log"). */
export function createAdminLog({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store

  const usersOf = async (userId: UserId, inputs: readonly api.InputUser[]): Promise<UserId[]> => {
    if (inputs.length > maxBy) throw badRequest('USERS_TOO_MUCH')
    const users = await Promise.all(inputs.map((input) => inputPeers.user(userId, input)))
    return users.filter((user) => user !== undefined)
  }

  const searchOf = async (channel: ChannelId, since: UnixTime, text: string): Promise<AdminEventQuery['search']> => {
    if (isLonger(text, maxQueryLength)) throw badRequest('SEARCH_QUERY_INVALID')
    const words = foldText(text).trim()
    if (words === '') return undefined
    const named = await read.users.many(await read.adminLog.people(channel, since, maxPeople))
    const isMeant = ({ firstName, lastName, username }: (typeof named)[number]): boolean =>
      foldText(`${firstName} ${lastName}`).includes(words) || username?.toLowerCase() === words.replace('@', '')
    return { words, people: named.filter(isMeant).map(({ id }) => id) }
  }

  const pageOf = async (query: AdminEventQuery): Promise<api.channelAdminLogEvent[]> => {
    const events: api.channelAdminLogEvent[] = []
    let { maxId } = query
    for (let round = 0; round < maxRounds && events.length < query.limit; round++) {
      const limit = query.limit - events.length
      const found = await read.adminLog.page({ ...query, maxId, limit })
      const fitting = frontWithin(found, ({ action }) => shownBytes(action))
      events.push(...(await viewAdminEvents(read, query.channel, fitting)))
      const last = fitting.at(-1)
      if (last === undefined || found.length < limit || fitting.length < found.length) break
      maxId = last.id
    }
    return events
  }

  return {
    'channels.getAdminLog': userMethod(
      { rate: { burst: 200, secondsEach: 0.2 } },
      async ({ userId }, request): Promise<api.channels.adminLogResults> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const now = unixSeconds(clock)
        await allowInChannel(read, userId, channel, 'see log', now)
        const by = request.admins === undefined ? undefined : await usersOf(userId, request.admins)
        const since = now - adminLogSeconds
        const events = await pageOf({
          ...{ channel, since, by, kinds: askedKinds(request.eventsFilter) },
          maxId: numberOf(request.maxId),
          minId: numberOf(request.minId),
          limit: Math.max(0, Math.min(request.limit, maxPage)),
          search: await searchOf(channel, since, request.q),
        })
        const named = await viewNamed(read, userViews, userId, events, [channel])
        return { _: 'channels.adminLogResults', events, ...named }
      },
    ),
  }
}

/** What is no number of an event sets no bound. */
function numberOf(id: bigint): number {
  return id > 0n ? Number(id) : 0
}
