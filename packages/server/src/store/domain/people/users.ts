import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'
import type { Verification } from './verifications.ts'

export interface Birthday {
  readonly day: number
  readonly month: number
  readonly year?: number | undefined
}

/** What of a bot is shown wherever it is named. */
export interface BotTraits {
  /** Whose it is; missing for one that an operator keeps. */
  readonly owner?: UserId | undefined
  /** Counts the changes of its commands and texts: clients fetch them anew. */
  readonly infoVersion: number
  /** It may be brought into groups. */
  readonly joinsGroups: boolean
  /** It is told of all that is said in groups, without privacy mode. */
  readonly seesAll: boolean
  /** What stands in the field of whoever asks it inline; missing where it cannot be asked. */
  readonly inlinePlaceholder?: string | undefined
  /** It wants to know from where it is asked. */
  readonly inlineGeo: boolean
  /** It opens an app from its profile (`WebAppReads.appNamed`, without a name). */
  readonly hasMainApp?: boolean | undefined
  /** People may make bots through it, whose tokens it has. */
  readonly managesBots?: boolean | undefined
  /** It may decide who comes into supergroups ("bot_guard"). */
  readonly guards?: boolean | undefined
  /** It answers in chats that it is not in, when somebody names it there ("Guest mode for bots"). */
  readonly guestChats?: boolean | undefined
  /** The one through which it was made. */
  readonly manager?: UserId | undefined
}

/** Whether an account is gone: it has neither a number nor is it a bot. */
export function isDeleted({ phone, bot }: Pick<UserRecord, 'phone' | 'bot'>): boolean {
  return phone === undefined && bot === undefined
}

export interface UserRecord {
  readonly id: UserId
  /** Digits only, unique; bots have none, and it is absent once the account is deleted. */
  readonly phone?: string | undefined
  readonly firstName: string
  readonly lastName: string
  readonly about: string
  /** As its owner writes it; unique without regard to case. */
  readonly username?: string | undefined
  readonly createdAt: UnixTime
  readonly birthday?: Birthday | undefined
  /** Boxed TL: an `EmojiStatus` and two `PeerColor`. */
  readonly emojiStatus?: Uint8Array | undefined
  readonly color?: Uint8Array | undefined
  readonly profileColor?: Uint8Array | undefined
  /** A boxed TL `UserProfilePhoto`: what is shown beside the name, and to those who may not see that. */
  readonly photo?: Uint8Array | undefined
  readonly fallbackPhoto?: Uint8Array | undefined
  /** When the user was last seen online; 0 for never. */
  readonly lastSeen: UnixTime
  readonly bot?: BotTraits | undefined
  /** What a bot is called in other languages, by two letters each; nothing of it is changed by way of this row. */
  readonly names?: ReadonlyMap<string, string> | undefined
  /** Who says that it is the one whom it claims to be; nothing of it is changed by way of this row. */
  readonly verification?: Verification | undefined
  /** A channel of one's own that stands on the profile, as it was chosen; it may have ended since. */
  readonly personalChannel?: ChannelId | undefined
}

export interface UserReads {
  get(id: UserId): Promise<UserRecord | undefined>
  /** Those of `ids` that exist, in no particular order. */
  many(ids: readonly UserId[]): Promise<UserRecord[]>
  byPhone(phone: string): Promise<UserRecord | undefined>
  byPhones(phones: readonly string[]): Promise<UserRecord[]>
  /** Accounts whose time without use ended before `time`. */
  ended(time: UnixTime, limit: number): Promise<UserId[]>
  /** The bots of an owner, or with ids above a number of whomever, in the order of their ids. */
  bots(page: {
    readonly owner?: UserId | undefined
    readonly after: number
    readonly limit: number
  }): Promise<UserRecord[]>
  /** Deleted accounts of which something is still stored. */
  toErase(limit: number): Promise<UserId[]>
}

export type Looks = Pick<UserRecord, 'birthday' | 'emojiStatus' | 'color' | 'profileColor'>

export interface UserWrites extends UserReads {
  /** Creates the account and its empty box, and picks the id: never `hiddenAuthorId`. The phone number must be free. */
  create(user: Pick<UserRecord, 'phone' | 'firstName' | 'lastName' | 'createdAt' | 'bot'>): Promise<UserRecord>
  setProfile(id: UserId, profile: Pick<UserRecord, 'firstName' | 'lastName' | 'about'>): Promise<void>
  setLooks(id: UserId, looks: Looks): Promise<void>
  setPersonalChannel(id: UserId, channel: ChannelId | undefined): Promise<void>
  setPhotos(id: UserId, photos: Pick<UserRecord, 'photo' | 'fallbackPhoto'>): Promise<void>
  /** Of a bot. */
  setBot(id: UserId, bot: BotTraits): Promise<void>
  /** The number must be free. */
  setPhone(id: UserId, phone: string): Promise<void>
  /** The account is deleted if it is not used until then. */
  setEnd(id: UserId, time: UnixTime): Promise<void>
  /** Takes the number, the name and everything else that is shown away from the account, for good. */
  markDeleted(id: UserId, time: UnixTime): Promise<void>
  /** Removes up to `limit` rows of what a deleted user owned. False once there is no more. */
  erase(id: UserId, limit: number): Promise<boolean>
}
