import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId, type UserId } from '../../ids.ts'
import { viewMessages } from '../../views/message-view.ts'
import type { Sent } from './copy.ts'

export interface SendOutcome {
  readonly to: PeerId
  readonly date: number
  /** As they were stored; missing if they wait for their time, as `scheduled` tells. */
  readonly sent: readonly Sent[]
  readonly scheduled: api.Updates | undefined
}

/** The messages as their sender's other sessions are told of them, each under the random id that it was sent with. */
export async function answerWhole(
  { store, userViews }: ServicePorts,
  userId: UserId,
  { sent, scheduled, date, to }: SendOutcome,
  randomIds: readonly bigint[],
): Promise<api.Updates> {
  if (scheduled !== undefined) return scheduled
  const ids = sent.map(({ id }) => id)
  const stored = await store.read.messages.many(userId, ids)
  const named = [userId, to].filter(isUser)
  const { messages, users } = await viewMessages(store.read, userViews, userId, stored, named)
  const byId = new Map(messages.map((message) => [message.id, message]))
  const updates: api.Update[] = []
  for (const [at, id] of ids.entries()) {
    const randomId = randomIds[at]
    if (randomId !== undefined) updates.push({ _: 'updateMessageID', id, randomId })
  }
  for (const { id, pts } of sent) {
    const message = byId.get(id)
    if (message !== undefined) updates.push({ _: 'updateNewMessage', message, pts, ptsCount: 1 })
  }
  return { _: 'updates', updates, users, chats: [], date, seq: 0 }
}
