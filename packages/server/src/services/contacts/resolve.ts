import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isUsername } from '../../rules/names.ts'
import { normalizePhoneNumber } from '../../rules/phone-number.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { standingOf } from '../../views/standing.ts'

/** Finding one person by what he is known by. */
export function createResolve({ store, userViews }: ServicePorts): Methods {
  const resolved = async (viewer: UserId, found: PeerId): Promise<api.contacts.resolvedPeer> => ({
    _: 'contacts.resolvedPeer',
    peer: toPeer(found),
    ...(await viewPeers(store.read, userViews, viewer, [found])),
  })

  return {
    'contacts.resolveUsername': userMethod({ rate: { burst: 300, secondsEach: 0.2 } }, async ({ userId }, request) => {
      if (!isUsername(request.username)) throw badRequest('USERNAME_INVALID')
      const found = await store.read.usernames.resolve(request.username)
      if (found === undefined) throw badRequest('USERNAME_NOT_OCCUPIED')
      return resolved(userId, found)
    }),

    'contacts.resolvePhone': userMethod(
      { rate: { burst: 60, secondsEach: 2, protects: 'accounts' } },
      async ({ userId }, request) => {
        const phone = normalizePhoneNumber(request.phone)
        const user = phone === undefined ? undefined : await store.read.users.byPhone(phone)
        if (user === undefined) throw badRequest('PHONE_NOT_OCCUPIED')
        // Whoever does not want to be found looks as if he were not there ("Privacy", `privacyKeyAddedByPhone`).
        const standing = await standingOf(store.read, userId, [user.id])
        if (!standing.mayAsk(user.id, 'privacyKeyAddedByPhone')) throw badRequest('PHONE_NOT_OCCUPIED')
        return resolved(userId, user.id)
      },
    ),
  }
}
