import type { api } from '@chappe/tl-codec/api'
import { inviteLinkOf } from '../rules/invite-links.ts'
import type { InviteLink } from '../store/domain/groups/invite-links.ts'
import type { Reads } from '../store/store.ts'

/** A link as admins see it; nobody else does. */
export async function viewInviteLink(
  read: Pick<Reads, 'inviteLinks'>,
  link: InviteLink,
): Promise<api.chatInviteExported> {
  const { digest, hash, chat, admin, date, permanent, revoked, requestNeeded, usage, title } = link
  const requested = requestNeeded ? await read.inviteLinks.requestCount(chat, digest) : 0
  return {
    _: 'chatInviteExported',
    revoked: revoked || undefined,
    permanent: permanent || undefined,
    requestNeeded: requestNeeded || undefined,
    link: inviteLinkOf(hash),
    adminId: BigInt(admin),
    date,
    startDate: link.startDate,
    expireDate: link.expireDate,
    usageLimit: link.usageLimit,
    usage: usage || undefined,
    requested: requested || undefined,
    title,
  }
}
