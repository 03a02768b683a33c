import { srpChallenge } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { authorize, viewAuthorization } from '../../accounts/authorize.ts'
import { loginEmailInForce } from '../../accounts/codes/login-email.ts'
import { algorithmOf, nextSalts, paramsOf } from '../../accounts/password/algorithm.ts'
import { checkProof } from '../../accounts/password/check-proof.ts'
import { passwordOwner } from '../../accounts/password/password-owner.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { joinMethods, openMethod, type Service } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { emailPattern } from '../../rules/email.ts'
import { createPasswordRecovery } from './recovery.ts'
import { createPasswordReset } from './reset.ts'
import { createPasswordSettings } from './settings.ts'
import { createTemporaryPassword } from './temporary.ts'

const challengeSeconds = 600
const secureSaltBytes = 8
const secureRandomBytes = 256

/** The two-step password, by SRP: the server never sees it ("Two-factor authentication"). */
export function createPasswordService(ports: ServicePorts): Service {
  const { store, clock, random, secret } = ports
  return {
    methods: joinMethods(
      createPasswordRecovery(ports),
      createPasswordSettings(ports),
      createPasswordReset(ports),
      createTemporaryPassword(ports),
      {
        'account.getPassword': openMethod(
          { rate: { burst: 60, secondsEach: 1 } },
          async ({ caller }): Promise<api.account.Password> => {
            const now = unixSeconds(clock)
            const { userId } = await passwordOwner(store.read, caller, now)
            const record = await store.read.passwords.get(userId)
            const login = await loginEmailInForce(store.read, userId, ports.plausible.now())
            const general = {
              _: 'account.password',
              newAlgo: algorithmOf(nextSalts(secret, userId, record)),
              newSecureAlgo: {
                _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
                salt: random(secureSaltBytes),
              },
              secureRandom: random(secureRandomBytes),
              loginEmailPattern: login && emailPattern(login.email),
              emailUnconfirmedPattern: record?.pendingEmail && emailPattern(record.pendingEmail),
            } as const
            if (record?.current === undefined) return general
            const { current } = record
            const srpId = randomLong(random)
            const challenge = srpChallenge(paramsOf(current), current.verifier, random)
            const { authKeyId } = caller.key
            const expiresAt = now + challengeSeconds
            await store.transaction((tx) =>
              tx.passwords.putChallenge({ ...challenge, authKeyId, userId, srpId, expiresAt }),
            )
            return {
              ...general,
              hasPassword: true,
              hasRecovery: record.email === undefined ? undefined : true,
              currentAlgo: algorithmOf(current),
              srpB: challenge.srpB,
              srpId,
              hint: record.hint || undefined,
              pendingResetDate: record.resetAt,
            }
          },
        ),

        'auth.checkPassword': openMethod(
          { rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
          async ({ caller }, request) => {
            const now = unixSeconds(clock)
            const outcome = await store.transaction(async (tx) => {
              const owner = await passwordOwner(tx, caller, now)
              const wrong = await checkProof(tx, ports, { userId: owner.userId, caller, answer: request.password })
              if (wrong !== undefined) return wrong
              if (owner.pending) await authorize(tx, ports, caller, owner)
              else if ((await tx.passwords.get(owner.userId))?.current === undefined)
                return badRequest('PASSWORD_EMPTY')
              return owner.userId
            })
            if (outcome instanceof RpcError) throw outcome
            return viewAuthorization(ports, outcome)
          },
        ),
      },
    ),
  }
}
