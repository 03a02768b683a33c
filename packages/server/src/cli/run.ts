import { ConfigError } from '../config/config.ts'
import { version } from '../version.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { helpText } from './help.ts'

const failed = 1
/** A wrong option, or a folder, file or port that cannot be used. */
const misused = 2

async function run(args: readonly string[]): Promise<void> {
  const asked = parseCommandLine(args, process.env)
  switch (asked.ask) {
    case 'help':
      process.stdout.write(helpText(asked.command))
      break
    case 'version':
      process.stdout.write(`${version()}\n`)
      break
    case 'run':
      await execute(asked)
  }
}

/** Each command is loaded when it is asked for, so that a wrong option is told at once. */
async function execute({ command, config, operand, json }: Extract<CommandLine, { ask: 'run' }>): Promise<void> {
  switch (command) {
    case 'start': {
      const { start } = await import('./start.ts')
      return start(config, (error) => fail(failed, error))
    }
    case 'doctor': {
      const { doctor } = await import('./doctor.ts')
      if (!(await doctor(config, (line) => process.stdout.write(`${line}\n`)))) process.exitCode = failed
      return
    }
    case 'backup': {
      const { backup } = await import('../operations/backup.ts')
      const { progressLine } = await import('./progress.ts')
      await backup(config.data, operand, progressLine('backup'))
      process.stdout.write(`${operand} holds all of ${config.data}\n`)
      return
    }
    case 'restore': {
      const { restore } = await import('../operations/restore.ts')
      const { progressLine } = await import('./progress.ts')
      await restore(operand, config.data, progressLine('restore'))
      process.stdout.write(`${config.data} holds all of ${operand}\n`)
      return
    }
    case 'export': {
      const { exportUser } = await import('./export-user.ts')
      await exportUser(config.data, operand, writeOut)
      return
    }
    case 'reports': {
      const { printReports } = await import('./reports.ts')
      await printReports(config.data, json, writeOut)
    }
  }
}

/** Resolves when the reader has taken it, so that a slow one does not fill the memory. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

function fail(code: number, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`chappe-server: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  process.exitCode = code
}

const misuses: ReadonlySet<string> = new Set([
  'LISTEN_FAILED',
  'ERR_SQLITE_ERROR',
  'TOO_NEW',
  'TOO_OLD',
  'UNAVAILABLE',
  'BACKUP_INVALID',
])

/** What the person at the keyboard can put right: a wrong option, a folder without rights, a port in use. */
function isMisuse(error: unknown): boolean {
  if (error instanceof ConfigError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  return /^E[A-Z]+$/.test(code) || misuses.has(code)
}

/** Runs a command line; a failure is one line on the standard error and an exit code. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await run(args)
  } catch (error) {
    fail(isMisuse(error) ? misused : failed, error)
  }
}
