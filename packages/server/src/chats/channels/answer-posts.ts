import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { showPosts, toldTo, viewChannelEvents } from '../../views/post-view.ts'
import type { Sent } from '../placing/copy.ts'

/** What somebody has done in a channel. */
export interface DoneInChannel {
  readonly channel: ChannelId
  readonly date: UnixTime
  /** Messages that have come there. */
  readonly sent?: readonly Sent[] | undefined
  /** The random ids of the first of them. */
  readonly randomIds?: readonly bigint[] | undefined
  /** Another change of the log: the `pts` after it. */
  readonly changed?: number | undefined
  /** What else there is to tell, before all others. */
  readonly before?: readonly api.Update[] | undefined
}

/** The same as the caller's other sessions are told of it. */
export async function answerPosts(
  { store: { read }, userViews }: ServicePorts,
  userId: UserId,
  { channel, date, sent = [], randomIds = [], changed, before = [] }: DoneInChannel,
): Promise<api.updates> {
  const updates: api.Update[] = [...before]
  for (const [at, { id }] of sent.entries()) {
    const randomId = randomIds[at]
    if (randomId !== undefined) updates.push({ _: 'updateMessageID', id, randomId })
  }
  if (changed !== undefined) {
    const difference = await read.boxes.difference(channel, changed - 1, 1)
    const happenings = (await viewChannelEvents(read, channel, difference?.events ?? [], userId)) ?? []
    updates.push(...happenings.map((happening) => toldTo(userId, happening)))
  }
  const stored = await read.messages.many(
    channel,
    sent.map(({ id }) => id),
  )
  const byId = new Map((await showPosts(read, userId, stored)).map((message) => [message.id, message]))
  for (const { id, pts } of sent) {
    const message = byId.get(id)
    if (message !== undefined) updates.push({ _: 'updateNewChannelMessage', message, pts, ptsCount: 1 })
  }
  return envelope(read, userViews, userId, updates, { date, others: [userId, channel] })
}
