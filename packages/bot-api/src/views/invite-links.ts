import type { api } from '@chappe/tl-codec/api'
import type { ChatInviteLink, ChatMemberUpdated } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewUserId } from './people.ts'

/** By which link somebody has come. */
export function inviteOf(
  seen: SeenPeers,
  invite: api.ExportedChatInvite | undefined,
): Pick<ChatMemberUpdated, 'invite_link' | 'via_join_request'> {
  if (invite?._ === 'chatInvitePublicJoinRequests') return { via_join_request: true }
  return invite === undefined ? {} : { invite_link: viewInviteLink(seen, invite) }
}

/** A link that leads into a chat ("ChatInviteLink"). */
export function viewInviteLink(seen: SeenPeers, invite: api.chatInviteExported): ChatInviteLink {
  return {
    invite_link: invite.link,
    creator: viewUserId(seen, invite.adminId),
    creates_join_request: invite.requestNeeded === true,
    is_primary: invite.permanent === true,
    is_revoked: invite.revoked === true,
    ...(invite.title && { name: invite.title }),
    ...(invite.expireDate !== undefined && { expire_date: invite.expireDate }),
    ...(invite.usageLimit !== undefined && { member_limit: invite.usageLimit }),
    ...(invite.requested !== undefined && { pending_join_request_count: invite.requested }),
  }
}
