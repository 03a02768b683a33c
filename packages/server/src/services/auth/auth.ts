import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { createBindTempAuthKey } from './bind-temp-auth-key.ts'
import { createExportAuthorization } from './export-authorization.ts'
import { createLogOut } from './log-out.ts'
import { createLoginToken } from './login-token.ts'
import { createSendCode } from './send-code.ts'
import { createSignIn } from './sign-in.ts'
import { createSignUp } from './sign-up.ts'
import { createAuthUpkeep } from './upkeep.ts'

/** Signing in and out by phone number ("User Authorization"). */
export function createAuthService(ports: ServicePorts): Service {
  const tokens = createLoginToken(ports)
  const exported = createExportAuthorization(ports)
  return {
    upkeep: [createAuthUpkeep(ports)],
    open: {
      ...tokens.open,
      ...exported.open,
      'auth.bindTempAuthKey': createBindTempAuthKey(ports),
      ...createSendCode(ports),
      'auth.signIn': createSignIn(ports),
      'auth.signUp': createSignUp(ports),
      'auth.logOut': createLogOut(ports),
    },
    user: { ...tokens.user, ...exported.user },
  }
}
