import type { UnixTime } from './ids.ts'
import type { Clock } from './ports/clock.ts'
import { unixSeconds } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { UpkeepTask } from './rpc/handlers.ts'
import type { Store } from './store/store.ts'

/** A clock is believed when it has gone on in step for so long, */
const steadyMs = 86_400_000
/** and at a start at once if it is no further than this from what was known last: servers are stopped for a while. */
const maxAbsenceMs = 86_400_000
/** Clocks are set right by little, and go on a little too fast or too slow. */
const toleranceMs = 600_000
/** That is followed once in so long, so that many small steps make no leap. */
const followMs = 3_600_000
const noteSeconds = 600

/**
 * The time by which things are deleted for their age. It is the clock's as long as that goes on in step with the
 * monotonic one. When the clock leaps, ahead or back, this time goes on as it did before, until the clock has
 * been steady for a day or has returned: a clock that is wrong for some minutes, or for an evening, deletes nothing.
 * It is never ahead of the clock.
 */
export interface PlausibleTime {
  now(): UnixTime
  /**
   * Never behind the clock: what a wait that protects somebody begins with, so that no leap, ahead or back, makes it
   * shorter. It is over when `now` says so.
   */
  latest(): UnixTime
}

export interface PlausibleTimeOptions {
  readonly clock: Clock
  readonly log: Log
  /** The newest date that is known to have been; undefined if there is nothing yet that could be deleted. */
  readonly known: UnixTime | undefined
}

export function createPlausibleTime({ clock, log, known }: PlausibleTimeOptions): PlausibleTime {
  const begun = clock.monotonic()
  const absenceMs = known === undefined ? 0 : clock.now() - known * 1000
  /** How far the clock is before the monotonic one while it is believed. */
  let offset = clock.now() - begun - (absenceMs > maxAbsenceMs ? absenceMs : 0)
  let followedAt = begun
  let doubt: { readonly offset: number; readonly since: number } | undefined

  const look = (): void => {
    const monotonic = clock.monotonic()
    const seen = clock.now() - monotonic
    if (Math.abs(seen - offset) <= toleranceMs) {
      if (doubt !== undefined) log.info({}, 'the clock is again what it was before it leapt')
      doubt = undefined
      if (monotonic < followedAt + followMs) return
      offset = seen
      followedAt = monotonic
    } else if (doubt === undefined || Math.abs(seen - doubt.offset) > toleranceMs) {
      doubt = { offset: seen, since: monotonic }
      log.warn(
        { seconds: Math.round((seen - offset) / 1000) },
        'the clock has leapt: until it has been steady for a day, nothing is deleted for its age by it; see that it is right',
      )
    } else if (monotonic >= doubt.since + steadyMs) {
      log.warn(
        { seconds: Math.round((seen - offset) / 1000) },
        'the clock has been steady for a day since it leapt: it is believed from now on, also where things are deleted for their age',
      )
      doubt = undefined
      offset = seen
      followedAt = monotonic
    }
  }

  return {
    now() {
      look()
      return Math.floor(Math.min(clock.now(), clock.monotonic() + offset) / 1000)
    },
    latest() {
      look()
      return Math.floor(Math.max(clock.now(), clock.monotonic() + offset) / 1000)
    },
  }
}

const setting = 'plausible-time'

/**
 * The newest date that the store knows of: when a server last ran on it with a clock that was believed, or for a store
 * of before there was such a note, when a device was last used.
 */
export async function newestKnown({ read }: Pick<Store, 'read'>): Promise<UnixTime | undefined> {
  const noted = await read.settings.get(setting)
  if (noted === undefined) return read.authorizations.lastUse()
  return new DataView(noted.buffer, noted.byteOffset, noted.byteLength).getUint32(0)
}

/** Looks at the clock, so that no leap goes unseen, and notes the time for the next start. */
export function createNotePlausibleTime(
  { transaction }: Pick<Store, 'transaction'>,
  clock: Clock,
  { now }: PlausibleTime,
): UpkeepTask {
  let notedAt: UnixTime | undefined
  return {
    everySeconds: 60,
    async run() {
      const time = now()
      if (notedAt !== undefined && Math.abs(unixSeconds(clock) - notedAt) < noteSeconds) return
      const value = new Uint8Array(4)
      new DataView(value.buffer).setUint32(0, time)
      await transaction((tx) => tx.settings.put(setting, value))
      notedAt = unixSeconds(clock)
    },
  }
}
