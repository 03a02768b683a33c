import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { isChannel, type PeerId, type UserId } from '../../ids.ts'
import { showMessages } from '../../views/message-view.ts'
import { answerPosts } from '../channels/answer-posts.ts'
import type { Sent } from './copy.ts'

export interface SendOutcome {
  readonly to: PeerId
  readonly date: number
  /** As they were stored; none if they wait for their time, as `scheduled` tells. */
  readonly sent: readonly Sent[]
  readonly scheduled: readonly api.Update[] | undefined
}

/**
 * The messages as their sender's other sessions are told of them, each under the random id that it was sent with.
 *
 * @param before what has happened in the box before them
 */
export async function answerWhole(
  ports: ServicePorts,
  userId: UserId,
  { sent, scheduled, date, to }: SendOutcome,
  randomIds: readonly bigint[],
  before: readonly api.Update[] = [],
): Promise<api.Updates> {
  const { store, userViews } = ports
  const { read } = store
  if (scheduled !== undefined) return envelope(read, userViews, userId, scheduled, { date, others: [userId] })
  if (isChannel(to)) return answerPosts(ports, userId, { channel: to, date, sent, randomIds, before })
  const ids = sent.map(({ id }) => id)
  const messages = await showMessages(read, userId, await read.messages.many(userId, ids))
  const byId = new Map(messages.map((message) => [message.id, message]))
  const updates: api.Update[] = [...before]
  for (const [at, id] of ids.entries()) {
    const randomId = randomIds[at]
    if (randomId !== undefined) updates.push({ _: 'updateMessageID', id, randomId })
  }
  for (const { id, pts } of sent) {
    const message = byId.get(id)
    if (message !== undefined) updates.push({ _: 'updateNewMessage', message, pts, ptsCount: 1 })
  }
  return envelope(read, userViews, userId, updates, { date, others: [userId, to] })
}
