import { once } from 'node:events'
import { ended, spawnOnCore } from './pinned.ts'

/** What a process has cost, as the operating system counts it. */
export interface Usage {
  /** User and system time of all its threads. */
  readonly cpuMicroseconds: number
  /** Resident bytes. */
  readonly rss: number
}

/** A server in a process of its own. */
export interface ServerHandle {
  readonly pid: number
  readonly port: number
  readonly publicKey: string
  usage(): Promise<Usage>
  /** The same after a collection of garbage. */
  usageWhenCollected(): Promise<Usage>
  stop(): Promise<void>
}

const serverCore = 0
/** As the command `chappe-server` has it (bin/chappe-server.js). */
const asInstalled = ['--max-semi-space-size=64', '--no-allocation-site-pretenuring', '--heap-growing-percent=200']

/**
 * @param profile a folder for its CPU profile, if one is wanted
 * @param script what runs the server; by default that of this checkout
 */
export async function startServer(
  data: string,
  profile: string | undefined,
  script = './server-process.ts',
): Promise<ServerHandle> {
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawnOnCore(serverCore, script, [data], [...asInstalled, ...profiling])
  const end = ended(child)
  const ask = async <T>(question: string): Promise<T> => {
    child.send(question)
    const [answer] = await Promise.race([once(child, 'message'), end.then(() => Promise.reject(gone()))])
    return answer
  }
  const [{ port, publicKey }] = await Promise.race([once(child, 'message'), end.then(() => Promise.reject(gone()))])
  return {
    pid: child.pid ?? 0,
    port,
    publicKey,
    usage: () => ask<Usage>('usage'),
    async usageWhenCollected() {
      await ask<Usage>('collect')
      return ask<Usage>('collect')
    },
    stop() {
      child.send('stop')
      return end
    },
  }
}

function gone(): Error {
  return new Error('the server has ended')
}
