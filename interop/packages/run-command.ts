import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'

/** Longer than any of these commands takes on a busy machine. */
const PATIENCE_MS = 90_000

/** Runs a command to its end and returns what it printed; rejects with all of it when the command fails or hangs. */
export function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
      env: cleanEnvironment(env),
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(printed)
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${code ?? signal}\n${printed}`))
    })
  })
}

/** What npm tells its scripts would change what another npm does in another folder. */
function cleanEnvironment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...inherited } = process.env
  const kept = Object.entries(inherited).filter(
    ([name]) => !/^npm_(lifecycle|package|config_(dir|local_prefix))/.test(name),
  )
  return { ...Object.fromEntries(kept), ...env }
}

/** The variables with which commands find this Node first. */
export function withNode(node: string): Record<string, string> {
  return { PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` }
}
