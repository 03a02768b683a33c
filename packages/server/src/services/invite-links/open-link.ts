import { standingOfMember } from '../../chats/channels/standing.ts'
import { digestOfInvite } from '../../chats/members/invite-link.ts'
import { memberStanding } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, type ChatId, isGroup, type UnixTime, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { isOpenLink, linkExpired, parseInviteHash } from '../../rules/invite-links.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { GroupRecord } from '../../store/domain/groups/groups.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'
import { isKeptOut } from '../../views/channel-view.ts'

type LinkReads = Pick<Reads, 'groups' | 'channels' | 'channelMembers' | 'inviteLinks'>

/** Where a link leads. */
export type Target =
  | { readonly kind: 'group'; readonly record: GroupRecord }
  | { readonly kind: 'channel'; readonly record: ChannelRecord }

export interface OpenLink {
  readonly link: InviteLink
  readonly target: Target
  /** Whoever asks is in it already. */
  readonly isIn: boolean
}

/** Whom a chat takes in by a link of an admin of it. */
interface Door {
  readonly target: Target
  readonly isIn: boolean
  /** The admin may still let people in by links. */
  readonly mayInvite: boolean
  /** Nobody keeps this one out. */
  readonly mayCome: boolean
}

/**
 * The link that somebody has, if it takes this one in: it is not over, its admin may still invite by it, and nobody has
 * thrown this one out. Throws `INVITE_HASH_EXPIRED` for all of that alike, so that a guess tells nothing.
 */
export async function openLink(read: LinkReads, ports: ServicePorts, userId: UserId, hash: string): Promise<OpenLink> {
  const link = await read.inviteLinks.get(digestOfInvite(ports, parseInviteHash(hash)))
  if (link === undefined) throw linkExpired()
  const { chat, admin } = link
  const now = unixSeconds(ports.clock)
  const door = isGroup(chat)
    ? await doorOfGroup(read, chat, admin, userId)
    : await doorOfChannel(read, chat, admin, userId, now)
  if (door === undefined) throw linkExpired()
  const { target, isIn, mayInvite, mayCome } = door
  if (!isIn && !(isOpenLink(link, now) && mayInvite && mayCome)) throw linkExpired()
  return { link, target, isIn }
}

async function doorOfGroup(
  { groups }: LinkReads,
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
  { channels, channelMembers }: LinkReads,
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
