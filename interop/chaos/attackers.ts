import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { conditions } from '../support/tested.ts'
import type { Plan, Tries } from './plan.ts'

const MAIN = fileURLToPath(new URL('attack-process.ts', import.meta.url))

export interface Attackers {
  /** Ends all attacks; gives what each has done. */
  stop(): Promise<readonly Tries[]>
}

export function startAttackers(plan: Plan): Attackers {
  const child = spawn(process.execPath, [...conditions, MAIN], { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  // Left open: the attackers end when it closes, and so also when this process is killed.
  child.stdin.write(`${JSON.stringify(plan)}\n`)
  const ended = endOf(child)
  return {
    async stop() {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`the attackers ended with ${code}:\n${errors.slice(-3000)}`)
      return JSON.parse(output)
    },
  }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve))
}
