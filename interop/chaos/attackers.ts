import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Plan } from './plan.ts'

const MAIN = fileURLToPath(new URL('attack-process.ts', import.meta.url))

export interface Attackers {
  /** Ends all attacks; gives how many steps each has made. */
  stop(): Promise<ReadonlyMap<string, number>>
}

export function startAttackers({ port, seed, only, accounts, keys, victims }: Plan): Attackers {
  const told: Plan = { port, seed, only, accounts, keys, victims }
  const child = spawn(process.execPath, ['--conditions=@chappe/source', MAIN], { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  child.stdin.end(JSON.stringify(told))
  const ended = endOf(child)
  return {
    async stop() {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`the attackers ended with ${code}:\n${errors.slice(-3000)}`)
      return new Map(JSON.parse(output))
    },
  }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve))
}
