import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { type AdminRights, creatorsOwnRights, forever, noneBanned, viewAdminRights } from '../../rules/chat-rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { loggedParticipant, noteAdminEvent } from './admin-log.ts'
import { putMember, tellOfChannel, tellOfLooks } from './tell.ts'

interface PassingOn {
  readonly record: ChannelRecord
  /** Somebody who is in it. */
  readonly to: UserId
  readonly date: UnixTime
}

/**
 * Within a unit: a channel has another creator from now on, and the one before, if still in it, is an admin who holds
 * everything. Throws `USER_NOT_PARTICIPANT`.
 */
export async function passOnChannel(
  tx: Transaction,
  ports: ServicePorts,
  { record, to, date }: PassingOn,
): Promise<void> {
  const { id: channel, creator: from } = record
  const [before, after] = [await tx.channelMembers.get(channel, from), await tx.channelMembers.get(channel, to)]
  if (after?.present !== true) throw badRequest('USER_NOT_PARTICIPANT')
  // Whoever was anonymous stays so, and nobody becomes so by this.
  const rightsOf = ({ adminRights }: ChannelMember): AdminRights =>
    creatorsOwnRights(record.kind === 'broadcast' ? 'broadcast' : 'supergroup', viewAdminRights(adminRights))
  const plain = { promotedBy: undefined, bannedRights: noneBanned, bannedUntil: forever, bannedBy: undefined }
  await tx.channels.setCreator(channel, to)
  await replace(tx, ports, record, after, { ...after, ...plain, role: 'creator', adminRights: rightsOf(after) }, date)
  if (before !== undefined) {
    const stays = before.present ? ({ role: 'admin', adminRights: rightsOf(before), promotedBy: to } as const) : noAdmin
    await replace(tx, ports, record, before, { ...before, ...plain, ...stays }, date)
  }
  tellOfLooks(tx, ports, channel, { date, except: undefined })
  const concerned = before === undefined ? [to] : [from, to]
  await holdBoxes(tx, concerned)
  for (const userId of concerned.toSorted((a, b) => a - b)) {
    await tellOfChannel(tx, ports, userId, channel, { date, except: undefined })
  }
}

const noAdmin = { role: 'member', adminRights: 0 } as const

async function replace(
  tx: Transaction,
  ports: ServicePorts,
  { id: channel, creator }: ChannelRecord,
  before: ChannelMember,
  after: ChannelMember,
  date: UnixTime,
): Promise<void> {
  await putMember(tx, ports, after)
  const action = {
    _: 'channelAdminLogEventActionParticipantToggleAdmin',
    prevParticipant: loggedParticipant(before.userId, before, date),
    newParticipant: loggedParticipant(after.userId, after, date),
  } as const
  await noteAdminEvent(tx, channel, creator, action, date)
}
