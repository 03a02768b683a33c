import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'

/** What somebody is in a channel. Only `restricted` and `banned` say anything of one who is not in it. */
export type MemberRole = 'creator' | 'admin' | 'member' | 'restricted' | 'banned'

/** Who is in a channel, or was: rows of those who left or were banned stay. */
export interface ChannelMember {
  readonly channel: ChannelId
  readonly userId: UserId
  readonly role: MemberRole
  /** Is in it now. */
  readonly present: boolean
  /** Since when the person is in it; for who is not, since when that is so. */
  readonly date: UnixTime
  /** Who brought the person in. Missing for who came by himself. */
  readonly inviter?: UserId | undefined
  /** The person asked to be let in, and the inviter agreed. */
  readonly viaRequest?: boolean | undefined
  /** What an admin holds, as flags (`rules/chat-rights.ts`), and who gave it. */
  readonly adminRights: number
  readonly promotedBy?: UserId | undefined
  /** A title that is shown with the name. */
  readonly rank?: string | undefined
  /** What is taken from who is restricted or banned, as flags, until when (0 for ever), and who did it. */
  readonly bannedRights: number
  readonly bannedUntil: UnixTime
  readonly bannedBy?: UserId | undefined
  /** Of who is not in it: what it was called when the person was. Kept by the store. */
  readonly titleThen?: string | undefined
  /** Messages up to here are not shown: they are from before the person came. */
  readonly availableMinId: number
  readonly readInboxMaxId: number
  /** The person is a bot. Kept by the store. */
  readonly isBot?: boolean | undefined
}

/** A bot that is in a channel. */
export interface ChannelBot {
  readonly userId: UserId
  readonly role: MemberRole
  /** The last message that it wrote there; 0 for none. */
  readonly lastPost: number
}

/** `recent` are all who are in it, who came last first. */
export type MemberList = 'recent' | 'admins' | 'restricted' | 'banned'

export interface MemberPage {
  readonly channel: ChannelId
  readonly list: MemberList
  /** How many are left out at the beginning. */
  readonly offset: number
  readonly limit: number
}

export interface ChangedChannel {
  readonly channel: ChannelId
  readonly pts: number
}

export interface ChannelMemberReads {
  get(channel: ChannelId, userId: UserId): Promise<ChannelMember | undefined>
  /** Those of `userIds` that have a row, in no particular order. */
  many(channel: ChannelId, userIds: readonly UserId[]): Promise<ChannelMember[]>
  /** What the user is in each of these channels. */
  inMany(userId: UserId, channels: readonly ChannelId[]): Promise<ChannelMember[]>
  page(page: MemberPage): Promise<ChannelMember[]>
  /** All bots that are in it, of which there are few. */
  bots(channel: ChannelId): Promise<ChannelBot[]>
  /** Those whose first name, last name or username begins with `prefix`, in any of the usual cases. */
  search(page: MemberPage & { readonly prefix: string }): Promise<ChannelMember[]>
  /** Those of somebody's channels in whose logs something happened at this time or later, and where the logs are now. */
  changedSince(userId: UserId, date: UnixTime): Promise<ChangedChannel[]>
  /** How many members are using a device now, of the first 10,000 people who are. */
  countOnline(channel: ChannelId, now: UnixTime): Promise<number>
  /** The channels that somebody is in, without those that were deleted. */
  channelsOf(userId: UserId): Promise<ChannelId[]>
  /**
   * The supergroups that both are in, below a public number and the highest first; a bound of 0 is none. Those that hide their
   * members are left out unless the first of both is an admin there.
   */
  common(userId: UserId, other: UserId, below: number, limit: number): Promise<ChannelId[]>
  /** Those that somebody was in and went from, in the order of their ids; not those that were deleted or that keep the person out. */
  left(
    userId: UserId,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly channels: ChannelId[]; readonly count: number }>
}

/** How far a channel was read, after somebody has read in it. */
export interface ReadMove {
  /** What others than the reader were told before of how far their messages were read, and what they are told now. */
  readonly outboxBefore: number
  readonly outboxAfter: number
}

export interface ChannelMemberWrites extends ChannelMemberReads {
  /** Puts a member's row in the place of the one before, and keeps the counts of the channel. */
  put(member: Omit<ChannelMember, 'titleThen'>): Promise<void>
  /** Moves a member's read mark on. It must be above the one before. */
  setRead(channel: ChannelId, userId: UserId, maxId: number): Promise<ReadMove>
  /** A member has posted this message, the newest of all: it is not unread for its author. */
  notePost(channel: ChannelId, userId: UserId, id: number): Promise<void>
}
