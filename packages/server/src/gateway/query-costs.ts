/** What a query of a method that was never seen is expected to take, in ms. */
const UNKNOWN_MS = 0.25
/** What every query takes, and what each byte of its answer stands for. */
const LEAST_MS = 0.05
const MS_PER_BYTE = 1 / (16 * 1024)
/** What each byte of what is asked stands for: it is only read. */
const MS_PER_REQUEST_BYTE = 1 / (256 * 1024)
/** One query says so much of those to come. */
const WEIGHT = 1 / 8
/** More than there are methods. */
const MAX_METHODS = 4096

export interface ServedQuery {
  readonly method: number
  readonly requestBytes: number
  /** Undefined if it failed. */
  readonly answerBytes: number | undefined
  /** How long it took, if nothing else went on meanwhile. */
  readonly ms: number | undefined
}

/** What queries take, by method: a moving average of those before. */
export interface QueryCosts {
  /** What a query of the method is expected to take, in ms. */
  expected(method: number): number
  /** Learns from a query that has its answer, and gives what it took in ms. */
  note(served: ServedQuery): number
}

export function createQueryCosts(): QueryCosts {
  const averages = new Map<number, number>()
  return {
    expected: (method) => averages.get(method) ?? UNKNOWN_MS,
    note({ method, requestBytes, answerBytes, ms: aloneMs }) {
      const bytesMs = requestBytes * MS_PER_REQUEST_BYTE + (answerBytes ?? 0) * MS_PER_BYTE
      const ms = Math.max(LEAST_MS + bytesMs, aloneMs ?? 0)
      const before = averages.get(method)
      if (before !== undefined) averages.set(method, before + (ms - before) * WEIGHT)
      // What is never served may be no method at all, of which there are billions.
      else if (answerBytes !== undefined && averages.size < MAX_METHODS) averages.set(method, ms)
      return ms
    },
  }
}
