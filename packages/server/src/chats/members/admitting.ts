import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, ChatId, UserId } from '../../ids.ts'
import { refusalOf, type Standing } from '../../rules/rights.ts'
import type { Reads } from '../../store/store.ts'
import { viewInviteLink } from '../../views/invite-link-view.ts'
import { pendingRequests } from './join-requests.ts'

/** What a chat shows in full to those who let others in: the link that they have, and who asks. */
export async function viewAdmitting(
  read: Reads,
  viewer: UserId,
  chat: ChatId | ChannelId,
  standing: Standing,
): Promise<Pick<api.chatFull, 'exportedInvite' | 'requestsPending' | 'recentRequesters'> | undefined> {
  if (refusalOf(standing, 'manage links') !== undefined) return undefined
  const link = await read.inviteLinks.permanent(chat, viewer)
  const exportedInvite = link && (await viewInviteLink(read, link))
  const { requestsPending, recentRequesters } = await pendingRequests(read, chat)
  return requestsPending === 0 ? { exportedInvite } : { exportedInvite, requestsPending, recentRequesters }
}
