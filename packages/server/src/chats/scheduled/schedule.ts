import { type api, encode } from '@chappe/tl-codec/api'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { ScheduledMessage } from '../../store/domain/chats/scheduled-messages.ts'
import type { Transaction } from '../../store/store.ts'
import type { Draft } from '../content/draft.ts'
import { resolvedReply } from '../content/reply.ts'
import { readScheduled } from './view-scheduled.ts'

/** "Scheduled messages": how many may wait in one chat, and how long. */
const maxInChat = 100
const maxSeconds = 366 * 24 * 3600
/** What is to be sent so soon is sent at once. */
const soonSeconds = 10
/** In the place of a date: when the other side comes online. */
const whenOnline = 0x7ffffffe

const day = 86_400
/** After how long a message may be sent again: days, weeks, months, a quarter, half a year, a year. */
const repeatPeriods: ReadonlySet<number> = new Set([1, 7, 14, 30, 91, 182, 365].map((days) => days * day))

/** After how many seconds to send again and again, from how it was asked for; undefined for never. */
export function repeatPeriod(period: number | undefined): number | undefined {
  if (period === undefined || period === 0) return undefined
  if (!repeatPeriods.has(period)) throw badRequest('SCHEDULE_REPEAT_PERIOD_INVALID')
  return period
}

/** When to send; undefined for now. What is sent again and again waits even for the first time. */
export function scheduleTime(scheduleDate: number | undefined, now: number, repeatPeriod?: number): number | undefined {
  if (scheduleDate === undefined) {
    if (repeatPeriod !== undefined) throw badRequest('SCHEDULE_DATE_INVALID')
    return undefined
  }
  // Nobody's status is so certain that a message could wait for it.
  if (scheduleDate === whenOnline) throw badRequest('SCHEDULE_STATUS_PRIVATE')
  if (scheduleDate > now + maxSeconds) throw badRequest('SCHEDULE_DATE_TOO_LATE')
  if (scheduleDate > now + soonSeconds) return scheduleDate
  return repeatPeriod === undefined ? undefined : Math.max(scheduleDate, now)
}

export interface Scheduling {
  readonly now: number
  /** After how many seconds each is sent again. */
  readonly repeatPeriod: number | undefined
}

/** A message for a chat of any kind that is to wait. */
export interface WaitingDraft extends Omit<Draft, 'to'> {
  readonly to: PeerId
  /** As whom it is to be said. Default: as oneself. */
  readonly as?: PeerId | undefined
  /** It is a post of a broadcast channel. */
  readonly isPost?: boolean | undefined
}

/** Within a unit: keeps messages until their date; gives the answer to who asked. */
export async function schedule(
  tx: Transaction,
  ports: ServicePorts,
  drafts: readonly WaitingDraft[],
  scheduling: Scheduling,
): Promise<api.Update[]> {
  const [first] = drafts
  if (first === undefined) throw new TypeError('there is something to schedule')
  const { from, to, session } = first
  const earlier: (ScheduledMessage | undefined)[] = []
  for (const { randomId } of drafts) earlier.push(await asked(tx, from, to, randomId))
  const fresh = earlier.filter((one) => one === undefined).length
  const waiting = fresh === 0 ? 0 : (await tx.scheduledMessages.ofChat(from, to)).length
  if (waiting + fresh > maxInChat) throw badRequest('SCHEDULE_TOO_MUCH')
  const kept: ScheduledMessage[] = []
  for (const [at, draft] of drafts.entries()) kept.push(earlier[at] ?? (await keep(tx, draft, kept, scheduling)))
  return tellScheduled(tx, ports, from, kept, { date: scheduling.now, except: session })
}

/** What was asked for under the same random id before. */
async function asked(tx: Transaction, from: UserId, to: PeerId, randomId = 0n): Promise<ScheduledMessage | undefined> {
  const earlier = await tx.scheduledMessages.byRandomId(from, randomId)
  if (earlier !== undefined && earlier.peer !== to) throw new RpcError(500, 'RANDOM_ID_DUPLICATE')
  return earlier
}

async function keep(
  tx: Transaction,
  draft: WaitingDraft,
  before: readonly ScheduledMessage[],
  { repeatPeriod }: Scheduling,
): Promise<ScheduledMessage> {
  const { from, to, as = from, isPost, date, randomId } = draft
  if (randomId === undefined) throw new TypeError('what is scheduled has a random id')
  const replyTo = replyToScheduled(draft, before) ?? (await resolvedReply(tx, draft))?.mine
  const id = await tx.scheduledMessages.nextId()
  const message: api.message = {
    _: 'message',
    id,
    out: true,
    silent: draft.silent || undefined,
    noforwards: draft.noforwards || undefined,
    invertMedia: draft.invertMedia || undefined,
    post: isPost,
    fromId: isPost ? undefined : toPeer(as),
    peerId: toPeer(to),
    fwdFrom: draft.fwdFrom,
    replyTo,
    date,
    message: draft.text,
    media: draft.media,
    richMessage: draft.richMessage,
    entities: draft.entities.length === 0 ? undefined : draft.entities,
    groupedId: draft.groupedId,
    scheduleRepeatPeriod: repeatPeriod,
  }
  const scheduled: ScheduledMessage = { box: from, id, peer: to, date, randomId, data: encode(message) }
  await tx.scheduledMessages.put(scheduled)
  return scheduled
}

/** Of what waits together, one answers another ("messageReplyHeader", `reply_to_scheduled`). */
function replyToScheduled(
  { answers }: Pick<Draft, 'answers'>,
  before: readonly ScheduledMessage[],
): api.messageReplyHeader | undefined {
  if (answers === undefined) return undefined
  const { nth, ...part } = answers
  const quote = part.quoteText === undefined ? undefined : true
  const answered = before[nth]
  return answered && { _: 'messageReplyHeader', replyToScheduled: true, replyToMsgId: answered.id, quote, ...part }
}

/** Within a unit: tells the owner's other sessions of messages that wait, or wait in another form; gives what to answer. */
export async function tellScheduled(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  scheduled: readonly ScheduledMessage[],
  { date, except }: Pick<Parameters<typeof recordUnnumbered>[2], 'date' | 'except'>,
): Promise<api.Update[]> {
  const ids = scheduled.map(({ id, randomId }): api.Update => ({ _: 'updateMessageID', id, randomId }))
  const updates: api.Update[] = []
  for (const one of scheduled) {
    const message = readScheduled(one)
    if (message === undefined) continue
    const update: api.Update = { _: 'updateNewScheduledMessage', message }
    await recordUnnumbered(tx, ports, { userId, key: scheduledKey(one.id), update, date, except })
    updates.push(update)
  }
  return [...ids, ...updates]
}

export function scheduledKey(id: number): string {
  return `scheduled ${id}`
}
