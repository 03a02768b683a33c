import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import {
  type Admin,
  creatorRights,
  creatorsOwnRights,
  mayEdit,
  noneBanned,
  parseGivenRights,
} from '../../rules/chat-rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import type { Sent } from '../placing/copy.ts'
import { loggedParticipant, noteAdminEvent } from './admin-log.ts'
import { enterChannel } from './enter.ts'
import { allowBots, maxAdmins } from './limits.ts'
import { allowInChannel, type ChannelStanding } from './standing.ts'
import { putMember, tellOfChannel } from './tell.ts'

interface Setting {
  readonly userId: UserId
  readonly channel: ChannelId
  /** Who is to have the rights: a member, or a bot, which is brought in. */
  readonly other: UserId
  /** What that one is to hold, which may depend on what it is. */
  readonly adminRights: (member: ChannelMember) => api.ChatAdminRights
  /** Empty for none; missing for the one that there is. */
  readonly rank: string | undefined
  readonly date: UnixTime
}

/** Within a unit: somebody makes another one an admin of a channel, or none any more ("Admin rights"). Gives what was said of it. */
export async function setChannelAdmin(tx: Transaction, ports: ServicePorts, setting: Setting): Promise<Sent[]> {
  const { userId, channel, other, rank, date } = setting
  const sent: Sent[] = []
  const found = await allowInChannel(tx, userId, channel, 'add admins', date)
  const before = await tx.channelMembers.get(channel, other)
  const isNewBot = before?.present !== true && (await tx.users.get(other))?.bot !== undefined
  if (isNewBot) sent.push(...(await bringBot(tx, ports, { ...found, userId, bot: other, date })))
  const member = isNewBot ? await tx.channelMembers.get(channel, other) : before
  if (member?.present !== true) throw badRequest('USER_NOT_PARTICIPANT')
  const wanted = setting.adminRights(member)
  const isCreator = member.role === 'creator'
  if (isCreator && other !== userId) throw badRequest('USER_CREATOR')
  if (!isCreator && !mayEdit(actorOf(userId, found), adminOf(member))) throw badRequest('CHAT_ADMIN_REQUIRED')
  const kind = found.record.kind === 'broadcast' ? 'broadcast' : 'supergroup'
  const holder = found.standing.role === 'creator' ? creatorRights(kind) : found.standing.held
  // One's own rights as the creator are not given away: only whether one is known, and the title, are changed.
  const adminRights = isCreator ? creatorsOwnRights(kind, wanted) : parseGivenRights(kind, wanted, holder)
  const isAdmin = adminRights !== 0
  if (isAdmin && !isCreator && member.role !== 'admin' && found.record.admins >= maxAdmins)
    throw badRequest('ADMINS_TOO_MUCH')
  const after: Omit<ChannelMember, 'titleThen'> = {
    ...member,
    role: isCreator ? 'creator' : isAdmin ? 'admin' : 'member',
    adminRights,
    promotedBy: isAdmin && !isCreator ? (member.promotedBy ?? userId) : undefined,
    rank: isAdmin ? (rank ?? member.rank) || undefined : undefined,
    ...(isAdmin ? { bannedRights: noneBanned, bannedUntil: 0, bannedBy: undefined } : {}),
  }
  await putMember(tx, ports, after)
  const action: api.ChannelAdminLogEventAction = {
    _: 'channelAdminLogEventActionParticipantToggleAdmin',
    prevParticipant: loggedParticipant(other, member, date),
    newParticipant: loggedParticipant(other, after, date),
  }
  await noteAdminEvent(tx, channel, userId, action, date)
  await tellOfChannel(tx, ports, other, channel, { date, except: undefined })
  return sent
}

interface NewBot {
  readonly record: ChannelRecord
  readonly userId: UserId
  readonly bot: UserId
  readonly date: number
}

/** Within a unit: a bot comes into a channel by being made an admin; in a broadcast channel there is no other way. */
async function bringBot(
  tx: Transaction,
  ports: ServicePorts,
  { record, userId, bot, date }: NewBot,
): Promise<readonly Sent[]> {
  const known = await tx.channelMembers.get(record.id, bot)
  if (known !== undefined && isKeptOut(known, date)) throw badRequest('USER_KICKED')
  if (record.kind === 'megagroup') await allowBots(tx, record, [bot])
  const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(bot)] }
  const entering = { record, users: [bot], inviter: userId, action, from: userId, by: userId }
  return enterChannel(tx, ports, { ...entering, date, session: undefined })
}

export function actorOf(id: UserId, { member, standing }: ChannelStanding): Admin<UserId> {
  return { id, isCreator: standing.role === 'creator', promotedBy: member?.promotedBy }
}

export function adminOf({ userId, role, promotedBy }: ChannelMember): Admin<UserId> {
  return { id: userId, isCreator: role === 'creator', promotedBy }
}
