import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, type ChatId, isGroup, type UnixTime, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { maxAdmins } from '../channels/limits.ts'
import { standingOfMember } from '../channels/standing.ts'
import { memberStanding } from '../rights.ts'

/** So many of those who ask are named with how many they are. */
const maxRecent = 3

/** Those who may let somebody into a group or channel. */
export async function admittersOf(
  read: Pick<Reads, 'groups' | 'channels' | 'channelMembers'>,
  chat: ChatId | ChannelId,
  now: UnixTime,
): Promise<UserId[]> {
  if (isGroup(chat)) {
    const record = await read.groups.get(chat)
    if (record === undefined) return []
    const members = await read.groups.members(chat)
    return members
      .filter((member) => refusalOf(memberStanding(record, member), 'manage links') === undefined)
      .map(({ userId }) => userId)
  }
  const record = await read.channels.get(chat)
  if (record === undefined) return []
  const admins = await read.channelMembers.page({ channel: chat, list: 'admins', offset: 0, limit: maxAdmins })
  return admins
    .filter((member) => refusalOf(standingOfMember(record, member, now), 'manage links') === undefined)
    .map(({ userId }) => userId)
}

/** How many ask to be let in, and who asked last. */
export async function pendingRequests(
  read: Pick<Reads, 'inviteLinks'>,
  chat: ChatId | ChannelId,
): Promise<api.updatePendingJoinRequests> {
  const requestsPending = await read.inviteLinks.requestCount(chat)
  const recent = await read.inviteLinks.requests(chat, undefined, undefined, maxRecent)
  const recentRequesters = recent.map(({ userId }) => BigInt(userId))
  return { _: 'updatePendingJoinRequests', peer: toPeer(chat), requestsPending, recentRequesters }
}

/** Within a unit: tells all who may let somebody in that it is others now who ask. Gives who these are. */
export async function tellOfRequests(
  tx: Transaction,
  ports: ServicePorts,
  { chat, by, date, session }: RequestChange,
): Promise<readonly UserId[]> {
  const admitters = await admittersOf(tx, chat, date)
  await holdBoxes(tx, admitters)
  const update = await pendingRequests(tx, chat)
  for (const userId of admitters.toSorted((a, b) => a - b)) {
    const except = userId === by ? session : undefined
    await recordUnnumbered(tx, ports, { userId, key: `join requests ${chat}`, update, date, except })
  }
  return admitters
}

interface RequestChange {
  readonly chat: ChatId | ChannelId
  readonly by: UserId
  readonly date: UnixTime
  /** The session that has the answer. */
  readonly session: SessionName | undefined
}
