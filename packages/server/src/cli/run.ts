import { readFileSync } from 'node:fs'
import { ConfigError, parseConfig } from '../config/config.ts'
import { createLog } from './log.ts'
import { helpText, parseCommandLine } from './options.ts'

const failed = 1
/** A wrong option, or a folder, file or port that cannot be used. */
const misused = 2

async function run(args: readonly string[]): Promise<void> {
  const command = parseCommandLine(args, process.env)
  if (command.command === 'help') {
    process.stdout.write(helpText)
    return
  }
  if (command.command === 'version') {
    process.stdout.write(`${version()}\n`)
    return
  }
  const config = parseConfig(command.config)
  const log = createLog(config.logFormat, (line) => process.stdout.write(line))
  // Late, so that a wrong option is told at once.
  const { createServer } = await import('../server.ts')
  const server = await createServer({ ...config, log })

  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping')
    server.close().then(
      () => log.info({}, 'stopped'),
      (error: unknown) => fail(failed, error),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  log.info({ host: server.host, port: server.port, dcId: config.dcId, testAccounts: config.testAccounts }, 'listening')
}

/** Next to the package's own `package.json`, in the sources as in the build. */
function version(): string {
  const manifest: { version?: unknown } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return String(manifest.version)
}

function fail(code: number, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`chappe-server: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  process.exitCode = code
}

/** What the person at the keyboard can put right: a wrong option, a folder without rights, a port in use. */
function isMisuse(error: unknown): boolean {
  if (error instanceof ConfigError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  return /^E[A-Z]+$/.test(code) || code === 'LISTEN_FAILED' || code === 'ERR_SQLITE_ERROR' || code === 'TOO_NEW'
}

/** Runs a command line; a failure is one line on the standard error and an exit code. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await run(args)
  } catch (error) {
    fail(isMisuse(error) ? misused : failed, error)
  }
}
