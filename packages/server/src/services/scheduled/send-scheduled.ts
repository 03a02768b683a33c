import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { PeerId, UserId } from '../../store/domain/ids.ts'
import type { ScheduledMessage } from '../../store/domain/scheduled-messages.ts'
import type { Transaction } from '../../store/store.ts'
import { type Draft, deliverAll, type Sent } from '../messages/deliver.ts'
import { openWithPeriod } from '../messages/new-chat-period.ts'
import type { Reply } from '../messages/reply.ts'
import type { ServicePorts } from '../ports.ts'
import { changeLifetimeSeconds } from '../updates/forget-changes.ts'
import { recordUnnumbered } from '../updates/record-change.ts'
import { scheduledKey } from './schedule.ts'
import { toScheduledMessage } from './view-scheduled.ts'

interface Sending {
  readonly userId: UserId
  readonly peer: PeerId
  readonly date: number
  readonly session: SessionName | undefined
}

/** Within a unit: sends what waited in one chat, in the order in which it was to be sent. */
export async function sendScheduled(
  tx: Transaction,
  ports: ServicePorts,
  waiting: readonly ScheduledMessage[],
  sending: Sending,
): Promise<{ sent: Sent[]; removed: api.Update }> {
  const { userId, peer, date } = sending
  const inOrder = [...waiting].sort((a, b) => a.date - b.date || a.id - b.id)
  const drafts: Draft[] = []
  for (const scheduled of inOrder) drafts.push(await toDraft(tx, scheduled, sending))
  await openWithPeriod(tx, ports, { from: userId, to: peer, date })
  const sent = await deliverAll(tx, ports, drafts)
  return { sent, removed: await removeScheduled(tx, ports, inOrder, sending, sent) }
}

/** Within a unit: forgets what waited, and tells all devices. */
export async function removeScheduled(
  tx: Transaction,
  ports: ServicePorts,
  waiting: readonly ScheduledMessage[],
  { userId, peer, date, session }: Sending,
  sent: readonly Sent[] = [],
): Promise<api.Update> {
  const messages = waiting.map(({ id }) => id)
  await tx.scheduledMessages.remove(userId, messages)
  const update: api.Update = {
    _: 'updateDeleteScheduledMessages',
    peer: toPeer(peer),
    messages,
    sentMessages: sent.length === 0 ? undefined : sent.map(({ id }) => id),
  }
  // Numbers of scheduled messages are not used again.
  const expiresAt = date + changeLifetimeSeconds
  for (const [at, id] of messages.entries()) {
    const outcome: api.Update = {
      _: 'updateDeleteScheduledMessages',
      peer: toPeer(peer),
      messages: [id],
      sentMessages: sent[at] === undefined ? undefined : [sent[at].id],
    }
    const change = { userId, key: scheduledKey(id), date, expiresAt, except: session }
    await recordUnnumbered(tx, ports, { ...change, update: outcome })
  }
  return update
}

async function toDraft(tx: Transaction, scheduled: ScheduledMessage, { date, session }: Sending): Promise<Draft> {
  const message = toScheduledMessage(scheduled)
  return {
    from: scheduled.box,
    to: scheduled.peer,
    text: message.message,
    entities: message.entities ?? [],
    media: message.media,
    fwdFrom: message.fwdFrom?._ === 'messageFwdHeader' ? message.fwdFrom : undefined,
    groupedId: message.groupedId,
    silent: message.silent === true,
    noforwards: message.noforwards === true,
    invertMedia: message.invertMedia === true,
    replyTo: await stillAnswered(tx, scheduled, message),
    randomId: scheduled.randomId,
    date,
    fromScheduled: true,
    session,
  }
}

/** What is answered, unless it was deleted or changed meanwhile. */
async function stillAnswered(
  tx: Transaction,
  { box, peer }: ScheduledMessage,
  { replyTo }: api.message,
): Promise<Reply | undefined> {
  if (replyTo?._ !== 'messageReplyHeader' || replyTo.replyToMsgId === undefined) return undefined
  const stored = await tx.messages.get(box, replyTo.replyToMsgId)
  return stored?.peer === peer ? { id: stored.id } : undefined
}
