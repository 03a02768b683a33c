import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { createLogOut } from './log-out.ts'
import { createSendCode } from './send-code.ts'
import { createSignIn } from './sign-in.ts'
import { createSignUp } from './sign-up.ts'

/** Signing in and out by phone number ("User Authorization"). */
export function createAuthService(ports: ServicePorts): Service {
  return {
    open: {
      ...createSendCode(ports),
      'auth.signIn': createSignIn(ports),
      'auth.signUp': createSignUp(ports),
      'auth.logOut': createLogOut(ports),
    },
  }
}
