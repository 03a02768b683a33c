import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `npm test` builds first and tests what was built; a test that is run by itself takes the sources as they are. */
const command = process.env['CHAPPE_TEST_BUILT']
  ? [fileURLToPath(new URL('../../bin/chappe-server.js', import.meta.url))]
  : ['--conditions=@chappe/source', fileURLToPath(new URL('./chappe-server.ts', import.meta.url))]
const children: ChildProcess[] = []

/** A run of `chappe-server` as a process of its own. */
export interface Run {
  readonly child: ChildProcess
  readonly output: { stdout: string; stderr: string }
  readonly exit: Promise<number | null>
  /** The first JSON line whose `msg` is this. */
  line(msg: string): Promise<Record<string, unknown>>
}

export function run(args: readonly string[], environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [...command, ...args], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk))
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  const find = (msg: string): Record<string, unknown> | undefined =>
    output.stdout
      .split('\n')
      .filter((text) => text.startsWith('{') && text.endsWith('}'))
      .map((text): Record<string, unknown> => JSON.parse(text))
      .find((line) => line['msg'] === msg)
  return {
    child,
    output,
    exit,
    line: (msg) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = find(msg)
          if (found !== undefined) resolve(found)
        }
        child.stdout.on('data', look)
        void exit.then(() => reject(new Error(`ended without "${msg}": ${output.stderr}`)))
        look()
      }),
  }
}

/** Ends what was started and is still running. */
export function endAll(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL')
}
