import type { api } from '@chappe/tl-codec/api'
import type { UnixTime } from '../ids.ts'
import { invalid, Refusal } from './refusal.ts'

/**
 * What admins of a group or channel hold, and what is taken from its members ("Admin, banned, default rights"). Both are sets
 * of flags in one number, each flag where it stands in the schema, so that a row of the store is read by the schema.
 */
export type AdminRights = number

/** As `AdminRights`, but what is in it is taken away. Always in the form that `toBanned` gives. */
export type BannedRights = number

export type AdminRight =
  | 'changeInfo'
  | 'postMessages'
  | 'editMessages'
  | 'deleteMessages'
  | 'banUsers'
  | 'inviteUsers'
  | 'pinMessages'
  | 'addAdmins'
  | 'anonymous'
  | 'manageCall'
  | 'other'
  | 'manageTopics'
  | 'postStories'
  | 'editStories'
  | 'deleteStories'
  | 'manageDirectMessages'
  | 'manageRanks'
  | 'manageLinkedPeers'

const adminFlags: { readonly [Name in AdminRight]: number } = {
  changeInfo: 1 << 0,
  postMessages: 1 << 1,
  editMessages: 1 << 2,
  deleteMessages: 1 << 3,
  banUsers: 1 << 4,
  inviteUsers: 1 << 5,
  pinMessages: 1 << 7,
  addAdmins: 1 << 9,
  anonymous: 1 << 10,
  manageCall: 1 << 11,
  other: 1 << 12,
  manageTopics: 1 << 13,
  postStories: 1 << 14,
  editStories: 1 << 15,
  deleteStories: 1 << 16,
  manageDirectMessages: 1 << 17,
  manageRanks: 1 << 18,
  manageLinkedPeers: 1 << 19,
}

export type BannedRight =
  | 'viewMessages'
  | 'sendMessages'
  | 'sendMedia'
  | 'sendStickers'
  | 'sendGifs'
  | 'sendGames'
  | 'sendInline'
  | 'embedLinks'
  | 'sendPolls'
  | 'changeInfo'
  | 'inviteUsers'
  | 'pinMessages'
  | 'manageTopics'
  | 'sendPhotos'
  | 'sendVideos'
  | 'sendRoundvideos'
  | 'sendAudios'
  | 'sendVoices'
  | 'sendDocs'
  | 'sendPlain'
  | 'editRank'
  | 'sendReactions'
  | 'manageLinkedPeers'

const bannedFlags: { readonly [Name in BannedRight]: number } = {
  viewMessages: 1 << 0,
  sendMessages: 1 << 1,
  sendMedia: 1 << 2,
  sendStickers: 1 << 3,
  sendGifs: 1 << 4,
  sendGames: 1 << 5,
  sendInline: 1 << 6,
  embedLinks: 1 << 7,
  sendPolls: 1 << 8,
  changeInfo: 1 << 10,
  inviteUsers: 1 << 15,
  pinMessages: 1 << 17,
  manageTopics: 1 << 18,
  sendPhotos: 1 << 19,
  sendVideos: 1 << 20,
  sendRoundvideos: 1 << 21,
  sendAudios: 1 << 22,
  sendVoices: 1 << 23,
  sendDocs: 1 << 24,
  sendPlain: 1 << 25,
  editRank: 1 << 26,
  sendReactions: 1 << 27,
  manageLinkedPeers: 1 << 28,
}

function namesOf<Name extends string>(flags: { readonly [One in Name]: number }): readonly Name[] {
  return Object.keys(flags).filter((name): name is Name => name in flags)
}

export const adminRightNames: readonly AdminRight[] = namesOf(adminFlags)
export const bannedRightNames: readonly BannedRight[] = namesOf(bannedFlags)

export function adminRights(...names: readonly AdminRight[]): AdminRights {
  return names.reduce((all, name) => all | adminFlags[name], 0)
}

/** As they are, not in the form of `toBanned`. */
function flagsOf(...names: readonly BannedRight[]): number {
  return names.reduce((all, name) => all | bannedFlags[name], 0)
}

/** What `sendMedia` took away as a whole before each kind had a right of its own. */
const mediaKinds = flagsOf('sendPhotos', 'sendVideos', 'sendRoundvideos', 'sendAudios', 'sendVoices', 'sendDocs')

/** Each kind of what is sent. Who may send none of them may not write. */
const sendKinds = mediaKinds | flagsOf('sendPlain', 'sendStickers', 'sendGifs', 'sendGames', 'sendInline', 'sendPolls')

const everything = bannedRightNames.reduce((all, name) => all | bannedFlags[name], 0)

/**
 * The same with what follows from it: without messages nothing is sent and no page is shown, without media no kind of it, and
 * a chat that is not seen allows nothing. The flags for many say no more than those for each, and are set when these all are:
 * clients from before know only the former, today's set only the latter.
 */
export function toBanned(flags: number): BannedRights {
  if ((flags & bannedFlags.viewMessages) !== 0) return everything
  let all = flags
  if ((all & bannedFlags.sendMessages) !== 0) all |= sendKinds | bannedFlags.embedLinks
  if ((all & bannedFlags.sendMedia) !== 0) all |= mediaKinds
  if ((all & mediaKinds) === mediaKinds) all |= bannedFlags.sendMedia
  if ((all & sendKinds) === sendKinds) all |= bannedFlags.sendMessages | bannedFlags.embedLinks
  return all
}

export function bannedRights(...names: readonly BannedRight[]): BannedRights {
  return toBanned(flagsOf(...names))
}

/** Nothing is taken away. */
export const noneBanned: BannedRights = 0
/** Whoever was thrown out and kept out. */
export const allBanned: BannedRights = everything

/** What is taken from all members of a channel: in a gigagroup also to write. */
export function closedIn({
  gigagroup,
  defaultBannedRights,
}: {
  readonly gigagroup: boolean
  readonly defaultBannedRights: BannedRights
}): BannedRights {
  return gigagroup ? bothBanned(defaultBannedRights, flagsOf('sendMessages')) : defaultBannedRights
}

export function holds(rights: AdminRights, name: AdminRight): boolean {
  return (rights & adminFlags[name]) !== 0
}

export function isTaken(rights: BannedRights, name: BannedRight): boolean {
  return (rights & bannedFlags[name]) !== 0
}

/** What is taken by either of two. */
export function bothBanned(one: BannedRights, other: BannedRights): BannedRights {
  return toBanned(one | other)
}

/** What a client sent. Flags of today that its layer does not know are not set in it. */
export function adminRightsOf(given: api.ChatAdminRights): AdminRights {
  return adminRights(...adminRightNames.filter((name) => given[name] === true))
}

export function viewAdminRights(rights: AdminRights): api.chatAdminRights {
  const view: { -readonly [Name in AdminRight]?: boolean } = {}
  for (const name of adminRightNames) if (holds(rights, name)) view[name] = true
  return { _: 'chatAdminRights', ...view }
}

export function bannedRightsOf(given: api.ChatBannedRights): BannedRights {
  return bannedRights(...bannedRightNames.filter((name) => given[name] === true))
}

/** What clients take for "forever": TDLib complains of any other date with rights that are taken from everybody. */
const endOfTime: UnixTime = 2 ** 31 - 1

/** @param until `forever` if absent */
export function viewBannedRights(rights: BannedRights, until: UnixTime = forever): api.chatBannedRights {
  const view: { -readonly [Name in BannedRight]?: boolean } = {}
  for (const name of bannedRightNames) if (isTaken(rights, name)) view[name] = true
  return { _: 'chatBannedRights', ...view, untilDate: until === forever ? endOfTime : until }
}

/** An end that does not come. */
export const forever: UnixTime = 0
const shortest = 30
const longest = 366 * 86_400

/** Until when something is taken from one member: less than 30 seconds from now or more than 366 days is forever. */
export function bannedUntil(untilDate: number, now: UnixTime): UnixTime {
  return untilDate - now < shortest || untilDate - now > longest ? forever : untilDate
}

/** What is still taken from a member at a time. */
export function bannedAt(rights: BannedRights, until: UnixTime, now: UnixTime): BannedRights {
  return until !== forever && until <= now ? noneBanned : rights
}

/**
 * The rights that a client means to take from all members of a group ("default rights"). The date says nothing: clients send
 * any. Throws `BANNED_RIGHTS_INVALID` for a group that nobody could look into.
 *
 * @param layer of the client
 * @param before what is taken so far: what the layer has no flag for stays as it was
 */
export function parseDefaultBanned(given: api.ChatBannedRights, layer: number, before: BannedRights): BannedRights {
  if (given.viewMessages === true) throw invalid('BANNED_RIGHTS_INVALID')
  return keepUnknown(bannedRightsOf(given), layer, before)
}

/**
 * The layers in which rights were added to the flags, the constructor's number being the same ever since: with forum topics,
 * with ranks for members, and two that no published schema up to layer 224 has.
 */
const laterBanned: readonly (readonly [since: number, flags: number])[] = [
  [148, flagsOf('manageTopics')],
  [223, flagsOf('editRank')],
  [225, flagsOf('sendReactions')],
  [228, flagsOf('manageLinkedPeers')],
]

/**
 * What a client takes away, and what it could not speak of as it was before. Kinds of media need no such care: who knows
 * only the flag for all of them sees it when all are taken, and sends all of them or none.
 */
export function keepUnknown(given: BannedRights, layer: number, before: BannedRights): BannedRights {
  const unknown = laterBanned.reduce((all, [since, flags]) => (layer < since ? all | flags : all), 0)
  return toBanned((given & ~unknown) | (before & unknown))
}

/** Everything that there is to hold in a basic group or supergroup; what is of channels alone is not given there. */
const groupRights = adminRights(
  ...(['changeInfo', 'deleteMessages', 'banUsers', 'inviteUsers', 'pinMessages', 'addAdmins', 'anonymous'] as const),
  ...(['manageCall', 'other', 'manageTopics', 'manageRanks', 'manageLinkedPeers'] as const),
  ...(['postStories', 'editStories', 'deleteStories'] as const),
)

const broadcastRights = adminRights(
  ...(['changeInfo', 'postMessages', 'editMessages', 'deleteMessages', 'banUsers', 'inviteUsers'] as const),
  ...(['addAdmins', 'manageCall', 'other', 'manageDirectMessages', 'manageLinkedPeers'] as const),
  ...(['postStories', 'editStories', 'deleteStories'] as const),
)

/**
 * What an admin of a basic group holds: one right, which is all of them but to make further ones ("Admin, banned, default
 * rights"; TDLib takes the same).
 */
export const basicAdminRights: AdminRights = adminRights(
  ...(['changeInfo', 'deleteMessages', 'banUsers', 'inviteUsers', 'pinMessages', 'manageCall', 'other'] as const),
)

/** What its creator holds. */
export function creatorRights(kind: 'group' | 'supergroup' | 'broadcast'): AdminRights {
  return kind === 'broadcast' ? broadcastRights : groupRights
}

/** What stands in its creator's own row: all of it, but who creates a supergroup is anonymous there only by choice. */
export function creatorsOwnRights(kind: 'supergroup' | 'broadcast', given?: api.ChatAdminRights): AdminRights {
  const isAnonymous = kind === 'supergroup' && given?.anonymous === true
  return isAnonymous ? creatorRights(kind) : creatorRights(kind) & ~adminFlags.anonymous
}

/**
 * The rights that somebody gives an admin of a channel or supergroup: none that this kind of chat has not, and none that the
 * giver does not hold. An admin without any other right holds `other`, or would be none. Throws `RIGHT_FORBIDDEN`.
 *
 * @param holder what the giver holds
 */
export function parseGivenRights(
  kind: 'supergroup' | 'broadcast',
  given: api.ChatAdminRights,
  holder: AdminRights,
): AdminRights {
  const rights = adminRightsOf(given)
  if ((rights & ~creatorRights(kind)) !== 0) throw rightForbidden()
  if ((rights & ~holder & ~adminFlags.other) !== 0) throw rightForbidden()
  return rights
}

function rightForbidden(): Refusal {
  return new Refusal(403, 'RIGHT_FORBIDDEN')
}

/** One who has rights, in the eyes of whoever wants to change them. */
export interface Admin<Id> {
  readonly id: Id
  readonly isCreator: boolean
  /** By whom; absent for one who is no admin. */
  readonly promotedBy: Id | undefined
}

/**
 * Whether somebody may change what another one holds, or throw that one out: the creator anybody, an admin those who are
 * none and those whom that admin promoted, and nobody the creator. The right to do it at all is the table's.
 */
export function mayEdit<Id>(actor: Admin<Id>, other: Admin<Id>): boolean {
  if (other.isCreator) return false
  if (actor.isCreator || actor.id === other.id) return true
  return other.promotedBy === undefined || other.promotedBy === actor.id
}
