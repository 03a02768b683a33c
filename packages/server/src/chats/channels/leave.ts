import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { leaveList } from '../lists/leave-list.ts'
import { noteAdminEvent } from './admin-log.ts'
import { heirOf, noteDeparture } from './depart.ts'
import { postNote } from './post.ts'
import { standingIn } from './standing.ts'
import { putMember, tellOfChannel } from './tell.ts'

interface Leaving {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  /** The session that has the answer. */
  readonly session: SessionName | undefined
}

/** Within a unit: somebody goes from a channel by himself, if the table of rights lets. */
export async function leaveChannel(
  tx: Transaction,
  ports: ServicePorts,
  { userId, channel, date, session }: Leaving,
): Promise<void> {
  const { record, member, standing } = await standingIn(tx, userId, channel, date)
  // Whoever has it leaves it to somebody; while there is nobody, it is deleted or given away.
  const heir = standing.role === 'creator' ? await heirOf(tx, record) : undefined
  allow(standing, heir === undefined ? 'leave' : 'transfer')
  if (member === undefined) throw badRequest('USER_NOT_PARTICIPANT')
  if (record.kind === 'megagroup') {
    const action: api.MessageAction = { _: 'messageActionChatDeleteUser', userId: BigInt(userId) }
    await postNote(tx, ports, { record, from: userId, date, session }, action)
  }
  if (heir !== undefined) {
    await noteDeparture(tx, ports, { record, heir, date })
    await putMember(tx, ports, { ...member, present: false, date })
  } else {
    const role = member.role === 'restricted' ? member.role : 'member'
    const rights = { adminRights: 0, promotedBy: undefined, rank: undefined }
    await putMember(tx, ports, { ...member, ...rights, role, present: false, date })
  }
  await noteAdminEvent(tx, channel, userId, { _: 'channelAdminLogEventActionParticipantLeave' }, date)
  await leaveList(tx, ports, { box: userId, peer: channel, date })
  await tellOfChannel(tx, ports, userId, channel, { date, except: session })
}
