import type { api } from '@chappe/tl-codec/api'
import type { ChatMember, ChatMemberAdministrator, ChatMemberRestricted, User } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { withFormerPermissions, withFormerRights } from './former-fields.ts'
import { viewUserId } from './people.ts'

/** What is told of the chat that a membership is in. */
export interface MemberPlace {
  readonly kind: 'group' | 'supergroup' | 'channel'
  readonly defaults: api.ChatBannedRights | undefined
}

/** A member of a channel or supergroup ("ChatMember"). */
export function viewChannelMember(
  seen: SeenPeers,
  participant: api.ChannelParticipant,
  place: MemberPlace,
): ChatMember {
  switch (participant._) {
    case 'channelParticipantCreator': {
      const { adminRights, rank, userId } = participant
      return {
        status: 'creator',
        user: viewUserId(seen, userId),
        is_anonymous: adminRights.anonymous === true,
        ...(rank && { custom_title: rank }),
      }
    }
    case 'channelParticipantAdmin': {
      const { adminRights, rank, userId, canEdit } = participant
      const user = viewUserId(seen, userId)
      return {
        ...withFormerRights(viewAdmin(user, adminRights, place)),
        can_be_edited: canEdit === true,
        ...(rank && { custom_title: rank }),
      }
    }
    case 'channelParticipantBanned':
      return viewBanned(viewUserId(seen, idOf(participant.peer)), participant)
    case 'channelParticipantLeft':
      return { status: 'left', user: viewUserId(seen, idOf(participant.peer)) }
    case 'channelParticipant':
    case 'channelParticipantSelf':
      return viewPlain(viewUserId(seen, participant.userId), participant.rank)
  }
}

/** The same of a basic group, whose admins may do all that an admin may there. */
export function viewGroupMember(seen: SeenPeers, participant: api.ChatParticipant): ChatMember {
  const user = viewUserId(seen, participant.userId)
  const { rank } = participant
  if (participant._ === 'chatParticipantCreator') {
    return { status: 'creator', user, is_anonymous: false, ...(rank && { custom_title: rank }) }
  }
  if (participant._ === 'chatParticipant') return viewPlain(user, rank)
  const place = { kind: 'group', defaults: undefined } as const
  return { ...withFormerRights(viewAdmin(user, groupAdminRights, place)), ...(rank && { custom_title: rank }) }
}

const groupAdminRights: api.chatAdminRights = {
  _: 'chatAdminRights',
  ...{ changeInfo: true, deleteMessages: true, banUsers: true, inviteUsers: true, pinMessages: true, manageCall: true },
  other: true,
}

function viewPlain(user: User, rank: string | undefined): ChatMember {
  return { status: 'member', user, ...(rank && { tag: rank }) }
}

function idOf(peer: api.Peer): bigint {
  return peer._ === 'peerUser' ? peer.userId : 0n
}

function viewAdmin(user: User, rights: api.ChatAdminRights, { kind }: MemberPlace): ChatMemberAdministrator {
  const has = (right: keyof Omit<api.chatAdminRights, '_'>): boolean => rights[right] === true
  return {
    status: 'administrator',
    user,
    can_be_edited: false,
    is_anonymous: has('anonymous'),
    can_manage_chat: true,
    can_delete_messages: has('deleteMessages'),
    can_manage_video_chats: has('manageCall'),
    can_restrict_members: has('banUsers'),
    can_promote_members: has('addAdmins'),
    can_change_info: has('changeInfo'),
    can_invite_users: has('inviteUsers'),
    can_post_stories: has('postStories'),
    can_edit_stories: has('editStories'),
    can_delete_stories: has('deleteStories'),
    // The MTProto API has no such right.
    can_send_welcome_messages: false,
    ...(kind === 'channel' && {
      can_post_messages: has('postMessages'),
      can_edit_messages: has('editMessages'),
      can_manage_direct_messages: has('manageDirectMessages'),
    }),
    ...(kind !== 'channel' && { can_pin_messages: has('pinMessages'), can_manage_tags: has('manageRanks') }),
    ...(kind === 'supergroup' && { can_manage_topics: has('manageTopics') }),
  }
}

function viewBanned(user: User, { bannedRights, left, rank }: api.channelParticipantBanned): ChatMember {
  const until = bannedRights.untilDate === 2 ** 31 - 1 ? 0 : bannedRights.untilDate
  if (bannedRights.viewMessages) return { status: 'kicked', user, until_date: until }
  return {
    status: 'restricted',
    user,
    ...(rank && { tag: rank }),
    is_member: left !== true,
    ...withFormerPermissions(viewPermissions(bannedRights)),
    until_date: until,
  }
}

type Permissions = Omit<ChatMemberRestricted, 'status' | 'user' | 'is_member' | 'until_date' | 'tag'>

/** What whoever is so restricted may do ("ChatPermissions"). */
export function viewPermissions(rights: api.ChatBannedRights): Permissions {
  const may = (...names: (keyof Omit<api.chatBannedRights, '_' | 'untilDate'>)[]): boolean =>
    names.every((name) => rights[name] !== true)
  return {
    can_send_messages: may('sendMessages', 'sendPlain'),
    can_send_audios: may('sendMessages', 'sendAudios'),
    can_send_documents: may('sendMessages', 'sendDocs'),
    can_send_photos: may('sendMessages', 'sendPhotos'),
    can_send_videos: may('sendMessages', 'sendVideos'),
    can_send_video_notes: may('sendMessages', 'sendRoundvideos'),
    can_send_voice_notes: may('sendMessages', 'sendVoices'),
    can_send_polls: may('sendMessages', 'sendPolls'),
    can_send_other_messages: may('sendMessages', 'sendStickers', 'sendGifs', 'sendGames', 'sendInline'),
    can_add_web_page_previews: may('sendMessages', 'embedLinks'),
    can_react_to_messages: may('sendReactions'),
    can_change_info: may('changeInfo'),
    can_invite_users: may('inviteUsers'),
    can_edit_tag: may('editRank'),
    can_pin_messages: may('pinMessages'),
    can_manage_topics: may('manageTopics'),
  }
}
