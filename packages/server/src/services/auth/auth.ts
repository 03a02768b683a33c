import { announceKey } from '../../changes/announce-key.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { createBindTempAuthKey } from './bind-temp-auth-key.ts'
import { createExportAuthorization } from './export-authorization.ts'
import { createImportBotAuthorization } from './import-bot-authorization.ts'
import { createLogOut } from './log-out.ts'
import { createLoginToken } from './login-token.ts'
import { createResetLoginEmail } from './reset-login-email.ts'
import { createSendCode } from './send-code.ts'
import { createSignIn } from './sign-in.ts'
import { createSignUp } from './sign-up.ts'
import { createAuthUpkeep } from './upkeep.ts'
import { createVerifyEmail } from './verify-email.ts'

const maxKeys = 1000

/** Signing in and out by phone number ("User Authorization"). */
export function createAuthService(ports: ServicePorts): Service {
  const { store } = ports
  const tokens = createLoginToken(ports)
  const exported = createExportAuthorization(ports)
  return {
    upkeep: [createAuthUpkeep(ports)],
    methods: joinMethods(
      tokens,
      exported,
      createBindTempAuthKey(ports),
      createSendCode(ports),
      createVerifyEmail(ports),
      createResetLoginEmail(ports),
      createSignIn(ports),
      createSignUp(ports),
      createLogOut(ports),
      createImportBotAuthorization(ports),
      {
        async 'auth.dropTempAuthKeys'({ caller }, request) {
          const { key, query } = caller
          if (request.exceptAuthKeys.length > maxKeys) throw badRequest('LIMIT_INVALID')
          const kept = [...request.exceptAuthKeys, query.keyId]
          await store.transaction(async (tx) => {
            for (const authKeyId of await tx.authKeys.removeBound(key.authKeyId, kept)) {
              await announceKey(tx, ports, { type: 'keyDestroyed', authKeyId })
            }
          })
          return true
        },
      },
    ),
  }
}
