import type { api } from '@chappe/tl-codec/api'
import { channelBase, type UnixTime } from '../ids.ts'
import { bannedAt, viewAdminRights, viewBannedRights } from '../rules/chat-rights.ts'
import type { ChannelMember } from '../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../store/domain/channels/channels.ts'

/** Whether somebody is kept out of a channel now. */
export function isKeptOut(member: ChannelMember | undefined, now: UnixTime): boolean {
  if (member?.role !== 'banned') return false
  return bannedAt(member.bannedRights, member.bannedUntil, now) !== 0
}

/** Whether somebody may look into a channel: who is in it, and anybody if it has a public name. */
export function maySee(
  { deleted, username }: ChannelRecord,
  member: ChannelMember | undefined,
  now: UnixTime,
): boolean {
  if (deleted || isKeptOut(member, now)) return false
  return member?.present === true || username !== undefined
}

/**
 * A channel as one person sees it. Who may not look knows what it was called when he or she was in it, and whoever was not
 * knows nothing.
 */
export function viewChannel(
  record: ChannelRecord,
  member: ChannelMember | undefined,
  { accessHash, now }: { readonly accessHash: bigint; readonly now: UnixTime },
): api.Chat | undefined {
  const id = BigInt(channelBase - record.id)
  const isBroadcast = record.kind === 'broadcast'
  const kind = { broadcast: isBroadcast || undefined, megagroup: !isBroadcast || undefined }
  if (!maySee(record, member, now)) {
    if (member === undefined) return undefined
    const untilDate = isKeptOut(member, now) && member.bannedUntil > 0 ? member.bannedUntil : undefined
    return { _: 'channelForbidden', ...kind, id, accessHash, title: member.titleThen ?? record.title, untilDate }
  }
  const isIn = member?.present === true
  const isCreator = isIn && member.role === 'creator'
  const taken = member?.role === 'restricted' ? bannedAt(member.bannedRights, member.bannedUntil, now) : 0
  return {
    _: 'channel',
    creator: isCreator || undefined,
    left: !isIn || undefined,
    ...kind,
    signatures: record.signatures || undefined,
    noforwards: record.noforwards || undefined,
    joinToSend: record.joinToSend || undefined,
    joinRequest: record.joinRequest || undefined,
    slowmodeEnabled: record.slowMode > 0 || undefined,
    gigagroup: record.gigagroup || undefined,
    id,
    accessHash,
    title: record.title,
    username: record.username,
    photo: { _: 'chatPhotoEmpty' },
    date: isIn ? member.date : record.createdAt,
    adminRights: isIn && member.adminRights !== 0 ? viewAdminRights(member.adminRights) : undefined,
    bannedRights: taken === 0 ? undefined : viewBannedRights(taken, member?.bannedUntil),
    defaultBannedRights: isBroadcast ? undefined : viewBannedRights(record.defaultBannedRights),
    participantsCount: record.members,
  }
}
