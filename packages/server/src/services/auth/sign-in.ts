import type { api } from '@chappe/tl-codec/api'
import { answerLogin, completeLogin, type LoginOutcome } from '../../accounts/authorize.ts'
import { type AttemptName, checkCode, emailedCode, findAttempt, nameAttempt } from '../../accounts/codes/login-code.ts'
import { storeLoginEmail } from '../../accounts/codes/login-email.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'

type Outcome = LoginOutcome | 'wrong' | 'no account'

export function createSignIn(ports: ServicePorts): Methods {
  const { store, clock } = ports

  /** A wrong guess is counted on disk, so it is an outcome of the unit and not an error in it. */
  const attemptSignIn = async (tx: Transaction, caller: Caller, named: AttemptName, code: string): Promise<Outcome> => {
    const attempt = await findAttempt(tx.loginCodes, named)
    if (attempt.needsEmail) throw badRequest('PHONE_CODE_INVALID')
    if (!(await checkCode(tx, ports, caller, attempt, code))) return 'wrong'
    const user = await tx.users.byPhone(attempt.phone)
    if (user === undefined) {
      await tx.loginCodes.put({ ...attempt, verified: true })
      return 'no account'
    }
    await tx.loginCodes.remove(attempt.hash)
    await storeLoginEmail(tx, user.id, attempt)
    return completeLogin(tx, ports, caller, { userId: user.id })
  }

  return {
    'auth.signIn': openMethod(
      { rate: { burst: 30, secondsEach: 5, protects: 'accounts' } },
      async ({ caller }, request): Promise<api.auth.Authorization> => {
        const code = request.phoneCode ?? emailedCode(request.emailVerification)
        if (code === '') throw badRequest('PHONE_CODE_EMPTY')
        const named = nameAttempt(caller, request, unixSeconds(clock))
        const outcome = await store.transaction((tx) => attemptSignIn(tx, caller, named, code))
        if (outcome === 'wrong') throw badRequest('PHONE_CODE_INVALID')
        if (outcome === 'no account') return { _: 'auth.authorizationSignUpRequired' }
        return answerLogin(ports, outcome)
      },
    ),
  }
}
