import type { ChannelId, ChatId, UnixTime, UserId } from '../../../ids.ts'
import type { Verification } from '../people/verifications.ts'

/** A broadcast channel has subscribers who read, a megagroup members who write ("Channels, supergroups, gigagroups"). */
export type ChannelKind = 'broadcast' | 'megagroup'

/** What is switched on or off for a channel as a whole. */
export interface ChannelSwitches {
  /** Posts of a broadcast channel name who wrote them. */
  readonly signatures: boolean
  /** Nothing is forwarded from it. */
  readonly noforwards: boolean
  /** Whoever joins sees only what comes after. */
  readonly preHistoryHidden: boolean
  /** Only admins see who is a member. */
  readonly participantsHidden: boolean
  /** Who is not in a discussion group may not write there ("join_to_send"). */
  readonly joinToSend: boolean
  /** Who comes by the public name asks to be let in ("join_request"). */
  readonly joinRequest: boolean
  /** A supergroup in which admins alone write, of any number of members ("Gigagroups"). */
  readonly gigagroup: boolean
  /** It is wanted that spam be looked for ("channels.toggleAntiSpam"). */
  readonly antiSpam: boolean
  /** What is said in it belongs to topics ("Forums"). */
  readonly forum: boolean
}

/** What a profile can show first ("ProfileTab"). */
export type ProfileTabName = 'Posts' | 'Gifts' | 'Media' | 'Files' | 'Music' | 'Voice' | 'Links' | 'Gifs'

/** How many there are of each kind, kept with each change of a member. */
export interface MemberCounts {
  /** All who are in it, its admins among them. */
  readonly members: number
  readonly admins: number
  /** Who may do less than others, in it or not. */
  readonly restricted: number
  /** Who may not even look. */
  readonly banned: number
}

export interface ChannelRecord extends ChannelSwitches, MemberCounts {
  readonly id: ChannelId
  readonly kind: ChannelKind
  readonly title: string
  readonly about: string
  /** Whoever has one is public: anybody may read what is in it. */
  readonly username?: string | undefined
  readonly creator: UserId
  readonly createdAt: UnixTime
  /** What members may not do unless they are admins, as flags (`rules/chat-rights.ts`). */
  readonly defaultBannedRights: number
  /** A boxed TL `ChatReactions`: what may be reacted with. Missing for all that there is. */
  readonly availableReactions?: Uint8Array | undefined
  /** How many kinds of reactions a post may have. Missing for as many as anywhere. */
  readonly reactionsLimit?: number | undefined
  /** A boxed TL `ChatPhoto`. */
  readonly photo?: Uint8Array | undefined
  /** After how many seconds what is said from now on deletes itself; 0 for never. */
  readonly ttlPeriod: number
  /** In a supergroup, so many seconds members wait between two messages; 0 for none. */
  readonly slowMode: number
  /** The basic group that it was. */
  readonly migratedFrom?: ChatId | undefined
  /** Of a supergroup, the set of stickers that it offers, which may have been removed since. */
  readonly stickers?: number | undefined
  /** Who says that it is what it claims to be; nothing of it is changed by way of this row. */
  readonly verification?: Verification | undefined
  /** What its profile shows first. Missing for what clients choose. */
  readonly mainTab?: ProfileTabName | undefined
  /** It is no more, for anybody. */
  readonly deleted: boolean
  /** Of a supergroup, the bot that whoever asks to be let in is shown to first; it may have lost the right since. */
  readonly guardBot?: UserId | undefined
  /** Of a broadcast channel, the group in which its posts are discussed; of that group, the channel. */
  readonly linked?: ChannelId | undefined
}

/** How often a post was looked at and passed on. */
export interface PostCounts {
  readonly views: number
  readonly forwards: number
}

/** A post of a channel, by its number there. */
export interface PostName {
  readonly channel: ChannelId
  readonly id: number
}

export interface ChannelReads {
  get(id: ChannelId): Promise<ChannelRecord | undefined>
  /** Those of `ids` that ever existed, in no particular order. */
  many(ids: readonly ChannelId[]): Promise<ChannelRecord[]>
  /** Deleted channels of which something is still stored. */
  toErase(limit: number): Promise<ChannelId[]>
  /** The channels with a username that this user created, which are not deleted. */
  publicOf(creator: UserId): Promise<ChannelRecord[]>
  /** Posts that nobody looked at or passed on are left out. */
  counts(posts: readonly PostName[]): Promise<(PostName & PostCounts)[]>
}

export interface ChannelWrites extends ChannelReads {
  /**
   * Removes up to about `limit` rows of what belonged to a deleted channel: what was said there, who was in it, and all else but
   * its number. False once there is no more.
   */
  erase(id: ChannelId, limit: number): Promise<boolean>
  /** Creates the channel and its empty box, and picks the id, which was never given before. Nobody is in it yet. */
  create(channel: Pick<ChannelRecord, 'kind' | 'title' | 'about' | 'creator' | 'createdAt'>): Promise<ChannelRecord>
  /** Something in its log changed that is no new message (see `changedSince` of its members). */
  noteChange(id: ChannelId, date: UnixTime): Promise<void>
  setTitle(id: ChannelId, title: string): Promise<void>
  setAbout(id: ChannelId, about: string): Promise<void>
  setSwitches(id: ChannelId, switches: Partial<ChannelSwitches>): Promise<void>
  setDefaultBannedRights(id: ChannelId, rights: number): Promise<void>
  setStickers(id: ChannelId, set: number | undefined): Promise<void>
  setMainTab(id: ChannelId, tab: ProfileTabName): Promise<void>
  /** From now on this group discusses the posts of the channel; whatever one of both was linked with before is not any more. */
  link(broadcast: ChannelId, megagroup: ChannelId): Promise<void>
  /** Nothing is linked with this channel or group any more. */
  unlink(id: ChannelId): Promise<void>
  setAvailableReactions(
    id: ChannelId,
    allowed: Pick<ChannelRecord, 'availableReactions' | 'reactionsLimit'>,
  ): Promise<void>
  setPhoto(id: ChannelId, photo: Uint8Array | undefined): Promise<void>
  setTtlPeriod(id: ChannelId, period: number): Promise<void>
  setSlowMode(id: ChannelId, seconds: number): Promise<void>
  setMigratedFrom(id: ChannelId, chat: ChatId): Promise<void>
  setGuardBot(id: ChannelId, bot: UserId | undefined): Promise<void>
  /** Whose it is, also among the public channels of that person. The members' rows are put by themselves. */
  setCreator(id: ChannelId, creator: UserId): Promise<void>
  /** Takes title, description and username away for good; its members and messages are shown to nobody any more. */
  markDeleted(id: ChannelId): Promise<void>
  /** Each of these posts was looked at once more. */
  addViews(id: ChannelId, posts: readonly number[]): Promise<void>
  /** Each of these posts was passed on once more. */
  addForwards(id: ChannelId, posts: readonly number[]): Promise<void>
}
