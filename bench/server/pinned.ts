import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'

const taskset = '/usr/bin/taskset'

/**
 * Whether processes can be given a core of their own here. All cores of the machine count: a process that is held on one,
 * as the generator is when it starts the server, is told of that one alone by `availableParallelism`.
 */
export const canPin: boolean = existsSync(taskset) && cpus().length > 1

/** Runs a script, by a path from this folder or an address, in a process of its own, on one core where the system has means for that. */
export function spawnOnCore(
  core: number,
  script: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const command = [process.execPath, ...process.execArgv, ...nodeArgs, path, ...args]
  const [program = '', ...rest] = canPin ? [taskset, '-c', String(core), ...command] : command
  return spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** Resolves when the process has ended well, rejects otherwise. */
export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`${child.spawnargs.join(' ')} ended with ${signal ?? `code ${code}`}`))
    })
    child.once('error', reject)
  })
}
