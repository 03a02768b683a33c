export interface Timers {
  /** Calls back once after the delay, unless cancelled by the function that is returned. */
  after(delayMs: number, callback: () => void): () => void
  /** The next one that rings before a moment: set before `since`, or short. */
  nextBefore(since: number, moment: number, shortMs: number): { readonly at: number } | undefined
  /** The next one that rings before a moment, of those that were set for longer than `longMs`. */
  nextLong(moment: number, longMs: number): { readonly at: number } | undefined
  /** Rings all that are due at a moment, in the order of their times; gives how many. */
  ringDue(moment: number): number
  /** Has each ring when it should, after the time was moved. */
  adjust(): void
  /** Whether one that was set for less than so many ms has not rung. */
  hasShort(ms: number): boolean
  stop(): void
}

interface Timer {
  readonly at: number
  /** When it was set, and its place among those of the same time. */
  readonly setAt: number
  readonly number: number
  readonly delayMs: number
  readonly callback: () => void
  real: NodeJS.Timeout
}

const longestMs = 2 ** 31 - 1

/** Timers that ring by real time, and earlier when the time is moved. */
export function createTimers({
  monotonic,
  onActivity,
}: {
  readonly monotonic: () => number
  readonly onActivity: () => void
}): Timers {
  const timers = new Set<Timer>()
  let numbers = 0
  let stopped = false

  const ring = (timer: Timer): void => {
    // One that rang before it may have cancelled it.
    if (!timers.delete(timer)) return
    clearTimeout(timer.real)
    onActivity()
    timer.callback()
  }

  const realTimer = (timer: Pick<Timer, 'at'>, callback: () => void): NodeJS.Timeout =>
    // A deadline alone does not keep a process alive.
    setTimeout(callback, Math.min(longestMs, Math.max(0, timer.at - monotonic()))).unref()

  const onReal = (timer: Timer): void => {
    // Timers of Node ring up to a ms early, and none is longer than 24 days.
    if (timer.at - monotonic() > 1) timer.real = realTimer(timer, () => onReal(timer))
    else ring(timer)
  }

  const after = (delayMs: number, callback: () => void): (() => void) => {
    if (stopped) return () => {}
    const setAt = monotonic()
    const at = setAt + Math.max(0, delayMs)
    const timer: Timer = {
      ...{ at, setAt, number: numbers++, delayMs, callback },
      real: realTimer({ at }, () => onReal(timer)),
    }
    timers.add(timer)
    onActivity()
    return () => {
      timers.delete(timer)
      clearTimeout(timer.real)
    }
  }

  const first = (isMeant: (timer: Timer) => boolean): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) if (isMeant(timer) && (next === undefined || timer.at < next.at)) next = timer
    return next
  }

  return {
    after,
    nextBefore: (since, moment, shortMs) =>
      first(({ at, setAt, delayMs }) => at <= moment && (setAt <= since || delayMs < shortMs)),
    nextLong: (moment, longMs) => first(({ at, delayMs }) => at <= moment && delayMs > longMs),
    ringDue(moment) {
      const due = [...timers].filter(({ at }) => at <= moment)
      due.sort((one, other) => one.at - other.at || one.number - other.number)
      for (const timer of due) ring(timer)
      return due.length
    },
    adjust() {
      for (const timer of timers) {
        clearTimeout(timer.real)
        timer.real = realTimer(timer, () => onReal(timer))
      }
    },
    hasShort(ms) {
      for (const { delayMs } of timers) if (delayMs < ms) return true
      return false
    },
    stop() {
      stopped = true
      for (const { real } of timers) clearTimeout(real)
      timers.clear()
    },
  }
}
