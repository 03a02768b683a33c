import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Importer } from '../../store/domain/groups/invite-links.ts'
import type { Transaction } from '../../store/store.ts'
import { loggedLink } from '../../views/invite-link-view.ts'
import { enterChannel } from './enter.ts'

/** What is said comes from whoever comes in, and reaches all devices, also the one that let this one in. */
export const byRequest = { _: 'messageActionChatJoinedByRequest' } as const

/** Within a unit: lets somebody in who asks, and tells the admins that this one asks no longer. */
export async function letIn(
  tx: Transaction,
  ports: ServicePorts,
  { channel, by, date }: { readonly channel: ChannelId; readonly by: UserId; readonly date: UnixTime },
  { userId, digest }: Pick<Importer, 'userId' | 'digest'>,
): Promise<void> {
  const record = await tx.channels.get(channel)
  if (record === undefined) throw badRequest('CHANNEL_PRIVATE')
  const link = digest && (await tx.inviteLinks.get(digest))
  const event: api.channelAdminLogEventActionParticipantJoinByRequest = {
    _: 'channelAdminLogEventActionParticipantJoinByRequest',
    invite: link === undefined ? { _: 'chatInvitePublicJoinRequests' } : loggedLink(link),
    approvedBy: BigInt(by),
  }
  const entering = { record, users: [userId], inviter: by, viaRequest: true, event, action: byRequest, from: userId }
  await enterChannel(tx, ports, { ...entering, by, date, session: undefined })
  await tx.inviteLinks.addImporter(channel, { userId, digest, date, approvedBy: by })
}
