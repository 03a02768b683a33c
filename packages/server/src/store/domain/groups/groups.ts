import type { ChannelId, ChatId, UnixTime, UserId } from '../../../ids.ts'

/** A basic group, without who is in it. */
export interface GroupRecord {
  readonly id: ChatId
  readonly title: string
  readonly about: string
  readonly creator: UserId
  readonly date: UnixTime
  /** Counts the changes of the group and of its members: clients drop what they know by an earlier one. */
  readonly version: number
  /** How many are in it. */
  readonly members: number
  /** A boxed TL `ChatBannedRights`: what members may not do; missing for nothing. */
  readonly defaultBanned?: Uint8Array | undefined
  /** A boxed TL `ChatReactions`: what may be reacted with. Missing for all that there is. */
  readonly availableReactions?: Uint8Array | undefined
  /** How many kinds of reactions a message may have. Missing for as many as anywhere. */
  readonly reactionsLimit?: number | undefined
  /** A boxed TL `ChatPhoto`. */
  readonly photo?: Uint8Array | undefined
  /** Nothing is passed on from it. */
  readonly noforwards: boolean
  /** Its creator has deleted it: nobody is in it any more, nor will be. */
  readonly deactivated: boolean
  /** The supergroup that it has become; it is deactivated then ("Migration"). */
  readonly migratedTo?: ChannelId | undefined
}

export type NewGroup = Pick<GroupRecord, 'title' | 'creator' | 'date'>

/** What of a group can be changed. */
export type GroupChange = Partial<
  Pick<
    GroupRecord,
    | 'title'
    | 'about'
    | 'creator'
    | 'defaultBanned'
    | 'noforwards'
    | 'deactivated'
    | 'migratedTo'
    | 'availableReactions'
    | 'reactionsLimit'
    | 'photo'
  >
>

/** Somebody who is in a group or was. */
export interface GroupMember {
  readonly chat: ChatId
  readonly userId: UserId
  readonly inviter: UserId
  /** Since when. */
  readonly date: UnixTime
  readonly admin: boolean
  /** Whoever is not in it any more has left, or was removed by somebody. */
  readonly standing: 'in' | 'left' | 'removed'
  /** What the group was called when this one ceased to be in it: later names are for its members. */
  readonly titleThen?: string | undefined
  /** A title that is shown with the name ("Rank"). */
  readonly rank?: string | undefined
  /** The person is a bot, and the number of the last message that it wrote, as its own box counts. Kept by the store. */
  readonly isBot?: boolean | undefined
  readonly lastPost?: number | undefined
}

export interface GroupReads {
  get(id: ChatId): Promise<GroupRecord | undefined>
  many(ids: readonly ChatId[]): Promise<GroupRecord[]>
  /** Also of who was in it once. */
  member(id: ChatId, userId: UserId): Promise<GroupMember | undefined>
  /** What one user is or was in these groups. */
  memberships(userId: UserId, ids: readonly ChatId[]): Promise<GroupMember[]>
  /** Those who are in it, in the order in which they came. */
  members(id: ChatId): Promise<GroupMember[]>
  /** Those who were thrown out, and not taken in again: so many, those who came last first. */
  removed(id: ChatId, limit: number): Promise<GroupMember[]>
  /** The groups that both are in, below a number and the highest number first; a bound of 0 is none. */
  common(userId: UserId, other: UserId, below: number, limit: number): Promise<ChatId[]>
  /** The groups that somebody is in. */
  ofUser(userId: UserId): Promise<ChatId[]>
}

export interface GroupWrites extends GroupReads {
  /** Makes a group with these members, its creator among them. Its number is never given again. */
  create(group: NewGroup, members: readonly Omit<GroupMember, 'chat' | 'standing'>[]): Promise<GroupRecord>
  /** Answers the group as it is then, under its next version. */
  change(id: ChatId, change: GroupChange): Promise<GroupRecord>
  /** What somebody is in it from now on, in place of what he or she was. Answers as `change`. */
  putMember(member: GroupMember): Promise<GroupRecord>
  /** A bot has written a message at this time; the one that did so last is told of commands that name none. */
  notePost(id: ChatId, bot: UserId, order: number): Promise<void>
}
