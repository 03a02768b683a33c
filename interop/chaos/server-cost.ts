import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from '../support/server-process.ts'

/** What the server's process says that it takes. */
export interface Cost {
  readonly cpuSeconds: number
  readonly residentBytes: number
  /** How long its main thread ran, and how long it could have but had no core, in seconds. Zeros where nobody tells. */
  readonly ran: number
  readonly waited: number
}

export async function measureCost(server: ServerProcess): Promise<Cost> {
  const port = /"metricsPort":(\d+)/.exec(server.log)?.[1]
  if (port === undefined) throw new TypeError('the server has no port for metrics')
  const text = await metrics(port)
  const value = (name: string): number => {
    const found = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]
    if (found === undefined) throw new TypeError(`${name} is not measured`)
    return Number(found)
  }
  return {
    cpuSeconds: value('process_cpu_seconds_total'),
    residentBytes: value('process_resident_memory_bytes'),
    ...scheduled(server.pid),
  }
}

/** As Linux counts it, in nanoseconds (`proc_pid_schedstat`). */
function scheduled(pid: number | undefined): { readonly ran: number; readonly waited: number } {
  const path = `/proc/${pid}/task/${pid}/schedstat`
  if (!existsSync(path)) return { ran: 0, waited: 0 }
  const [ran = 0, waited = 0] = readFileSync(path, 'utf8').split(' ').map(Number)
  return { ran: ran / 1e9, waited: waited / 1e9 }
}

/** How many times longer all that the server did took than on a machine that has nothing else to do. */
export function slowdown(before: Cost, after: Cost): number {
  const ran = after.ran - before.ran
  return ran > 0 ? 1 + (after.waited - before.waited) / ran : 1
}

/** A connection of its own each time: one that is kept may be closed just as it is used. */
async function metrics(port: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } })).text()
}

/** Looks twice a second until `until`; gives the most memory that was seen. */
export async function watchMemory(server: ServerProcess, until: () => boolean): Promise<number> {
  let most = 0
  while (!until()) {
    most = Math.max(most, (await measureCost(server)).residentBytes)
    await sleep(500)
  }
  return most
}
