import { sha256 } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { answerLogin, completeLogin, type LoginOutcome, viewAuthorization } from '../../accounts/authorize.ts'
import { viewDevice } from '../../accounts/devices/device-view.ts'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import type { Caller } from '../../rpc/caller.ts'
import { type Methods, openMethod, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { LoginToken } from '../../store/domain/identity/logins.ts'
import type { Transaction } from '../../store/store.ts'

/** A QR code is worth little to whoever photographs it later. */
const tokenSeconds = 30
const tokenBytes = 32

/** "Login via QR code": a new device shows a token, a device of the account accepts it. */
export function createLoginToken(ports: ServicePorts): Methods {
  const { store, clock, random } = ports

  /** Within a unit: signs in by a token that a device of the account accepted. */
  const redeem = async (tx: Transaction, caller: Caller, token: LoginToken): Promise<LoginOutcome> => {
    await tx.logins.removeTokens(caller.key.authKeyId)
    if (token.acceptedBy === undefined) throw badRequest('AUTH_TOKEN_INVALID')
    return completeLogin(tx, ports, caller, { userId: token.acceptedBy, hash: token.hash })
  }

  const success = async (outcome: LoginOutcome): Promise<api.auth.loginTokenSuccess> => ({
    _: 'auth.loginTokenSuccess',
    authorization: await answerLogin(ports, outcome),
  })

  return {
    'auth.exportLoginToken': openMethod({ rate: { burst: 60, secondsEach: 5 } }, async ({ caller }, request) => {
      if (request.apiId <= 0) throw badRequest('API_ID_INVALID')
      const { authKeyId, userId } = caller.key
      if (userId !== undefined) {
        return { _: 'auth.loginTokenSuccess', authorization: await viewAuthorization(ports, userId) }
      }
      const now = unixSeconds(clock)
      const token = random(tokenBytes)
      const expiresAt = now + tokenSeconds
      const hash = randomLong(random)
      const outcome = await store.transaction(async (tx) => {
        const accepted = await tx.logins.acceptedToken(authKeyId)
        if (accepted !== undefined && accepted.expiresAt > now) return redeem(tx, caller, accepted)
        const pending = await tx.logins.pending(authKeyId)
        if (pending !== undefined && pending.expiresAt > now) return 'password needed'
        await tx.logins.putToken({ digest: sha256(token), authKeyId, hash, expiresAt })
        return undefined
      })
      return outcome === undefined ? { _: 'auth.loginToken', expires: expiresAt, token } : success(outcome)
    }),

    'auth.importLoginToken': openMethod({}, async ({ caller }, request) => {
      const now = unixSeconds(clock)
      const outcome = await store.transaction(async (tx) => {
        const token = await tx.logins.token(sha256(request.token))
        if (token === undefined || token.authKeyId !== caller.key.authKeyId) throw badRequest('AUTH_TOKEN_INVALID')
        if (token.expiresAt <= now) throw badRequest('AUTH_TOKEN_EXPIRED')
        return redeem(tx, caller, token)
      })
      return success(outcome)
    }),

    'auth.acceptLoginToken': userMethod(
      { rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
      async ({ userId }, request) => {
        const now = unixSeconds(clock)
        return store.transaction(async (tx) => {
          const token = await tx.logins.token(sha256(request.token))
          if (token === undefined) throw badRequest('AUTH_TOKEN_INVALIDX')
          if (token.expiresAt <= now) throw badRequest('AUTH_TOKEN_EXPIRED')
          if (token.acceptedBy !== undefined) throw badRequest('AUTH_TOKEN_ALREADY_ACCEPTED')
          const { authKeyId, hash } = token
          // The client that shows it has to come back for the result; a little time more than the code itself has.
          await tx.logins.putToken({ ...token, acceptedBy: userId, expiresAt: now + 2 * tokenSeconds })
          announce(tx, ports, { type: 'key', authKeyId, update: { _: 'updateLoginToken' }, date: now })
          const password = await tx.passwords.get(userId)
          const client = (await tx.authKeys.get(authKeyId))?.client
          return viewDevice(
            { hash, createdAt: now, activeAt: now, ip: '', confirmed: true, secretChatsOff: false, callsOff: false },
            client,
            { now, current: false, passwordPending: password?.current !== undefined },
          )
        })
      },
    ),
  }
}
