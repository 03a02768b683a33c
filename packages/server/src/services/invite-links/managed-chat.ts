import type { api } from '@chappe/tl-codec/api'
import { digestOfInvite } from '../../chats/members/invite-link.ts'
import { standingInGroup } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { hashOfLink, linkExpired } from '../../rules/invite-links.ts'
import { allow, type InGroup } from '../../rules/rights.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'

/** The group whose links somebody wants to see or change. Throws `PEER_ID_INVALID`. */
export async function groupOf(ports: ServicePorts, userId: UserId, input: api.InputPeer): Promise<ChatId> {
  const chat = await ports.inputPeers.chat(userId, input)
  if (chat.kind !== 'group') throw badRequest('PEER_ID_INVALID')
  return chat.peer
}

/** What somebody is in a group whose links are for admins alone. Throws `CHAT_ADMIN_REQUIRED` and its like. */
export async function linkManager(read: Pick<Reads, 'groups'>, userId: UserId, chat: ChatId): Promise<InGroup> {
  const standing = await standingInGroup(read, userId, chat)
  allow(standing, 'manage links')
  return standing
}

/** Whoever is not the creator deals with the own links alone. Throws `CHAT_ADMIN_REQUIRED`. */
export function allowLinksOf(standing: InGroup, userId: UserId, admin: UserId): void {
  if (admin !== userId && standing.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED')
}

/** A link of this group that this admin may deal with. Throws `INVITE_HASH_EXPIRED`, `INVITE_HASH_INVALID`. */
export async function namedLink(
  read: Pick<Reads, 'groups' | 'inviteLinks'>,
  ports: ServicePorts,
  { userId, chat, link: given }: { readonly userId: UserId; readonly chat: ChatId; readonly link: string },
): Promise<InviteLink> {
  const standing = await linkManager(read, userId, chat)
  const link = await read.inviteLinks.get(digestOfInvite(ports, hashOfLink(given)))
  if (link === undefined || link.chat !== chat) throw linkExpired()
  allowLinksOf(standing, userId, link.admin)
  return link
}
