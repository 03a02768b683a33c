import { getMessage } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { readDatePrivacy } from '../../views/global-privacy.ts'
import { standingOf } from '../../views/standing.ts'

/** When a message was read is kept so long ("pm_read_date_expire_period"). */
export const readDateSeconds: number = 7 * 24 * 3600

export function createReadDate({ store, clock, inputPeers }: ServicePorts): Methods {
  return {
    async 'messages.getOutboxReadDate'({ userId }, request) {
      const peer = await inputPeers.person(userId, request.peer)
      const { stored } = await getMessage(store.read, userId, peer, request.msgId)
      if (!stored.out || peer === userId) throw badRequest('MESSAGE_ID_INVALID')
      if (unixSeconds(clock) - stored.date > readDateSeconds) throw badRequest('MESSAGE_TOO_OLD')
      const standing = await standingOf(store.read, userId, [peer])
      const { hidden, hiding } = await readDatePrivacy(store.read, standing, userId, peer)
      if (hidden) throw new RpcError(403, 'USER_PRIVACY_RESTRICTED')
      if (hiding) throw new RpcError(403, 'YOUR_PRIVACY_RESTRICTED')
      const date = await store.read.readDates.get(userId, peer, stored.id)
      if (date === undefined) throw badRequest('MESSAGE_NOT_READ_YET')
      return { _: 'outboxReadDate', date }
    },
  }
}
