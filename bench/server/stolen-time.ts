import { existsSync, readFileSync } from 'node:fs'

const statistics = '/proc/stat'
const intervalMs = 50

/** When the host gave this machine's processors to somebody else: no program here can help that ("steal", proc(5)). */
export interface StolenTime {
  /** Whether that happened within so many ms before or after `at`, in ms of `performance.now()`. */
  near(at: number, ms: number): boolean
  stop(): void
}

/** Watches from now on; undefined where the system does not tell. */
export function watchStolenTime(): StolenTime | undefined {
  if (!existsSync(statistics)) return undefined
  const spans: { readonly from: number; readonly to: number }[] = []
  let ticks = stolenTicks()
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const ticksNow = stolenTicks()
    if (ticksNow > ticks) spans.push({ from: last, to: now })
    ticks = ticksNow
    last = now
  }, intervalMs)
  return {
    near: (at, ms) => spans.some(({ from, to }) => at > from - ms && at < to + ms),
    stop: () => clearInterval(timer),
  }
}

/** Of all processors, since the machine started. */
function stolenTicks(): number {
  const [all = ''] = readFileSync(statistics, 'latin1').split('\n', 1)
  return Number(all.split(/ +/)[8] ?? 0)
}
