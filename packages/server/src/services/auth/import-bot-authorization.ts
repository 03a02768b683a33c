import { authorize, viewAuthorization } from '../../accounts/authorize.ts'
import { botOfToken, isTokenOf } from '../../accounts/bots/token.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** A bot signs in by its token ("Bots", "Login"): there is no code, and no password. */
export function createImportBotAuthorization(ports: ServicePorts): Methods {
  const { store, secret } = ports
  return {
    'auth.importBotAuthorization': openMethod(
      { rate: { burst: 30, secondsEach: 5, protects: 'accounts' } },
      async ({ caller }, { apiId, botAuthToken }) => {
        if (apiId <= 0) throw badRequest('API_ID_INVALID')
        const userId = botOfToken(botAuthToken)
        if (userId === undefined) throw badRequest('ACCESS_TOKEN_INVALID')
        await store.transaction(async (tx) => {
          const bot = await tx.bots.get(userId)
          const user = await tx.users.get(userId)
          // Nobody learns by the answer which bots there are.
          if (bot === undefined || user?.bot === undefined) throw badRequest('ACCESS_TOKEN_EXPIRED')
          if (!isTokenOf(secret, bot, botAuthToken)) throw badRequest('ACCESS_TOKEN_EXPIRED')
          await authorize(tx, ports, caller, { userId })
        })
        return viewAuthorization(ports, userId)
      },
    ),
  }
}
