import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from './tested.ts'
import { within } from './within.ts'

const COMMAND = command('server', 'chappe-server')

/** Long enough for a machine that has much else to do. */
const START_MS = 60_000

export interface ServerProcessOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface CommandProcess {
  readonly child: ChildProcess
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Its code; nothing when it was killed. */
  readonly exit: Promise<number | null>
}

/** The real server as a process of its own, on a data folder that outlives its kills. */
export class ServerProcess {
  readonly folder: string
  readonly #options: ServerProcessOptions
  #child: ChildProcess | undefined
  #port = 0
  #botApiPort = 0
  #log = ''

  private constructor(options: ServerProcessOptions) {
    this.#options = options
    this.folder = mkdtempSync(join(tmpdir(), 'chappe-interop-'))
  }

  /** Starts a server on a new data folder and a free port. */
  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(options)
    try {
      await server.start()
    } catch (error) {
      await server.dispose()
      throw error
    }
    return server
  }

  get port(): number {
    return this.#port
  }

  /** Of the HTTP Bot API; only where `args` ask for it. */
  get botApiPort(): number {
    return this.#botApiPort
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Everything it logged since it was first started. */
  get log(): string {
    return this.#log
  }

  /** The server's public key, PKCS#1 PEM. */
  get publicKey(): string {
    return readFileSync(join(this.folder, 'keys', 'public.pem'), 'utf8')
  }

  /** Starts the server (again), on the port it had. One that does not come up is ended. */
  async start(): Promise<void> {
    try {
      await within(START_MS, 'the start of the server', this.#launch())
    } catch (error) {
      await this.kill()
      throw error
    }
  }

  #launch(): Promise<void> {
    const own = ['--data', this.folder, '--port', String(this.#port), '--log-format', 'json']
    // The last one counts; two tests at once are not to want the same port.
    const args = [...COMMAND, ...own, '--bot-api-port', 'off', ...(this.#options.args ?? [])]
    const child = spawn(process.execPath, args, {
      env: { ...environment(), ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    return new Promise((resolve, reject) => {
      let pending = ''
      const read = (chunk: Buffer) => {
        this.#log += chunk.toString()
        pending += chunk.toString()
        const lines = pending.split('\n')
        pending = lines.pop() ?? ''
        for (const line of lines) {
          const entry = parse(line)
          if (entry?.msg !== 'listening' || entry.port === undefined) continue
          this.#port = entry.port
          this.#botApiPort = entry.botApiPort ?? 0
          resolve()
        }
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.#log}`)))
    })
  }

  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** Asks the process to end; resolves with nothing left running. */
  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  /** What `chappe-server doctor` says of the data folder. */
  doctor(): Promise<{ readonly ok: boolean; readonly output: string }> {
    const args = [...COMMAND, 'doctor', '--data', this.folder, '--port', '0']
    return new Promise((resolve) => {
      execFile(process.execPath, args, { env: { ...environment(), ...this.#options.env } }, (error, stdout, stderr) => {
        resolve({ ok: error === null, output: `${stdout}${stderr}` })
      })
    })
  }

  /** Another command of `chappe-server` on the same data folder, as a process of its own. */
  command(args: readonly string[]): CommandProcess {
    const child = spawn(process.execPath, [...COMMAND, ...args, '--data', this.folder], {
      env: { ...environment(), ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk))
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk))
    return { child, output, exit: new Promise((resolve) => child.once('close', resolve)) }
  }

  /** Ends the process and forgets its data. */
  async dispose(): Promise<void> {
    await this.#end('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  }
}

/** What the tests themselves are told by such variables is no setting of the server. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CHAPPE_')))
}

function parse(line: string): { msg?: string; port?: number; botApiPort?: number } | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
