import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Where results go, so that no run is optimised away. */
export const sink: { last: unknown } = { last: undefined }

const WARM_UP_MS = 250
const ROUND_MS = 60
const ROUNDS = 7

/** Nanoseconds for one run of `work`: the best of several rounds, which other processes disturbed least. */
export function nanoseconds(work: () => unknown): number {
  const warmUntil = performance.now() + WARM_UP_MS
  let runs = 0
  while (performance.now() < warmUntil) {
    sink.last = work()
    runs++
  }
  const batch = Math.max(1, Math.round((runs * ROUND_MS) / WARM_UP_MS))
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    for (let i = 0; i < batch; i++) sink.last = work()
    return ((performance.now() - start) * 1e6) / batch
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
