/** What a query of a method that was never seen is expected to take, in ms. */
const UNKNOWN_MS = 0.25
/** What every query takes, and what each byte of its answer stands for. */
const LEAST_MS = 0.05
const MS_PER_BYTE = 1 / (16 * 1024)
/** What each byte of what is asked stands for: it is only read. */
const MS_PER_REQUEST_BYTE = 1 / (256 * 1024)
/** One query says so much of those to come. */
const WEIGHT = 1 / 8
/** One that took longer than so many times what was known says no more than that: most likely the thread paused meanwhile. */
const MOST_TIMES = 4
/** More than there are methods. */
const MAX_METHODS = 4096
/** A method is quick while its queries take no longer alone, in ms, and one of so many has been timed. */
const QUICK_MS = 1
const TIMED_ONE_IN = 32

export interface ServedQuery {
  readonly method: number
  readonly requestBytes: number
  /** Undefined if it failed. */
  readonly answerBytes: number | undefined
}

/** What queries of a method took: moving averages, in ms. */
interface Averages {
  byBytes: number
  /** Undefined until one was timed. */
  byTime: number | undefined
  sinceTimed: number
}

/** What queries take, by method: from the bytes of those before, and from the time of those that began alone. */
export interface QueryCosts {
  /** What a query of the method is expected to take, in ms. */
  expected(method: number): number
  /** Whether a query of the method may begin beside others: it is known to take little, and that was seen lately. */
  isQuick(method: number): boolean
  /** Learns from a query that is over, and gives what it is taken to have cost, in ms. */
  answered(query: ServedQuery): number
  /** Learns how long a query took that began alone, and gives how much more that is than was known of time, in ms. */
  timed(method: number, ms: number): number
  /** Queries of the method took longer than was expected: it has to be seen anew whether it is quick. */
  doubt(method: number): void
}

export function createQueryCosts(): QueryCosts {
  const methods = new Map<number, Averages>()
  return {
    expected(method) {
      const known = methods.get(method)
      return known === undefined ? UNKNOWN_MS : Math.max(known.byBytes, known.byTime ?? 0)
    },
    isQuick(method) {
      const known = methods.get(method)
      return known?.byTime !== undefined && known.byTime <= QUICK_MS && known.sinceTimed < TIMED_ONE_IN
    },
    answered({ method, requestBytes, answerBytes }) {
      const ms = LEAST_MS + requestBytes * MS_PER_REQUEST_BYTE + (answerBytes ?? 0) * MS_PER_BYTE
      const known = methods.get(method)
      if (known !== undefined) {
        known.byBytes += (ms - known.byBytes) * WEIGHT
        known.sinceTimed++
      } else if (answerBytes !== undefined && methods.size < MAX_METHODS) {
        // What is never served may be no method at all, of which there are billions.
        methods.set(method, { byBytes: ms, byTime: undefined, sinceTimed: 0 })
      }
      return Math.max(ms, known?.byTime ?? 0)
    },
    timed(method, ms) {
      const known = methods.get(method)
      if (known === undefined) return ms
      const before = known.byTime
      const told = before === undefined ? ms : Math.min(ms, before * MOST_TIMES + LEAST_MS)
      known.byTime = told + ((before ?? told) - told) * (1 - WEIGHT)
      known.sinceTimed = 0
      return ms - (before ?? 0)
    },
    doubt(method) {
      const known = methods.get(method)
      if (known !== undefined) known.sinceTimed = TIMED_ONE_IN
    },
  }
}
