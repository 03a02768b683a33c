import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { bannedAt, closedIn } from '../../rules/chat-rights.ts'
import { type Act, allow, type InBroadcast, type InSupergroup, type Reach } from '../../rules/rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Reads } from '../../store/store.ts'
import { isKeptOut, maySee } from '../../views/channel-view.ts'

export type StandingReads = Pick<Reads, 'channels' | 'channelMembers'>

/** A channel, and what somebody is in it. */
export interface ChannelStanding {
  readonly record: ChannelRecord
  /** Missing for who never was in it. */
  readonly member: ChannelMember | undefined
  readonly standing: InBroadcast | InSupergroup
}

/** What of a channel somebody may read: messages above a number. */
export interface ReadableChannel extends ChannelStanding {
  readonly above: number
}

/** What the table of rights has to know of somebody in a channel. Throws `CHANNEL_PRIVATE` for one that is no more. */
export async function standingIn(
  read: StandingReads,
  userId: UserId,
  channel: ChannelId,
  now: UnixTime,
): Promise<ChannelStanding> {
  const [record, member] = await Promise.all([read.channels.get(channel), read.channelMembers.get(channel, userId)])
  if (record === undefined || record.deleted) throw badRequest('CHANNEL_PRIVATE')
  const standing = standingOfMember(record, member, now)
  // Who finds no way in by himself may have one by what the group is linked with.
  const isOpen = standing.role === 'outsider' && (await isOpenByLink(read, record, userId, now))
  return { record, member, standing: isOpen ? standingOfMember(record, member, now, isOpen) : standing }
}

/**
 * What somebody is in a channel, for whoever has read both already.
 *
 * @param isOpen it discusses a channel that this person may look into
 */
export function standingOfMember(
  record: ChannelRecord,
  member: ChannelMember | undefined,
  now: UnixTime,
  isOpen = false,
): InBroadcast | InSupergroup {
  const facts = {
    held: member?.present === true ? member.adminRights : 0,
    closed: closedIn(record),
    taken: member === undefined ? 0 : bannedAt(member.bannedRights, member.bannedUntil, now),
    hidesMembers: record.participantsHidden,
  }
  const outside = isKeptOut(member, now) ? 'banned' : record.username !== undefined || isOpen ? 'visitor' : 'outsider'
  const isIn = member?.present === true && outside !== 'banned'
  const isAdmin = member?.role === 'creator' || member?.role === 'admin' ? member.role : undefined
  return record.kind === 'broadcast'
    ? { kind: 'broadcast', role: isIn ? (isAdmin ?? 'subscriber') : outside, ...facts }
    : { kind: 'supergroup', role: isIn ? (isAdmin ?? 'member') : guestOr(record, outside), ...facts }
}

/** In a discussion group who may look may write, too, unless one has to join for that ("Requiring users to join the group"). */
function guestOr<Role extends string>(
  { linked, joinToSend }: ChannelRecord,
  outside: Role | 'visitor',
): Role | 'visitor' | 'guest' {
  return outside === 'visitor' && linked !== undefined && !joinToSend ? 'guest' : outside
}

/** Whether a group discusses a channel that somebody may look into: then that one may look into the group as well. */
async function isOpenByLink(
  read: StandingReads,
  { kind, linked }: ChannelRecord,
  userId: UserId,
  now: UnixTime,
): Promise<boolean> {
  if (kind === 'broadcast' || linked === undefined) return false
  const [broadcast, subscriber] = await Promise.all([
    read.channels.get(linked),
    read.channelMembers.get(linked, userId),
  ])
  return broadcast !== undefined && maySee(broadcast, subscriber, now)
}

/** As `standingIn`; throws the public error for an act that is not allowed. */
export async function allowInChannel(
  read: StandingReads,
  userId: UserId,
  channel: ChannelId,
  act: Act,
  now: UnixTime,
): Promise<ChannelStanding & { readonly reach: Reach }> {
  const found = await standingIn(read, userId, channel, now)
  return { ...found, reach: allow(found.standing, act) }
}

/** As `standingIn`, for whoever wants to look into it: throws `CHANNEL_PRIVATE` for who may not. */
export async function readable(
  read: StandingReads,
  userId: UserId,
  channel: ChannelId,
  now: UnixTime,
): Promise<ReadableChannel> {
  const found = await allowInChannel(read, userId, channel, 'see', now)
  const { record, member } = found
  const isIn = member?.present === true
  const above = isIn ? member.availableMinId : record.preHistoryHidden ? Number.MAX_SAFE_INTEGER : 0
  return { ...found, above }
}
