import type { UnixTime, UserId } from '../ids.ts'
import type { PlausibleTime } from '../plausible-time.ts'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { happenedWithin, latestDate } from '../rules/happened-within.ts'
import type { Store, Transaction } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { logFailure } from './log-failure.ts'

/** More often than this, use is not written down: the list of devices is no surveillance. */
const intervalSeconds = 600
const secondsPerDay = 86_400
/** The same for keys. */
export const keyUseSeconds: number = secondsPerDay

interface Ports {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

interface DevicePorts extends Ports {
  readonly plausible: PlausibleTime
}

/**
 * Keeps when a device was last used, and moves on the days on which device and account would end for want of use. In the
 * background: no answer waits for it, and the next use makes up for one that was lost.
 */
export function noteUse(
  { store, clock, plausible, log }: DevicePorts,
  { key, remoteAddress }: Caller,
  userId: UserId,
): void {
  const now = unixSeconds(clock)
  if (key.activeAt !== undefined && happenedWithin(key.activeAt, intervalSeconds, now)) return
  key.activeAt = now
  const latest = plausible.latest()
  store
    .transaction((tx) => recordUse(tx, key.authKeyId, { userId, now, latest, remoteAddress }))
    .catch((error: unknown) => logFailure(log, 'warn', 'the use of a device was not noted', error))
}

/**
 * Within a unit: this device of the user is in use now. If it was signed in while the clock was ahead, nobody knows when:
 * it counts as new from here on, instead of until that time has come.
 */
export async function recordUse(
  tx: Transaction,
  authKeyId: bigint,
  use: {
    readonly userId: UserId
    readonly now: UnixTime
    /** As `PlausibleTime.latest` has it; nothing is done about the past without. */
    readonly latest?: UnixTime
    readonly remoteAddress?: string | undefined
  },
): Promise<void> {
  const { userId, now, latest, remoteAddress } = use
  const authorization = await tx.authorizations.get(authKeyId)
  if (authorization === undefined || authorization.userId !== userId) return
  const { createdAt } = authorization
  const { ttlDays, sessionTtlDays } = await tx.accountSettings.get(userId)
  await tx.authorizations.put({
    ...authorization,
    createdAt: latest !== undefined && createdAt > latestDate(latest) ? latest : createdAt,
    activeAt: now,
    ip: remoteAddress ?? authorization.ip,
    endsAt: now + sessionTtlDays * secondsPerDay,
  })
  await tx.users.setEnd(userId, now + ttlDays * secondsPerDay)
}

/** Keeps a key that somebody may yet sign in by from being forgotten for want of use. */
export function noteKeyUse({ store, clock, log }: Ports, { key }: Caller): void {
  const now = unixSeconds(clock)
  if (key.usedAt !== undefined && happenedWithin(key.usedAt, keyUseSeconds, now)) return
  key.usedAt = now
  store
    .transaction((tx) => tx.authKeys.noteUse(key.authKeyId, now))
    .catch((error: unknown) => logFailure(log, 'warn', 'the use of a key was not noted', error))
}
