import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from '../support/server-process.ts'

/** What the server's process says that it takes. */
export interface Cost {
  readonly cpuSeconds: number
  readonly residentBytes: number
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
  }
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
