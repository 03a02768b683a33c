import { encode } from '@chappe/tl-codec/api'
import { maySay, sendScheduledPosts, stillWrites } from '../../chats/channels/schedule-posts.ts'
import { standingIn } from '../../chats/rights.ts'
import { tellScheduled } from '../../chats/scheduled/schedule.ts'
import { removeScheduled, type ScheduledOutcome, sendScheduled } from '../../chats/scheduled/send-scheduled.ts'
import { readScheduled, toScheduledMessage } from '../../chats/scheduled/view-scheduled.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxPeer, type ChannelId, isChannel, isUser, type UnixTime, type UserId } from '../../ids.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { ScheduledMessage } from '../../store/domain/chats/scheduled-messages.ts'
import type { Transaction } from '../../store/store.ts'

/** So many at once: what people send meanwhile does not wait long. */
const perRound = 100

/**
 * Sends scheduled messages when their time has come. Each step looks for itself what is left to send, so that several
 * servers may do this, and a failure in one chat stops no other.
 */
export function createSendDue(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 1,
    async run(now) {
      const due = await store.read.scheduledMessages.due(now, perRound)
      const chats = Map.groupBy(due, ({ box, peer }) => `${box} ${peer}`)
      const outcomes = await Promise.allSettled([...chats.values()].map((waiting) => sendChat(ports, waiting, now)))
      const failure = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failure !== undefined) throw failure.reason
    },
  }
}

async function sendChat(ports: ServicePorts, waiting: readonly ScheduledMessage[], now: number): Promise<void> {
  const [first] = waiting
  if (first === undefined) return
  const { box: userId } = first
  const { peer } = first
  if (isChannel(peer)) return sendToChannel(ports, waiting, { userId, channel: peer, date: now, session: undefined })
  const ids = waiting.map(({ id }) => id)
  await ports.store.transaction(async (tx) => {
    const left = await tx.scheduledMessages.many(userId, ids)
    if (left.length === 0) return
    const sending = { userId, peer, date: now, session: undefined }
    const mayWrite = await mayStillWrite(tx, userId, peer)
    const sent = mayWrite ? left.filter((one) => readScheduled(one) !== undefined) : []
    const removed = left.filter((one) => !sent.includes(one)).map((scheduled) => ({ scheduled }))
    if (sent.length > 0) await sendAndRepeat(tx, ports, sent, sending)
    if (removed.length > 0) await removeScheduled(tx, ports, removed, sending)
  })
}

/** The same for a channel: what may not be said there any more is forgotten. */
async function sendToChannel(
  ports: ServicePorts,
  waiting: readonly ScheduledMessage[],
  sending: {
    readonly userId: UserId
    readonly channel: ChannelId
    readonly date: UnixTime
    readonly session: undefined
  },
): Promise<void> {
  const { userId, channel, date } = sending
  const place = { userId, peer: channel, date, session: undefined }
  await ports.store.transaction(async (tx) => {
    const ids = waiting.map(({ id }) => id)
    const left = await tx.scheduledMessages.many(userId, ids)
    if (left.length === 0) return
    const found = await stillWrites(tx, sending)
    const sent: ScheduledMessage[] = []
    for (const one of left) {
      if (found !== undefined && readScheduled(one) !== undefined && (await maySay(tx, found, one))) sent.push(one)
    }
    const removed = left.filter((one) => !sent.includes(one)).map((scheduled) => ({ scheduled }))
    if (found !== undefined && sent.length > 0) {
      const outcomes = await sendScheduledPosts(tx, ports, found, sent, sending)
      await repeatOrForget(tx, ports, outcomes, place)
    }
    if (removed.length > 0) await removeScheduled(tx, ports, removed, place)
  })
}

/** Whether there is still somebody who writes and somebody who would read it. */
async function mayStillWrite(tx: Transaction, userId: UserId, peer: BoxPeer): Promise<boolean> {
  // An account that ended has left all groups.
  const active = !isUser(peer) || (await tx.correspondence.between(peer, userId)).active
  return active && refusalOf(await standingIn(tx, userId, peer), 'send scheduled') === undefined
}

/** What is sent again and again waits on under its number, for its next time. */
async function sendAndRepeat(
  tx: Transaction,
  ports: ServicePorts,
  waiting: readonly ScheduledMessage[],
  sending: Parameters<typeof sendScheduled>[3],
): Promise<void> {
  await repeatOrForget(tx, ports, await sendScheduled(tx, ports, waiting, sending), sending)
}

async function repeatOrForget(
  tx: Transaction,
  ports: ServicePorts,
  outcomes: readonly ScheduledOutcome[],
  sending: Parameters<typeof removeScheduled>[3],
): Promise<void> {
  const again = outcomes.flatMap(({ scheduled }) => nextTime(scheduled, sending.date) ?? [])
  for (const scheduled of again) await tx.scheduledMessages.put(scheduled)
  if (again.length > 0) await tellScheduled(tx, ports, sending.userId, again, { date: sending.date })
  const gone = outcomes.filter(({ scheduled }) => again.every(({ id }) => id !== scheduled.id))
  if (gone.length > 0) await removeScheduled(tx, ports, gone, sending)
}

/** Undefined for what is sent once. Times that passed while nobody could send are left out. */
function nextTime(scheduled: ScheduledMessage, now: UnixTime): ScheduledMessage | undefined {
  const message = toScheduledMessage(scheduled)
  const period = message.scheduleRepeatPeriod
  if (period === undefined) return undefined
  const date = scheduled.date + period * Math.max(1, Math.ceil((now + 1 - scheduled.date) / period))
  return { ...scheduled, date, data: encode({ ...message, date }) }
}
