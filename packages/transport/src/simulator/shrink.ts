import type { Failure } from './laws.ts'
import type { Schedule, ScheduledEvent } from './schedule.ts'

export interface Shrunk {
  readonly schedule: Schedule
  readonly failure: Failure
  /** How many runs it took. */
  readonly runs: number
}

/** More runs than this are not worth the wait. */
const MAX_RUNS = 1500

/**
 * The shortest schedule found that still breaks the same law, by delta debugging (Zeller and Hildebrandt, "Simplifying
 * and Isolating Failure-Inducing Input"): ever smaller parts are left out for as long as the law stays broken. Then
 * bursts become single events.
 *
 * @param run says how a schedule fails, if it does
 */
export async function shrink(
  schedule: Schedule,
  failure: Failure,
  run: (schedule: Schedule) => Promise<Failure | undefined>,
): Promise<Shrunk> {
  let best = schedule
  let broken = failure
  let runs = 0

  const attempt = async (events: readonly ScheduledEvent[]): Promise<boolean> => {
    if (runs >= MAX_RUNS) return false
    runs++
    const candidate = { ...best, events }
    const found = await run(candidate)
    if (found?.law !== failure.law) return false
    best = candidate
    broken = found
    return true
  }

  // Nothing after the failure matters for a law that is broken on the way.
  await attempt(best.events.filter((event) => event.at <= broken.at))
  let size = Math.ceil(best.events.length / 2)
  while (size >= 1 && runs < MAX_RUNS) {
    let shorter = false
    for (let start = 0; start < best.events.length; ) {
      const without = [...best.events.slice(0, start), ...best.events.slice(start + size)]
      if (await attempt(without)) shorter = true
      else start += size
    }
    if (!shorter || size > best.events.length) size = size === 1 ? 0 : Math.ceil(Math.min(size, best.events.length) / 2)
  }
  for (let i = 0; i < best.events.length; i++) {
    const event = best.events[i]
    if (event === undefined || !('count' in event)) continue
    for (const count of [1, 2, 4, 8]) {
      if (count < event.count && (await attempt(best.events.with(i, { ...event, count })))) break
    }
  }
  return { schedule: best, failure: broken, runs }
}
