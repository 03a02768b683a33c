/** Where results go, so that no run is optimised away. */
export const sink: { last: unknown } = { last: undefined }

const WARM_UP_MS = 150
const ROUND_MS = 12
const ROUNDS = 25

/** Milliseconds of processor time that this thread has used: what other processes do does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/**
 * Milliseconds for one run of each piece of work, the best of many short rounds. The pieces take turns, so that a
 * processor that slows down for a while slows all of them.
 */
export function milliseconds(works: readonly (() => unknown)[]): number[] {
  const batches = works.map((work) => {
    const start = threadTime()
    let runs = 0
    let spent = 0
    while (spent < WARM_UP_MS) {
      sink.last = work()
      runs++
      if (runs % 4 === 0) spent = threadTime() - start
    }
    return Math.max(1, Math.round((runs * ROUND_MS) / spent))
  })
  const best = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round++) {
    works.forEach((work, i) => {
      const batch = batches[i] ?? 1
      const before = threadTime()
      for (let run = 0; run < batch; run++) sink.last = work()
      best[i] = Math.min(best[i] ?? 0, (threadTime() - before) / batch)
    })
  }
  return best
}

/** The median of many runs, each on its own input, in milliseconds. */
export function medianMilliseconds<T>(inputs: readonly T[], work: (input: T) => unknown): number {
  for (const input of inputs.slice(0, 5)) sink.last = work(input)
  const times = inputs.map((input) => {
    const before = threadTime()
    sink.last = work(input)
    return threadTime() - before
  })
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0
}
