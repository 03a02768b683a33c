import type { api } from '@chappe/tl-codec/api'
import { inviteLinkOf } from '../rules/invite-links.ts'
import type { InviteLink } from '../store/domain/groups/invite-links.ts'
import type { Reads } from '../store/store.ts'

/** A link as admins see it; nobody else does. */
export async function viewInviteLink(
  read: Pick<Reads, 'inviteLinks'>,
  link: InviteLink,
): Promise<api.chatInviteExported> {
  const { digest, chat, requestNeeded } = link
  const requested = requestNeeded ? await read.inviteLinks.requestCount(chat, digest) : 0
  return { ...loggedLink(link), requested: requested || undefined }
}

/** The same as the admins' log has it: without how many ask, which goes on changing. */
export function loggedLink(link: InviteLink): api.chatInviteExported {
  const { hash, admin, date, permanent, revoked, requestNeeded, usage, title } = link
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
    title,
  }
}
