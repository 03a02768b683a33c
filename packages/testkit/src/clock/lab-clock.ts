import type { Clock } from '@chappe/server'
import { type Duration, toMs } from '../duration.ts'
import { createActivity } from './activity.ts'
import { createTimers } from './timers.ts'

/** The time of a lab: it goes on at the pace of real time, and can be moved ahead. */
export interface LabClock {
  /** Unix time in ms, as server, people and bots of the lab see it. */
  now(): number
  /** The same as a date. */
  date(): Date
  /**
   * Lets time pass at once: `2 days`, `90 s`, or ms. All timers of the server, of the people who are in the process and of the
   * Bot API ring on the way, in their order; what they do is done and pushed when the promise is kept. What programs outside do
   * then, such as a bot that is told something over HTTP, is not waited for.
   *
   * Up to five minutes are gone through exactly, a longer time with 100 stops (`step` sets another distance): what the server
   * looks for again and again, such as scheduled messages that are due, it finds at the next stop, never before its time and in
   * any case before the end.
   */
  advance(by: Duration, options?: { readonly step?: Duration | undefined }): Promise<void>
}

/** The clock, and what the lab itself has of it. */
export interface MovableClock extends LabClock {
  /** For servers and clients. */
  readonly injected: Clock
  /** Something happened that says that work is under way. */
  noteActivity(): void
  /** Waits until nothing seems to be under way. */
  settle(): Promise<void>
  /** Puts the time back to what it was, or ahead; timers keep what is left to them. */
  setTo(unixMs: number): void
  /** No timer rings any more. */
  stop(): void
}

/** The server looks for what is due once a second; so long each of its looks is taken, */
const exactMs = 300_000
const exactStepMs = 1000
/** and beyond that so many. */
const stopsOfLong = 100
/** Timers of the server that repeat have a second or more; whatever is shorter is part of some work. */
const shortMs = 1000
/** Timers that set others without end are left to real time after so many at one stop. */
const maxChained = 200

export function createLabClock(begin: number = Date.now()): MovableClock {
  const started = performance.now()
  let ahead = 0
  let begun = begin
  const monotonic = (): number => performance.now() - started + ahead
  const now = (): number => begun + monotonic()
  const activity = createActivity()
  const timers = createTimers({ monotonic, onActivity: activity.note })

  /** Moves to a moment, and has done all that is due up to it, each at its time. */
  const goTo = async (moment: number, stop: number): Promise<void> => {
    for (let rung = 0; rung < maxChained; rung++) {
      // What was set on the way and is long waits for the stop; it would ring again and again.
      const next = timers.nextBefore(stop, moment, shortMs)
      if (next === undefined) break
      leapTo(next.at)
      timers.ringDue(next.at)
      await activity.settle()
    }
    await leapOver(moment)
  }

  /** The same, all at the end and in its order. */
  const leapOver = async (moment: number): Promise<void> => {
    leapTo(moment)
    timers.ringDue(moment)
    await activity.settle()
  }

  const leapTo = (moment: number): void => {
    ahead += Math.max(0, moment - monotonic())
  }

  const advance = async (ms: number, stepMs: number): Promise<void> => {
    const longMs = 6 * stepMs
    const end = monotonic() + ms
    try {
      for (let at = monotonic(); at < end; ) {
        const begin = at
        at = Math.min(end, at + stepMs)
        if (stepMs <= exactStepMs) {
          await goTo(at, begin)
          continue
        }
        // What is set for much longer than a step is few, and has its time.
        for (let next = timers.nextLong(at, longMs); next !== undefined; next = timers.nextLong(at, longMs)) {
          await leapOver(next.at)
        }
        await leapOver(at)
      }
    } finally {
      timers.adjust()
    }
    await activity.rest(timers)
  }

  let last: Promise<void> = Promise.resolve()

  return {
    now: () => Math.floor(now()),
    date: () => new Date(now()),
    async advance(by, { step } = {}) {
      const ms = toMs(by)
      const usual = ms <= exactMs ? exactStepMs : ms / stopsOfLong
      const stepMs = step === undefined ? usual : Math.max(1, toMs(step))
      // One after the other: each is to find its own time passed.
      last = last.catch(() => {}).then(() => advance(ms, stepMs))
      return last
    },
    injected: { now, monotonic, after: timers.after, defer: activity.defer },
    noteActivity: activity.note,
    settle: () => activity.rest(timers),
    setTo(unixMs) {
      begun += unixMs - now()
    },
    stop: timers.stop,
  }
}
