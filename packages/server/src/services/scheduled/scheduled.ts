import type { api } from '@chappe/tl-codec/api'
import { checkWaiting, sendScheduledPosts } from '../../chats/channels/schedule-posts.ts'
import { allowInChannel, standingIn } from '../../chats/channels/standing.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { allowIn } from '../../chats/rights.ts'
import { removeScheduled, sendScheduled } from '../../chats/scheduled/send-scheduled.ts'
import { viewScheduled } from '../../chats/scheduled/view-scheduled.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { type ChannelId, isChannel, type PeerId, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Service, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { ScheduledMessage } from '../../store/domain/chats/scheduled-messages.ts'
import type { Reads } from '../../store/store.ts'
import { createSendDue } from './send-due.ts'

const maxIds = 100

/** Messages that wait for their time ("Scheduled messages"). */
export function createScheduledService(ports: ServicePorts): Service {
  const { store, clock, inputPeers, userViews } = ports

  const find = async (
    read: Pick<Reads, 'scheduledMessages'>,
    userId: UserId,
    peer: PeerId,
    ids: readonly number[],
  ): Promise<ScheduledMessage[]> => {
    if (ids.length > maxIds) throw badRequest('LIMIT_INVALID')
    return (await read.scheduledMessages.many(userId, ids)).filter((scheduled) => scheduled.peer === peer)
  }

  const view = async (userId: UserId, scheduled: readonly ScheduledMessage[]): Promise<api.messages.messages> => ({
    _: 'messages.messages',
    ...(await viewScheduled(store.read, userViews, userId, scheduled)),
    topics: [],
  })

  /** Sends what waits for a channel, before its time. */
  const sendPosts = async (
    { userId, caller: { session } }: UserContext,
    channel: ChannelId,
    ids: readonly number[],
  ): Promise<api.Updates> => {
    const date = unixSeconds(clock)
    const sending = { userId, channel, date, session }
    const { sent, removed } = await store.transaction(async (tx) => {
      const waiting = await find(tx, userId, channel, ids)
      if (waiting.length === 0) throw badRequest('MESSAGE_ID_INVALID')
      const found = await standingIn(tx, userId, channel, date)
      allow(found.standing, 'send scheduled')
      for (const one of waiting) await checkWaiting(tx, found, one)
      const outcomes = await sendScheduledPosts(tx, ports, found, waiting, sending)
      const removed = await removeScheduled(tx, ports, outcomes, { ...sending, peer: channel })
      return { sent: outcomes.map((one) => one.sent), removed }
    })
    return answerWhole(ports, userId, { to: channel, date, sent, scheduled: undefined }, [], [removed])
  }

  return {
    upkeep: [createSendDue(ports)],
    methods: {
      async 'messages.getScheduledHistory'({ userId }, { peer: input }) {
        const peer = await inputPeers.peer(userId, input)
        return view(userId, await store.read.scheduledMessages.ofChat(userId, peer))
      },

      async 'messages.getScheduledMessages'({ userId }, { peer: input, id }) {
        const peer = await inputPeers.peer(userId, input)
        return view(userId, await find(store.read, userId, peer, id))
      },

      'messages.sendScheduledMessages': userMethod(
        { acts: ['send scheduled'] },
        async ({ userId, caller }, { peer: input, id }) => {
          const { kind, peer } = await inputPeers.chat(userId, input)
          const date = unixSeconds(clock)
          if (kind === 'channel') return sendPosts({ userId, caller }, peer, id)
          const sending = { userId, peer, date, session: caller.session }
          const { sent, removed } = await store.transaction(async (tx) => {
            const waiting = await find(tx, userId, peer, id)
            if (waiting.length === 0) throw badRequest('MESSAGE_ID_INVALID')
            await allowIn(tx, userId, peer, 'send scheduled')
            const outcomes = await sendScheduled(tx, ports, waiting, sending)
            const removed = await removeScheduled(tx, ports, outcomes, sending)
            return { sent: outcomes.map((one) => one.sent), removed }
          })
          return answerWhole(ports, userId, { to: peer, date, sent, scheduled: undefined }, [], [removed])
        },
      ),

      'messages.deleteScheduledMessages': userMethod(
        { acts: ['change scheduled'] },
        async ({ userId, caller }, { peer: input, id }) => {
          const peer = await inputPeers.peer(userId, input)
          const date = unixSeconds(clock)
          const update = await store.transaction(async (tx) => {
            if (isChannel(peer)) await allowInChannel(tx, userId, peer, 'change scheduled', date)
            const waiting = (await find(tx, userId, peer, id)).map((scheduled) => ({ scheduled }))
            return removeScheduled(tx, ports, waiting, { userId, peer, date, session: caller.session })
          })
          return envelope(store.read, userViews, userId, [update], { date, others: [userId] })
        },
      ),
    },
  }
}
