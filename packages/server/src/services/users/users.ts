import type { api } from '@chappe/tl-codec/api'
import type { Service } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ServicePorts } from '../ports.ts'

const maxUsers = 200

/** Looking people up by id. */
export function createUsersService({ store, inputPeers, userViews }: ServicePorts): Service {
  return {
    user: {
      async 'users.getUsers'({ userId }, request) {
        if (request.id.length > maxUsers) throw badRequest('LIMIT_INVALID')
        const ids = await Promise.all(request.id.map((input) => inputPeers.user(userId, input)))
        const known = ids.filter((id) => id !== undefined)
        const views = new Map((await userViews.of(store.read, userId, known)).map((user) => [user.id, user]))
        return ids.map((id, index): api.User => {
          const named = request.id[index]
          const empty: api.User = { _: 'userEmpty', id: named === undefined ? 0n : namedId(named) }
          return id === undefined ? empty : (views.get(BigInt(id)) ?? empty)
        })
      },

      async 'users.getFullUser'({ userId }, request) {
        const id = await inputPeers.user(userId, request.id)
        const user = id === undefined ? undefined : await store.read.users.get(id)
        if (user === undefined) throw badRequest('USER_ID_INVALID')
        const users = await userViews.of(store.read, userId, [user.id])
        const isContact = users.some((view) => view._ === 'user' && (view.contact || view.self))
        return {
          _: 'users.userFull',
          fullUser: {
            _: 'userFull',
            id: BigInt(user.id),
            about: user.about || undefined,
            settings: { _: 'peerSettings', addContact: isContact ? undefined : true },
            notifySettings: { _: 'peerNotifySettings' },
            commonChatsCount: 0,
          },
          chats: [],
          users,
        }
      },
    },
  }
}

function namedId(input: api.InputUser): bigint {
  return 'userId' in input ? input.userId : 0n
}
