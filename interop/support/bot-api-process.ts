import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerProcess } from './server-process.ts'
import { command } from './tested.ts'
import { within } from './within.ts'

const COMMAND = command('bot-api', 'chappe-bot-api')
const START_MS = 60_000

export interface Ended {
  readonly code: number | null
  readonly said: string
}

/** `chappe-bot-api` as a process beside a server, on a folder that outlives its kills. */
export interface BotApiProcess {
  readonly folder: string
  readonly apiRoot: string
  /** All that it has written. */
  readonly said: string
  start(): Promise<void>
  /** Ends it, and tells how it ended. */
  end(signal: NodeJS.Signals): Promise<number | null>
  dispose(): Promise<void>
}

export async function startBotApi(server: ServerProcess, args: readonly string[] = []): Promise<BotApiProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bot-api-'))
  const key = join(folder, 'server.pem')
  writeFileSync(key, server.publicKey)
  const dir = join(folder, 'data')
  let child: ChildProcess | undefined
  let port = 0
  let said = ''

  const launch = (): Promise<void> => {
    const where = ['--dc', `127.0.0.1:${server.port}`, '--public-key', key, '--dir', dir, '--http-port', String(port)]
    const started = spawn(process.execPath, [...COMMAND, ...where, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    return new Promise((resolve, reject) => {
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString()
          const line = said.split('\n').findLast((one) => one.includes('"listening"'))
          if (line === undefined || !line.endsWith('}')) return
          port = JSON.parse(line).port
          resolve()
        })
      }
      started.once('exit', (code) => reject(new Error(`chappe-bot-api ended with ${code}: ${said}`)))
    })
  }
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return null
    const ended = new Promise<number | null>((resolve) => running.once('exit', resolve))
    running.kill(signal)
    return ended
  }
  const start = (): Promise<void> => within(START_MS, 'the start of chappe-bot-api', launch())
  const dispose = async (): Promise<void> => {
    await end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    ...{ folder, start, end, dispose },
    get apiRoot() {
      return `http://127.0.0.1:${port}`
    },
    get said() {
      return said
    },
  }
}

/** Runs the command to its end. */
export function runBotApi(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [...COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
}
