import { sha256 } from '@chappe/crypto'
import { completeLogin, type LoginOutcome, secondsPerDay } from '../../accounts/authorize.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import type { Transaction } from '../../store/store.ts'

/** As many as a client keeps ("Future auth tokens"). */
const maxTokens = 20
const tokenBytes = 32
const lifetimeSeconds = 90 * secondsPerDay

/**
 * Within a unit, before the device is signed out: what lets it sign in again without a code, and keeps its guesses apart
 * from those of strangers. A device that was signed in
 * just now gets none, since a thief's would keep the door open that way; nor does a key that another one vouched for.
 */
export async function giveFutureAuthToken(
  tx: Transaction,
  { clock, plausible, random, settings }: ServicePorts,
  authKeyId: bigint,
): Promise<Uint8Array | undefined> {
  const authorization = await tx.authorizations.get(authKeyId)
  const now = unixSeconds(clock)
  if (authorization === undefined || authorization.parent !== undefined) return undefined
  if (authorization.createdAt + settings.freshSessionSeconds > plausible.now()) return undefined
  const token = random(tokenBytes)
  const { userId } = authorization
  const stored = { digest: sha256(token), userId, createdAt: now, expiresAt: now + lifetimeSeconds }
  await tx.futureAuthTokens.add(stored, maxTokens)
  await tx.attempts.putKnown(userId, authKeyId, now + lifetimeSeconds)
  return token
}

/** Within a unit: signs the user in by one of the tokens, which is used up. Undefined if none of them is the user's. */
export async function redeemFutureAuthToken(
  tx: Transaction,
  ports: ServicePorts,
  caller: Caller,
  login: { readonly userId: UserId; readonly tokens: readonly Uint8Array[] },
): Promise<LoginOutcome | undefined> {
  const now = unixSeconds(ports.clock)
  for (const token of login.tokens.slice(0, maxTokens)) {
    const found = await tx.futureAuthTokens.get(sha256(token))
    if (found === undefined || found.userId !== login.userId || found.expiresAt <= now) continue
    await tx.futureAuthTokens.remove(found.digest)
    return completeLogin(tx, ports, caller, { userId: login.userId })
  }
  return undefined
}
