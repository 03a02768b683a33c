import { ConfigError } from '../config/config-error.ts'
import { version } from '../version.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { helpText } from './help.ts'
import { visible } from './visible.ts'

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
async function execute({
  command,
  config,
  operand,
  others,
  json,
  own,
}: Extract<CommandLine, { ask: 'run' }>): Promise<void> {
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
      await backup(config, operand, progressLine('backup'), own['backup-files'])
      process.stdout.write(`${operand} holds all of ${config.data}\n`)
      return
    }
    case 'restore': {
      const { restore } = await import('../operations/restore.ts')
      const { progressLine } = await import('./progress.ts')
      const { digest } = await restore(operand, config, progressLine('restore'), own['backup-files'])
      if (digest === undefined) {
        const { noDigest } = await import('../operations/check-backup.ts')
        warn(`${operand}: ${noDigest}`)
      }
      process.stdout.write(`${config.data} holds all of ${operand}\n`)
      return
    }
    case 'verify': {
      const { verify, noDigest } = await import('../operations/check-backup.ts')
      const { progressLine } = await import('./progress.ts')
      const { digest, form } = await verify(operand, progressLine('verify'), own['backup-files'])
      if (digest === undefined) return fail(failed, new Error(`${operand}: ${noDigest}`))
      process.stdout.write(`${operand} is as it was written: form ${form}, SHA-256 ${digest}\n`)
      return
    }
    case 'fsck': {
      const { fsck } = await import('./fsck.ts')
      if (!(await fsck(config, own, writeOut))) process.exitCode = failed
      return
    }
    case 'rotate-key': {
      const { rotateKey } = await import('./rotate-key.ts')
      await rotateKey(config, writeOut)
      return
    }
    case 'export': {
      const { exportUser } = await import('./export-user.ts')
      if (!(await exportUser(config, operand, own, writeOut))) process.exitCode = failed
      return
    }
    case 'reports': {
      const { printReports } = await import('./reports.ts')
      await printReports(config.data, json, writeOut)
      return
    }
    case 'invite': {
      const { invite } = await import('./invite.ts')
      await invite(config, operand, others, writeOut)
      return
    }
    case 'bots': {
      const { bots } = await import('./bots.ts')
      await bots(config, operand, others, own, json, writeOut)
      return
    }
    case 'seed': {
      const { seed } = await import('./seed.ts')
      if (!(await seed(config, operand, own, json, writeOut))) process.exitCode = failed
    }
  }
}

/** Resolves when the reader has taken it, so that a slow one does not fill the memory. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

function warn(message: string): void {
  process.stderr.write(`chappe-server: warning: ${visible(message)}\n`)
}

/** Nobody reads any more what is written. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

function fail(code: number, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`chappe-server: ${visible(message.replaceAll(/\s*\n\s*/g, ' '))}\n`)
  process.exitCode = code
}

const misuses: ReadonlySet<string> = new Set([
  'LISTEN_FAILED',
  'ERR_SQLITE_ERROR',
  'TOO_NEW',
  'TOO_OLD',
  'UNAVAILABLE',
  'BACKUP_INVALID',
  // Of the operator's channel: what was asked for cannot be done so.
  'REFUSED',
  'BAD_REQUEST',
  'UNKNOWN_COMMAND',
  'OTHER_VERSION',
  'NO_ANSWER',
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
  // Whoever has read enough (`head`) goes away; a server goes on without its log.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!isGone(error)) throw error
    })
  }
  try {
    await run(args)
  } catch (error) {
    if (isGone(error)) return
    fail(isMisuse(error) ? misused : failed, error)
  }
}
