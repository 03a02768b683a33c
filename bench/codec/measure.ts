import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Where results go, so that no run is optimised away. */
export const sink: { last: unknown } = { last: undefined }

const WARM_UP_MS = 150
const ROUND_MS = 20
const ROUNDS = 15

/** Microseconds of processor time that this thread has used: what other processes do does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

function time(work: () => unknown, runs: number): number {
  const before = threadTime()
  for (let i = 0; i < runs; i++) sink.last = work()
  return threadTime() - before
}

/**
 * Nanoseconds of processor time for one run of each. They take turns in short rounds, so that what slows the machine for
 * a while slows all of them; the lower quartile of each one's rounds counts.
 */
export function nanoseconds(works: readonly (() => unknown)[]): number[] {
  const batches = works.map((work) => {
    let spent = 0
    let runs = 0
    while (spent < WARM_UP_MS * 1000) {
      spent += time(work, 10)
      runs += 10
    }
    return Math.max(1, Math.round((runs * ROUND_MS) / WARM_UP_MS))
  })
  const rounds = Array.from({ length: ROUNDS }, () =>
    works.map((work, i) => {
      const runs = batches[i] ?? 1
      return (time(work, runs) * 1000) / runs
    }),
  )
  return works.map((_, i) => {
    const sorted = rounds.map((round) => round[i] ?? 0).sort((a, b) => a - b)
    return sorted[ROUNDS >> 2] ?? 0
  })
}

setFlagsFromString('--expose-gc')
const collect: (options: { type: 'minor' }) => void = runInNewContext('gc')

/** Bytes that one run allocates, inside and outside the heap. */
export function allocation(work: () => unknown): number {
  const used = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  // Few runs, so that collections in between are rare; a sample with one in it comes out negative or low.
  const samples = Array.from({ length: 9 }, () => {
    // The second one waits for the buffers that the first one frees.
    collect({ type: 'minor' })
    collect({ type: 'minor' })
    const before = used()
    for (let i = 0; i < 10; i++) sink.last = work()
    return (used() - before) / 10
  })
  const [median = 0] = samples.sort((a, b) => a - b).slice(samples.length >> 1)
  return Math.max(0, median)
}
