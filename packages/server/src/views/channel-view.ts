import type { api } from '@chappe/tl-codec/api'
import { channelBase, type UnixTime } from '../ids.ts'
import { bannedAt, closedIn, viewAdminRights, viewBannedRights } from '../rules/chat-rights.ts'
import type { ChannelMember } from '../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../store/domain/channels/channels.ts'
import { viewChatPhoto } from './shown-photo.ts'
import { verificationIcon } from './verification-view.ts'

/** Whether somebody is kept out of a channel now. */
export function isKeptOut(member: ChannelMember | undefined, now: UnixTime): boolean {
  if (member?.role !== 'banned') return false
  return bannedAt(member.bannedRights, member.bannedUntil, now) !== 0
}

/**
 * Whether somebody may look into a channel: who is in it, and anybody if it has a public name.
 *
 * @param isOpen it discusses a channel that the person may look into
 */
export function maySee(
  { deleted, username }: ChannelRecord,
  member: ChannelMember | undefined,
  now: UnixTime,
  isOpen = false,
): boolean {
  if (deleted || isKeptOut(member, now)) return false
  return member?.present === true || username !== undefined || isOpen
}

/**
 * A channel as one person sees it. Who may not look knows what it was called when he or she was in it, and whoever was not
 * knows nothing.
 */
export function viewChannel(
  record: ChannelRecord,
  member: ChannelMember | undefined,
  { accessHash, now, isOpen }: { readonly accessHash: bigint; readonly now: UnixTime; readonly isOpen: boolean },
): api.Chat | undefined {
  if (!maySee(record, member, now, isOpen && record.kind === 'megagroup')) {
    if (member === undefined && !isOpen) return undefined
    const title = member?.titleThen ?? record.title
    // TDLib takes one that is forbidden for one that throws out.
    if (!record.deleted && !isKeptOut(member, now)) {
      const date = member?.date ?? record.createdAt
      return { _: 'channel', left: true, ...kindOf(record), accessHash, title, photo: { _: 'chatPhotoEmpty' }, date }
    }
    const until = isKeptOut(member, now) ? member?.bannedUntil : undefined
    const untilDate = until === 0 ? undefined : until
    return { _: 'channelForbidden', ...kindOf(record), accessHash, title, untilDate }
  }
  const isIn = member?.present === true
  const isCreator = isIn && member.role === 'creator'
  const taken = member?.role === 'restricted' ? bannedAt(member.bannedRights, member.bannedUntil, now) : 0
  return {
    ...sharedView(record),
    creator: isCreator || undefined,
    left: !isIn || undefined,
    accessHash,
    date: isIn ? member.date : record.createdAt,
    adminRights: isIn && member.adminRights !== 0 ? viewAdminRights(member.adminRights) : undefined,
    bannedRights: taken === 0 ? undefined : viewBannedRights(taken, member?.bannedUntil),
    participantsCount: record.members,
  }
}

/**
 * All of it that is the same for everybody who may look into it: no less, since clients take what is missing in a `min` channel
 * for being so, from default rights (TDLib lets nobody write without them) to whether it is a forum.
 */
export function sharedView(record: ChannelRecord): api.channel {
  const { createdAt: date, title, username } = record
  return {
    ...{ _: 'channel', ...kindOf(record), title, username, photo: viewChatPhoto(record), date },
    hasLink: record.linked !== undefined || undefined,
    forum: record.forum || undefined,
    signatures: record.signatures || undefined,
    noforwards: record.noforwards || undefined,
    joinToSend: record.joinToSend || undefined,
    joinRequest: record.joinRequest || undefined,
    slowmodeEnabled: record.slowMode > 0 || undefined,
    gigagroup: record.gigagroup || undefined,
    botVerificationIcon: verificationIcon(record.verification),
    defaultBannedRights: record.kind === 'broadcast' ? undefined : viewBannedRights(closedIn(record)),
  }
}

function kindOf({ id, kind }: ChannelRecord): Pick<api.channel, 'id' | 'broadcast' | 'megagroup'> {
  const isBroadcast = kind === 'broadcast'
  return { id: BigInt(channelBase - id), broadcast: isBroadcast || undefined, megagroup: !isBroadcast || undefined }
}
