import { performance } from 'node:perf_hooks'

/** Where results go, so that no run is optimised away. */
export const sink: { last: unknown } = { last: undefined }

const WARM_UP_MS = 150
const ROUND_MS = 4
const ROUNDS = 75

/**
 * Milliseconds for one run of each piece of work, the best of many short rounds: other processes only ever add to the
 * time, and a round is short enough to fall between them. The pieces take turns, so that a processor that slows down for
 * a while slows all of them.
 */
export function milliseconds(works: readonly (() => unknown)[]): number[] {
  const batches = works.map((work) => {
    const start = performance.now()
    let runs = 0
    while (performance.now() - start < WARM_UP_MS) {
      sink.last = work()
      runs++
    }
    return Math.max(1, Math.round((runs * ROUND_MS) / WARM_UP_MS))
  })
  const best = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round++) {
    works.forEach((work, i) => {
      const batch = batches[i] ?? 1
      const start = performance.now()
      for (let run = 0; run < batch; run++) sink.last = work()
      best[i] = Math.min(best[i] ?? 0, (performance.now() - start) / batch)
    })
  }
  return best
}

/** The median of many runs, each on its own input, in milliseconds. */
export function medianMilliseconds<T>(inputs: readonly T[], work: (input: T) => unknown): number {
  for (const input of inputs.slice(0, 5)) sink.last = work(input)
  const times = inputs.map((input) => {
    const start = performance.now()
    sink.last = work(input)
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0
}
