import { type ChannelId, type ChatId, isGroup, type UnixTime, type UserId } from '../../ids.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { GroupRecord } from '../../store/domain/groups/groups.ts'
import type { Reads } from '../../store/store.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import { standingOfMember } from '../channels/standing.ts'
import { memberStanding } from '../rights.ts'

export type DoorReads = Pick<Reads, 'groups' | 'channels' | 'channelMembers'>

/** Where a link leads. */
export type Target =
  | { readonly kind: 'group'; readonly record: GroupRecord }
  | { readonly kind: 'channel'; readonly record: ChannelRecord }

/** Whom a chat takes in by a link of an admin of it. */
export interface Door {
  readonly target: Target
  readonly isIn: boolean
  /** The admin may still let people in by links. */
  readonly mayInvite: boolean
  /** Nobody keeps this one out. */
  readonly mayCome: boolean
}

/** Whom a chat takes in that an admin has given somebody a link to. Undefined where there is none any more. */
export function doorOf(
  read: DoorReads,
  chat: ChatId | ChannelId,
  { admin, userId, now }: { readonly admin: UserId; readonly userId: UserId; readonly now: UnixTime },
): Promise<Door | undefined> {
  return isGroup(chat) ? doorOfGroup(read, chat, admin, userId) : doorOfChannel(read, chat, admin, userId, now)
}

async function doorOfGroup(
  { groups }: DoorReads,
  chat: ChatId,
  admin: UserId,
  userId: UserId,
): Promise<Door | undefined> {
  const [record, inviter, member] = await Promise.all([
    groups.get(chat),
    groups.member(chat, admin),
    groups.member(chat, userId),
  ])
  if (record === undefined || inviter === undefined) return undefined
  return {
    target: { kind: 'group', record },
    isIn: member?.standing === 'in',
    mayInvite: refusalOf(memberStanding(record, inviter), 'manage links') === undefined,
    mayCome: member === undefined || refusalOf(memberStanding(record, member), 'join') === undefined,
  }
}

async function doorOfChannel(
  { channels, channelMembers }: DoorReads,
  channel: ChannelId,
  admin: UserId,
  userId: UserId,
  now: UnixTime,
): Promise<Door | undefined> {
  const [record, people] = await Promise.all([channels.get(channel), channelMembers.many(channel, [admin, userId])])
  const inviter = people.find((member) => member.userId === admin)
  const member = people.find((one) => one.userId === userId)
  if (record === undefined || record.deleted || inviter === undefined) return undefined
  return {
    target: { kind: 'channel', record },
    isIn: member?.present === true && !isKeptOut(member, now),
    mayInvite: refusalOf(standingOfMember(record, inviter, now), 'manage links') === undefined,
    // Whoever has a link comes in by it, as anybody may by a public name.
    mayCome: !isKeptOut(member, now),
  }
}
