import type { api } from '@chappe/tl-codec/api'
import { standingIn } from '../../chats/channels/standing.ts'
import { digestOfInvite } from '../../chats/members/invite-link.ts'
import { standingInGroup } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, type ChatId, isGroup, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { hashOfLink, linkExpired } from '../../rules/invite-links.ts'
import { allow, type InBroadcast, type InGroup, type InSupergroup } from '../../rules/rights.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'

/** What has members, and so links by which to become one. */
export type LinkedChat = ChatId | ChannelId

type LinkManager = InGroup | InBroadcast | InSupergroup
type RightsReads = Pick<Reads, 'groups' | 'channels' | 'channelMembers'>

/** The group or channel whose links somebody wants to see or change. Throws `PEER_ID_INVALID`. */
export async function managedChat(ports: ServicePorts, userId: UserId, input: api.InputPeer): Promise<LinkedChat> {
  const chat = await ports.inputPeers.chat(userId, input)
  if (chat.kind === 'group' || chat.kind === 'channel') return chat.peer
  throw badRequest('PEER_ID_INVALID')
}

/** What somebody is in a chat whose links are for admins alone. Throws `CHAT_ADMIN_REQUIRED` and its like. */
export async function linkManager(
  read: RightsReads,
  { clock }: Pick<ServicePorts, 'clock'>,
  userId: UserId,
  chat: LinkedChat,
): Promise<LinkManager> {
  const standing = isGroup(chat)
    ? await standingInGroup(read, userId, chat)
    : (await standingIn(read, userId, chat, unixSeconds(clock))).standing
  allow(standing, 'manage links')
  return standing
}

/** Whoever is not the creator deals with the own links alone. Throws `CHAT_ADMIN_REQUIRED`. */
export function allowLinksOf(standing: LinkManager, userId: UserId, admin: UserId): void {
  if (admin !== userId && standing.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED')
}

/** A link of this chat that this admin may deal with. Throws `INVITE_HASH_EXPIRED`, `INVITE_HASH_INVALID`. */
export async function namedLink(
  read: RightsReads & Pick<Reads, 'inviteLinks'>,
  ports: ServicePorts,
  { userId, chat, link: given }: { readonly userId: UserId; readonly chat: LinkedChat; readonly link: string },
): Promise<InviteLink> {
  const standing = await linkManager(read, ports, userId, chat)
  const link = await read.inviteLinks.get(digestOfInvite(ports, hashOfLink(given)))
  if (link === undefined || link.chat !== chat) throw linkExpired()
  allowLinksOf(standing, userId, link.admin)
  return link
}
