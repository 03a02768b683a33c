import { type api, encode } from '@chappe/tl-codec/api'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { ScheduledMessage } from '../../store/domain/scheduled-messages.ts'
import type { Transaction } from '../../store/store.ts'
import type { Draft } from '../messages/deliver.ts'
import { resolveReply } from '../messages/reply.ts'
import type { ServicePorts } from '../ports.ts'
import { recordUnnumbered } from '../updates/record-change.ts'
import { viewScheduled } from './view-scheduled.ts'

/** "Scheduled messages": how many may wait in one chat, and how long. */
const maxInChat = 100
const maxSeconds = 366 * 24 * 3600
/** What is to be sent so soon is sent at once. */
const soonSeconds = 10
/** In the place of a date: when the other side comes online. */
const whenOnline = 0x7ffffffe

/** When to send; undefined for now. */
export function scheduleTime(scheduleDate: number | undefined, now: number): number | undefined {
  if (scheduleDate === undefined || scheduleDate <= now + soonSeconds) return undefined
  // Nobody's status is so certain that a message could wait for it.
  if (scheduleDate === whenOnline) throw badRequest('SCHEDULE_STATUS_PRIVATE')
  if (scheduleDate > now + maxSeconds) throw badRequest('SCHEDULE_DATE_TOO_LATE')
  return scheduleDate
}

/** Within a unit: keeps messages until their date; gives the answer to who asked. */
export async function schedule(tx: Transaction, ports: ServicePorts, drafts: readonly Draft[]): Promise<api.Updates> {
  const [first] = drafts
  if (first === undefined) throw new TypeError('there is something to schedule')
  const { from, to, date, session } = first
  const waiting = await tx.scheduledMessages.ofChat(from, to)
  if (waiting.length + drafts.length > maxInChat) throw badRequest('SCHEDULE_TOO_MUCH')

  const kept: ScheduledMessage[] = []
  for (const draft of drafts) {
    if (draft.randomId === undefined) throw new TypeError('what is scheduled has a random id')
    const { randomId } = draft
    const earlier = await tx.scheduledMessages.byRandomId(from, randomId)
    if (earlier !== undefined) {
      kept.push(earlier)
      continue
    }
    const reply = draft.replyTo && (await resolveReply(tx, from, to, draft.replyTo))
    const id = await tx.scheduledMessages.nextId()
    const message: api.message = {
      _: 'message',
      id,
      out: true,
      silent: draft.silent || undefined,
      noforwards: draft.noforwards || undefined,
      invertMedia: draft.invertMedia || undefined,
      fromId: toPeer(from),
      peerId: toPeer(to),
      fwdFrom: draft.fwdFrom,
      replyTo: reply?.mine,
      date,
      message: draft.text,
      media: draft.media,
      entities: draft.entities.length === 0 ? undefined : draft.entities,
      groupedId: draft.groupedId,
    }
    const scheduled: ScheduledMessage = { box: from, id, peer: to, date, randomId, data: encode(message) }
    await tx.scheduledMessages.put(scheduled)
    kept.push(scheduled)
  }
  return tellScheduled(tx, ports, from, kept, { date, except: session })
}

/** Within a unit: tells the owner's other sessions of messages that wait, or wait in another form; gives what to answer. */
export async function tellScheduled(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  scheduled: readonly ScheduledMessage[],
  { date, except }: Pick<Parameters<typeof recordUnnumbered>[2], 'date' | 'except'>,
): Promise<api.Updates> {
  const { messages, users } = await viewScheduled(tx, ports.userViews, userId, scheduled)
  const ids = scheduled.map(({ id, randomId }): api.Update => ({ _: 'updateMessageID', id, randomId }))
  const updates = messages.map((message): api.Update => ({ _: 'updateNewScheduledMessage', message }))
  for (const [at, update] of updates.entries()) {
    const key = scheduledKey(scheduled[at]?.id ?? 0)
    await recordUnnumbered(tx, ports, { userId, key, update, date, except })
  }
  return { _: 'updates', updates: [...ids, ...updates], users, chats: [], date, seq: 0 }
}

export function scheduledKey(id: number): string {
  return `scheduled ${id}`
}
