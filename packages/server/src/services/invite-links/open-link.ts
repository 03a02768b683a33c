import { type DoorReads, doorOf, type Target } from '../../chats/members/door.ts'
import { digestOfInvite } from '../../chats/members/invite-link.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { isOpenLink, linkExpired, parseInviteHash } from '../../rules/invite-links.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'

type LinkReads = DoorReads & Pick<Reads, 'inviteLinks'>

export interface OpenLink {
  readonly link: InviteLink
  readonly target: Target
  /** Whoever asks is in it already. */
  readonly isIn: boolean
}

/**
 * The link that somebody has, if it takes this one in: it is not over, its admin may still invite by it, and nobody has
 * thrown this one out. Throws `INVITE_HASH_EXPIRED` for all of that alike, so that a guess tells nothing.
 */
export async function openLink(read: LinkReads, ports: ServicePorts, userId: UserId, hash: string): Promise<OpenLink> {
  const link = await read.inviteLinks.get(digestOfInvite(ports, parseInviteHash(hash)))
  if (link === undefined) throw linkExpired()
  const { chat, admin } = link
  const now = unixSeconds(ports.clock)
  const door = await doorOf(read, chat, { admin, userId, now })
  if (door === undefined) throw linkExpired()
  const { target, isIn, mayInvite, mayCome } = door
  if (!isIn && !(isOpenLink(link, now) && mayInvite && mayCome)) throw linkExpired()
  return { link, target, isIn }
}
