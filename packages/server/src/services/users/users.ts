import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isOpenTo } from '../../views/global-privacy.ts'
import { createFullUser } from './full-user.ts'

const maxUsers = 200

/** Looking people up by id. */
export function createUsersService(ports: ServicePorts): Service {
  const { store, inputPeers, userViews } = ports
  return {
    methods: joinMethods(createFullUser(ports), {
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

      async 'users.getRequirementsToContact'({ userId }, request) {
        if (request.id.length > maxUsers) throw badRequest('LIMIT_INVALID')
        const ids = await Promise.all(request.id.map((input) => inputPeers.user(userId, input)))
        // There are no payments for messages on this server.
        return Promise.all(
          ids.map(async (id): Promise<api.RequirementToContact> => {
            if (id === undefined) throw badRequest('USER_ID_INVALID')
            const open = await isOpenTo(store.read, id, userId)
            return { _: open ? 'requirementToContactEmpty' : 'requirementToContactPremium' }
          }),
        )
      },
    }),
  }
}

function namedId(input: api.InputUser): bigint {
  return 'userId' in input ? input.userId : 0n
}
