import type { api } from '@chappe/tl-codec/api'
import { viewPosts } from '../../chats/channels/read-posts.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import type { RequestOf } from '../../rpc/handlers.ts'
import { frontWithin, shownBytes } from '../../rules/answer-bounds.ts'
import type { FoundMessage } from '../../store/domain/chats/message-search.ts'
import { maxFound } from './search-messages.ts'
import { findPosts } from './search-posts.ts'

const maxDays = 100
const secondsOfDay = 86_400

/** The days on which there are hits, the last one first, from where a client has come to on. */
export function daysOf(
  all: readonly FoundMessage[],
  { offsetId, offsetDate }: Pick<RequestOf<'messages.getSearchResultsCalendar'>, 'offsetId' | 'offsetDate'>,
): { readonly found: number; readonly days: api.searchResultsCalendarPeriod[] } {
  const found = all.filter(
    ({ id, date }) => (offsetId === 0 || id < offsetId) && (offsetDate === 0 || date < offsetDate),
  )
  const byDay = [...Map.groupBy(found, ({ date }) => date - (date % secondsOfDay))].slice(0, maxDays)
  const days = byDay.map(([date, hits]): api.searchResultsCalendarPeriod => {
    const ids = hits.map(({ id }) => id)
    const [maxMsgId = 0] = ids
    return { _: 'searchResultsCalendarPeriod', date, minMsgId: ids.at(-1) ?? 0, maxMsgId, count: hits.length }
  })
  return { found: found.length, days }
}

/** `messages.getSearchResultsCalendar` of a channel. */
export async function postCalendar(
  ports: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  request: RequestOf<'messages.getSearchResultsCalendar'>,
): Promise<api.messages.searchResultsCalendar> {
  const { store, userViews } = ports
  const all = await findPosts(ports, channel, { userId, q: '', filter: request.filter })
  const { found, days } = daysOf(all, request)
  const newest = await store.read.messages.many(
    channel,
    days.map(({ maxMsgId }) => maxMsgId),
  )
  const shown = frontWithin(
    newest.sort((a, b) => b.id - a.id),
    ({ data }) => shownBytes(data),
  )
  // A day is shown by one message; where that does not fit into the answer, the day is left out with it.
  const ids = new Set(shown.map(({ id }) => id))
  const periods = shown.length === newest.length ? days : days.filter(({ maxMsgId }) => ids.has(maxMsgId))
  const oldest = all.at(-1)
  const view = await viewPosts(store.read, userViews, userId, channel, shown, { count: all.length })
  return {
    _: 'messages.searchResultsCalendar',
    inexact: all.length === maxFound || undefined,
    count: all.length,
    minDate: oldest?.date ?? 0,
    minMsgId: oldest?.id ?? 0,
    offsetIdOffset: all.length - found,
    periods,
    messages: view.messages,
    chats: view.chats,
    users: view.users,
  }
}
