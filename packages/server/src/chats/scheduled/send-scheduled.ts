import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { changeLifetimeSeconds } from '../../changes/lifetime.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { BoxPeer, PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { ScheduledMessage } from '../../store/domain/chats/scheduled-messages.ts'
import type { Transaction } from '../../store/store.ts'
import type { Draft } from '../content/draft.ts'
import { partOf, type SiblingReply } from '../content/reply.ts'
import type { Sent } from '../placing/copy.ts'
import { deliverAll } from '../placing/deliver.ts'
import { unpack } from '../placing/message-copies.ts'
import { openWithPeriod } from '../placing/new-chat-period.ts'
import { scheduledKey } from './schedule.ts'
import { toScheduledMessage } from './view-scheduled.ts'

interface Sending<Peer extends PeerId = BoxPeer> {
  readonly userId: UserId
  readonly peer: Peer
  readonly date: number
  readonly session: SessionName | undefined
}

/** What waited, and what it became if it was sent. */
export interface ScheduledOutcome {
  readonly scheduled: ScheduledMessage
  readonly sent?: Sent | undefined
}

/** Within a unit: sends what waits in one chat, in the order in which it was to be sent. */
export async function sendScheduled(
  tx: Transaction,
  ports: ServicePorts,
  waiting: readonly ScheduledMessage[],
  sending: Sending,
): Promise<(ScheduledOutcome & { readonly sent: Sent })[]> {
  const { userId, peer, date } = sending
  const inOrder = [...waiting].sort((a, b) => a.date - b.date || a.id - b.id)
  const drafts: Draft[] = []
  for (const scheduled of inOrder) {
    const draft = await toDraft(tx, scheduled, sending)
    drafts.push({ ...draft, answers: siblingReply(scheduled, inOrder, drafts) })
  }
  await openWithPeriod(tx, ports, { from: userId, to: peer, date })
  const all = await deliverAll(tx, ports, drafts)
  return all.flatMap((sent, at) => {
    const scheduled = inOrder[at]
    return scheduled === undefined ? [] : [{ scheduled, sent }]
  })
}

/** Within a unit: forgets what waited, and tells all devices. */
export async function removeScheduled(
  tx: Transaction,
  ports: ServicePorts,
  outcomes: readonly ScheduledOutcome[],
  { userId, peer, date, session }: Sending<PeerId>,
): Promise<api.Update> {
  await tx.scheduledMessages.remove(
    userId,
    outcomes.map(({ scheduled }) => scheduled.id),
  )
  // Numbers of scheduled messages are not used again.
  const expiresAt = date + changeLifetimeSeconds
  for (const one of outcomes) {
    const change = { userId, key: scheduledKey(one.scheduled.id), date, expiresAt, except: session }
    await recordUnnumbered(tx, ports, { ...change, update: removal(peer, [one]) })
  }
  return removal(peer, outcomes)
}

function removal(peer: PeerId, outcomes: readonly ScheduledOutcome[]): api.updateDeleteScheduledMessages {
  const sent = outcomes.flatMap((one) => one.sent?.id ?? [])
  return {
    _: 'updateDeleteScheduledMessages',
    peer: toPeer(peer),
    messages: outcomes.map(({ scheduled }) => scheduled.id),
    sentMessages: sent.length === 0 ? undefined : sent,
  }
}

async function toDraft(
  tx: Transaction,
  scheduled: ScheduledMessage,
  { userId, peer, date, session }: Sending,
): Promise<Draft> {
  const message = toScheduledMessage(scheduled)
  return {
    from: userId,
    to: peer,
    text: message.message,
    entities: message.entities ?? [],
    media: message.media,
    richMessage: message.richMessage,
    fwdFrom: message.fwdFrom?._ === 'messageFwdHeader' ? message.fwdFrom : undefined,
    groupedId: message.groupedId,
    silent: message.silent === true,
    noforwards: message.noforwards === true,
    invertMedia: message.invertMedia === true,
    replyTo: await stillAnswered(tx, scheduled, message),
    // What is sent again is another message each time.
    randomId: message.scheduleRepeatPeriod === undefined ? scheduled.randomId : undefined,
    date,
    fromScheduled: true,
    session,
  }
}

/** One that answers another of those that waited still does if that is sent with it. */
export function siblingReply(
  scheduled: ScheduledMessage,
  all: readonly ScheduledMessage[],
  drafts: readonly Pick<Draft, 'text'>[],
): SiblingReply | undefined {
  const { replyTo } = toScheduledMessage(scheduled)
  if (replyTo?._ !== 'messageReplyHeader' || !replyTo.replyToScheduled) return undefined
  const nth = all.findIndex(({ id }) => id === replyTo.replyToMsgId)
  const answered = drafts[nth]
  return answered && { nth, ...partOf(replyTo, answered.text) }
}

/** What is answered, unless it was deleted meanwhile. */
async function stillAnswered(
  tx: Transaction,
  { box, peer }: ScheduledMessage,
  { replyTo }: api.message,
): Promise<Draft['replyTo']> {
  if (replyTo?._ !== 'messageReplyHeader' || replyTo.replyToScheduled) return undefined
  const { replyToMsgId: id, replyFrom } = replyTo
  // To a message of another chat: all that is told of it is told already.
  if (replyFrom !== undefined) return { mine: replyTo, theirs: replyTo }
  const stored = id === undefined ? undefined : await tx.messages.get(box, id)
  if (stored === undefined || stored.peer !== peer) return undefined
  const message = unpack(stored)?.message
  return { id: stored.id, ...partOf(replyTo, message?._ === 'message' ? message.message : '') }
}
