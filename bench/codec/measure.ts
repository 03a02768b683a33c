import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Where results go, so that no run is optimised away. */
export const sink: { last: unknown } = { last: undefined }

const WARM_UP_MS = 150
const ROUND_MS = 20
const ROUNDS = 15
/** So much longer than it should take something may, where others want the processor as well. */
const PATIENCE = 500

/** Times in microseconds. */
export interface Times {
  /** Processor time that this thread has used: what other processes do does not count. Some systems count it in ticks. */
  readonly thread: () => number
  readonly wall: () => number
}

const systemTimes: Times = {
  thread() {
    const { user, system } = process.threadCpuUsage()
    return user + system
  },
  wall: () => performance.now() * 1000,
}

/** How long one of a number of runs took, in microseconds, and how many there were. */
interface Round {
  readonly each: number
  readonly runs: number
}

/**
 * Runs something, so many times between two looks at the clock, until so much processor time has passed: never a number of
 * times that was thought to take so long, since a round that lies between two ticks of a clock would seem to take none.
 */
function runFor(work: () => unknown, perLook: number, ms: number, { thread, wall }: Times): Round {
  const [begun, wallBegun] = [thread(), wall()]
  let runs = 0
  for (;;) {
    for (let i = 0; i < perLook; i++) sink.last = work()
    runs += perLook
    const spent = thread() - begun
    if (spent >= ms * 1000) return { each: spent / runs, runs }
    if (wall() - wallBegun > ms * 1000 * PATIENCE) {
      throw new Error(
        `the clock of this thread counted ${spent} us while ${runs} runs took ${PATIENCE * ms} ms: no figure`,
      )
    }
  }
}

/**
 * Nanoseconds of processor time for one run of each. They take turns in short rounds, so that what slows the machine for
 * a while slows all of them; the lower quartile of each one's rounds counts.
 */
export function nanoseconds(works: readonly (() => unknown)[], times: Times = systemTimes): number[] {
  const perLook = works.map((work) => {
    const { runs } = runFor(work, 10, WARM_UP_MS, times)
    return Math.max(1, Math.round((runs * ROUND_MS) / WARM_UP_MS / 10))
  })
  const rounds = Array.from({ length: ROUNDS }, () =>
    works.map((work, i) => runFor(work, perLook[i] ?? 1, ROUND_MS, times).each * 1000),
  )
  return works.map((_, i) => {
    const sorted = rounds.map((round) => round[i] ?? 0).sort((a, b) => a - b)
    return sorted[ROUNDS >> 2] ?? 0
  })
}

setFlagsFromString('--expose-gc')
const collect: (options: { type: 'minor' }) => void = runInNewContext('gc')

const TRIES = 5

/** Bytes that one run allocates, inside and outside the heap. Whatever is measured here makes something. */
export function allocation(work: () => unknown): number {
  for (let tries = 0; tries < TRIES; tries++) {
    const bytes = allocationOnce(work)
    if (bytes > 0) return bytes
  }
  throw new Error('more memory was freed than allocated, time after time: no figure')
}

function allocationOnce(work: () => unknown): number {
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
  return median
}
