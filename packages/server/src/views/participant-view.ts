import type { api } from '@chappe/tl-codec/api'
import type { UnixTime, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import { bannedRightsOf, viewAdminRights, viewBannedRights } from '../rules/chat-rights.ts'
import type { ChannelMember } from '../store/domain/channels/channel-members.ts'
import type { SenderBan } from '../store/domain/channels/send-as.ts'
import { isKeptOut } from './channel-view.ts'

interface Viewer {
  /** Missing for what everybody is shown alike. */
  readonly userId: UserId | undefined
  /** Whether the viewer may change what this admin holds. */
  readonly mayEdit: (member: ChannelMember) => boolean
  readonly now: UnixTime
}

/** A channel as which nobody may write: there is nothing else to take from one, and it never was in the chat. */
export function viewSenderBan({ sender, by, date }: SenderBan): api.channelParticipantBanned {
  return {
    ...{ _: 'channelParticipantBanned', left: true, peer: toPeer(sender), kickedBy: BigInt(by ?? 0), date },
    bannedRights: viewBannedRights(keptOut),
  }
}

const keptOut = bannedRightsOf({ _: 'chatBannedRights', viewMessages: true, untilDate: 0 })

/** Somebody in a channel as another one in it sees it (`ChannelParticipant`). */
export function viewParticipant(member: ChannelMember, viewer: Viewer): api.ChannelParticipant {
  const { role, present, date, inviter, rank } = member
  const userId = BigInt(member.userId)
  if (isKeptOut(member, viewer.now) || role === 'restricted') {
    return {
      _: 'channelParticipantBanned',
      left: !present || undefined,
      peer: toPeer(member.userId),
      kickedBy: BigInt(member.bannedBy ?? 0),
      date,
      bannedRights: viewBannedRights(member.bannedRights, member.bannedUntil),
      rank,
    }
  }
  if (!present) return { _: 'channelParticipantLeft', peer: toPeer(member.userId) }
  if (role === 'creator') {
    return { _: 'channelParticipantCreator', userId, adminRights: viewAdminRights(member.adminRights), rank }
  }
  const isSelf = member.userId === viewer.userId
  const inviterId = inviter === undefined ? undefined : BigInt(inviter)
  if (role === 'admin') {
    return {
      _: 'channelParticipantAdmin',
      canEdit: (!isSelf && viewer.mayEdit(member)) || undefined,
      self: isSelf || undefined,
      userId,
      inviterId: isSelf ? (inviterId ?? userId) : undefined,
      promotedBy: BigInt(member.promotedBy ?? 0),
      date,
      adminRights: viewAdminRights(member.adminRights),
      rank,
    }
  }
  if (isSelf) {
    const viaRequest = member.viaRequest === true || undefined
    return { _: 'channelParticipantSelf', viaRequest, userId, inviterId: inviterId ?? userId, date, rank }
  }
  return { _: 'channelParticipant', userId, date, rank }
}
