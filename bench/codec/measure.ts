import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Where results go, so that no run is optimised away. */
export const sink: { last: unknown } = { last: undefined }

const WARM_UP_MS = 250
const ROUND_MS = 60
const ROUNDS = 7

/** Microseconds of processor time that this thread has used: what other processes do does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

/** Nanoseconds of processor time for one run of `work`: the best of several rounds. */
export function nanoseconds(work: () => unknown): number {
  const start = threadTime()
  let runs = 0
  while (threadTime() - start < WARM_UP_MS * 1000) {
    for (let i = 0; i < 10; i++) sink.last = work()
    runs += 10
  }
  const batch = Math.max(1, Math.round((runs * ROUND_MS) / WARM_UP_MS))
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = threadTime()
    for (let i = 0; i < batch; i++) sink.last = work()
    return ((threadTime() - before) * 1000) / batch
  })
  return Math.min(...rounds)
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes that one run allocates, inside and outside the heap. */
export function allocation(work: () => unknown): number {
  const used = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  // Few runs, so that collections in between are rare; a sample with one in it comes out negative or low.
  const samples = Array.from({ length: 9 }, () => {
    collect()
    const before = used()
    for (let i = 0; i < 10; i++) sink.last = work()
    return (used() - before) / 10
  })
  const [median = 0] = samples.sort((a, b) => a - b).slice(samples.length >> 1)
  return Math.max(0, median)
}
