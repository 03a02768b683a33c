import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { PeerId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { RequestOf, UserContext } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { NewContent } from '../content/new-content.ts'
import { sameContent, withContent } from '../content/new-content.ts'
import { repeatPeriod, scheduleTime, tellScheduled } from './schedule.ts'
import { toScheduledMessage } from './view-scheduled.ts'

/** Changes what waits, or when it is to be sent. */
export async function editScheduled(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  peer: PeerId,
  request: RequestOf<'messages.editMessage'>,
  change: NewContent,
): Promise<api.Updates> {
  const now = unixSeconds(ports.clock)
  const repeat = repeatPeriod(request.scheduleRepeatPeriod)
  const date = scheduleTime(request.scheduleDate, now, repeat)
  if (date === undefined) throw badRequest('SCHEDULE_DATE_INVALID')
  const told = await ports.store.transaction(async (tx) => {
    const [scheduled] = await tx.scheduledMessages.many(userId, [request.id])
    if (scheduled === undefined || scheduled.peer !== peer) throw badRequest('MESSAGE_ID_INVALID')
    const before = toScheduledMessage(scheduled)
    const after = { ...withContent(before, change), date, scheduleRepeatPeriod: repeat, editDate: now }
    const sameTime = before.date === date && before.scheduleRepeatPeriod === repeat
    if (sameContent(before, after) && sameTime) throw badRequest('MESSAGE_NOT_MODIFIED')
    const edited = { ...scheduled, date, data: encode(after) }
    await tx.scheduledMessages.put(edited)
    return tellScheduled(tx, ports, userId, [edited], { date: now, except: caller.session })
  })
  return envelope(ports.store.read, ports.userViews, userId, told, { date: now, others: [userId] })
}
