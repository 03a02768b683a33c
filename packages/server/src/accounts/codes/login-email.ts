import type { UnixTime, UserId } from '../../ids.ts'
import type { LoginEmail } from '../../store/domain/identity/login-emails.ts'
import type { Reads, Transaction } from '../../store/store.ts'

/** How long the owner of an address has to notice that somebody wants it given up. */
export const resetWaitSeconds: number = 7 * 86_400

/** The address to which an account's codes go, unless it was to be given up by now, as `PlausibleTime.now` has it. */
export async function loginEmailInForce(
  read: Pick<Reads, 'loginEmails'>,
  userId: UserId,
  now: UnixTime,
): Promise<LoginEmail | undefined> {
  const login = await read.loginEmails.get(userId)
  return login?.resetAt !== undefined && login.resetAt <= now ? undefined : login
}

/** Within a unit, once a code was given rightly: an address that was verified on the way is the account's from now on. */
export async function storeLoginEmail(
  tx: Transaction,
  userId: UserId,
  attempt: { readonly email?: string | undefined; readonly newEmail?: string | undefined },
): Promise<void> {
  if (attempt.newEmail !== undefined) {
    await tx.loginEmails.put({ userId, email: attempt.newEmail })
    return
  }
  // Who could read a code that went by e-mail needs no reset.
  const login = await tx.loginEmails.get(userId)
  if (login?.resetAt !== undefined && login.email === attempt.email) {
    await tx.loginEmails.put({ userId, email: login.email })
  }
}
