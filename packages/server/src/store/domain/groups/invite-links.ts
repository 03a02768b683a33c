import type { ChannelId, ChatId, UnixTime, UserId } from '../../../ids.ts'

/** A link by which somebody comes into a group or channel ("Invite links"). */
export interface InviteLink {
  /** A keyed digest of `hash`, by which it is looked up: how long that takes tells nothing of the hashes that there are. */
  readonly digest: Uint8Array
  /** The secret part of the link. */
  readonly hash: string
  readonly chat: ChatId | ChannelId
  /** Whose link it is. */
  readonly admin: UserId
  readonly date: UnixTime
  /** The one link that an admin has without making one: it has no limits, and another takes its place when it is revoked. */
  readonly permanent: boolean
  readonly revoked: boolean
  /** Who opens it asks to be let in. */
  readonly requestNeeded: boolean
  /** When its limits were changed last. */
  readonly startDate?: UnixTime | undefined
  readonly expireDate?: UnixTime | undefined
  readonly usageLimit?: number | undefined
  /** How many came in by it. */
  readonly usage: number
  /** What it is for, in the words of its admin. */
  readonly title?: string | undefined
}

/** Somebody who came in by a link, or asks to. */
export interface Importer {
  readonly userId: UserId
  /** By which link; it may be gone. Missing for who asks by the public name. */
  readonly digest?: Uint8Array | undefined
  readonly date: UnixTime
  /** Who has let this one in. */
  readonly approvedBy?: UserId | undefined
}

/** An admin's links in a chat. */
export interface LinksOfAdmin {
  readonly admin: UserId
  readonly links: number
  readonly revoked: number
}

/** Below which to go on, newest first; each is told apart by the second where the dates are the same. */
export interface LinkOffset {
  readonly date: UnixTime
  readonly digest: Uint8Array
}

export interface ImporterOffset {
  readonly date: UnixTime
  readonly userId: UserId
}

export interface LinkPage {
  readonly chat: ChatId | ChannelId
  readonly admin: UserId
  readonly revoked: boolean
  readonly below?: LinkOffset | undefined
  readonly limit: number
}

export interface InviteLinkReads {
  get(digest: Uint8Array): Promise<InviteLink | undefined>
  /** The permanent one of an admin that is not revoked. */
  permanent(chat: ChatId | ChannelId, admin: UserId): Promise<InviteLink | undefined>
  /** The newest first; of those that are not revoked, all but the permanent one. */
  page(page: LinkPage): Promise<InviteLink[]>
  count(chat: ChatId | ChannelId, admin: UserId, revoked: boolean): Promise<number>
  /** Those who have any, by id. */
  admins(chat: ChatId | ChannelId): Promise<LinksOfAdmin[]>
  /** Who came in by a link, the last first. */
  importers(digest: Uint8Array, below: ImporterOffset | undefined, limit: number): Promise<Importer[]>
  /** Who asks to be let in, the last first; by one link, or by any. */
  requests(
    chat: ChatId | ChannelId,
    digest: Uint8Array | undefined,
    below: ImporterOffset | undefined,
    limit: number,
  ): Promise<Importer[]>
  request(chat: ChatId | ChannelId, userId: UserId): Promise<Importer | undefined>
  /** How many ask; by one link, or by any. */
  requestCount(chat: ChatId | ChannelId, digest?: Uint8Array): Promise<number>
}

export interface InviteLinkWrites extends InviteLinkReads {
  /** Adds a link, or changes it. */
  put(link: InviteLink): Promise<void>
  /** Who came in by it is forgotten, and who asks to is refused. */
  remove(digest: Uint8Array): Promise<void>
  /** So many revoked ones of an admin as `remove` does, the oldest first. Gives how many. */
  removeRevoked(chat: ChatId | ChannelId, admin: UserId, limit: number): Promise<number>
  /** The links of a group lead to the supergroup that it has become, and who asks to be let in asks there. */
  move(from: ChatId, to: ChannelId): Promise<void>
  /** All links of a chat that are not revoked ask for requests, or none does: those that did have no limit of usage. */
  setRequestNeeded(chat: ChatId | ChannelId, requestNeeded: boolean): Promise<void>
  /** Somebody has come in by a link: also counts its usage. Who asked asks no longer. */
  addImporter(chat: ChatId | ChannelId, importer: Importer): Promise<void>
  /** Somebody asks to be let in. */
  putRequest(chat: ChatId | ChannelId, request: Importer): Promise<void>
  /** False if there was none. */
  removeRequest(chat: ChatId | ChannelId, userId: UserId): Promise<boolean>
}
