import type { api } from '@chappe/tl-codec/api'
import { toPeer } from '../../peers/peer-id.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isUsername } from '../../rules/names.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { ServicePorts } from '../ports.ts'

export function createResolve({ store, userViews }: ServicePorts): Pick<UserHandlers, 'contacts.resolveUsername'> {
  const resolved = async (viewer: UserId, found: UserId): Promise<api.contacts.resolvedPeer> => ({
    _: 'contacts.resolvedPeer',
    peer: toPeer(found),
    chats: [],
    users: await userViews.of(store.read, viewer, [found]),
  })

  return {
    async 'contacts.resolveUsername'({ userId }, request) {
      if (!isUsername(request.username)) throw badRequest('USERNAME_INVALID')
      const found = await store.read.usernames.resolve(request.username)
      if (found === undefined) throw badRequest('USERNAME_NOT_OCCUPIED')
      return resolved(userId, found)
    },
  }
}
