import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Time as the server has it. It stands still while the server's main thread could run and has no core, because others on
 * this machine have it: on a network neither people nor attackers take a server's cores. So attackers who keep to it ask for
 * as much as the server could do, and people who measure by it see what the server makes them wait, on a loaded machine as
 * on one that has nothing else to do. Where the system does not tell, it is the time of the clock on the wall.
 */
export interface ServerClock {
  /** In ms, from some moment. Runs ahead while the server waits for a core, and is put back when it has one. */
  now(): number
  sleep(ms: number): Promise<void>
  /** What `promise` comes to, or an error that says what takes longer than so many ms of this clock. */
  within<T>(ms: number, what: string, promise: Promise<T>): Promise<T>
  close(): void
}

const NS_PER_MS = 1e6

export function openServerClock(pid: number): ServerClock {
  const path = `/proc/${pid}/task/${pid}/schedstat`
  const file = existsSync(path) ? openSync(path, 'r') : undefined
  const buffer = Buffer.alloc(128)

  /** How long the thread could have run but had no core, in ms: as Linux counts it (`proc_pid_schedstat`). */
  const waited = (): number => {
    if (file === undefined) return 0
    const [, ns = 0] = buffer
      .toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0))
      .split(' ')
      .map(Number)
    return ns / NS_PER_MS
  }
  const now = (): number => performance.now() - waited()
  const rest = async (ms: number, signal?: AbortSignal): Promise<void> => {
    const end = now() + ms
    for (let left = ms; left > 0; left = end - now()) await sleep(Math.ceil(left), undefined, { signal })
  }

  return {
    now,
    sleep: (ms) => rest(ms),
    async within(ms, what, promise) {
      const ended = new AbortController()
      const tooLong = rest(ms, ended.signal).then(() => {
        throw new Error(`${what} takes longer than ${ms} ms of the server's clock`)
      })
      try {
        return await Promise.race([promise, tooLong])
      } finally {
        tooLong.catch(() => {})
        ended.abort()
      }
    },
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}
