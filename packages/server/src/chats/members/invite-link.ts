import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, ChatId, UnixTime, UserId } from '../../ids.ts'
import { inviteHashBytes, type LinkLimits } from '../../rules/invite-links.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Transaction } from '../../store/store.ts'

const digestBytes = 16

/** By what a link is looked up. */
export function digestOfInvite({ secret }: Pick<ServicePorts, 'secret'>, hash: string): Uint8Array {
  const digest = createHmac('sha256', secret).update(`invite link ${hash}`).digest()
  return new Uint8Array(digest.subarray(0, digestBytes))
}

interface NewLink extends Partial<LinkLimits> {
  readonly chat: ChatId | ChannelId
  readonly admin: UserId
  readonly date: UnixTime
  readonly permanent: boolean
}

/** Within a unit: makes a link that nobody can guess. */
export async function makeInviteLink(tx: Transaction, ports: ServicePorts, made: NewLink): Promise<InviteLink> {
  const hash = Buffer.from(ports.random(inviteHashBytes)).toString('base64url')
  const digest = digestOfInvite(ports, hash)
  const link = { ...made, digest, hash, requestNeeded: made.requestNeeded === true, revoked: false, usage: 0 }
  await tx.inviteLinks.put(link)
  return link
}

/** The link that an admin has in any case; made when it is asked for first. */
export async function permanentLinkOf(
  ports: ServicePorts,
  chat: ChatId | ChannelId,
  admin: UserId,
  date: UnixTime,
): Promise<InviteLink> {
  const { store } = ports
  const known = await store.read.inviteLinks.permanent(chat, admin)
  if (known !== undefined) return known
  return store.transaction(async (tx) => {
    const made = await tx.inviteLinks.permanent(chat, admin)
    return made ?? makeInviteLink(tx, ports, { chat, admin, date, permanent: true })
  })
}
