import { spawn } from 'node:child_process'

export interface ProgramLimits {
  /** Of the clock, after which it is killed with all that it has started. */
  readonly milliseconds: number
  /** Of what it may print. */
  readonly bytes: number
}

export type ProgramOutcome =
  | { readonly printed: Uint8Array }
  /** There is no such program here. */
  | { readonly missing: true }
  | { readonly failed: string }

/** Of address space, in KiB, and of a processor, in seconds: what a file could make a program take. */
const mostMemory = 2_097_152
const mostSeconds = 20
/** Says the limits to the system, and becomes the program. */
const limited = `ulimit -v ${mostMemory}; ulimit -t ${mostSeconds}; ulimit -f 0; exec "$0" "$@"`
const notFound = 127

/** Runs a program that is on the path, within limits; it may write no file. */
export function runProgram(
  program: string,
  args: readonly string[],
  { milliseconds, bytes }: ProgramLimits,
): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', limited, program, ...args], {
      ...{ detached: true, cwd: '/', env: { PATH: process.env['PATH'] ?? '' } },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const printed: Uint8Array[] = []
    let size = 0
    let said = ''
    let why: string | undefined
    const kill = (reason: string): void => {
      why ??= reason
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
    const timer = setTimeout(() => kill('it took too long'), milliseconds)
    child.stdout.on('data', (chunk: Uint8Array) => {
      size += chunk.length
      if (size > bytes) kill('it printed too much')
      else printed.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 200) said += chunk.toString('utf8', 0, 200)
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ failed: error.message })
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (why === undefined && code === 0) return resolve({ printed: new Uint8Array(Buffer.concat(printed)) })
      if (why === undefined && code === notFound) return resolve({ missing: true })
      resolve({ failed: why ?? `it ended with ${signal ?? code}` })
    })
  })
}
