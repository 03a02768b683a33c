import { existsSync, readFileSync } from 'node:fs'
import { helpText, parseCommandLine, UsageError } from './options.ts'

const failed = 1
/** A wrong option, or a folder, file or port that cannot be used. */
const misused = 2

/** Runs a command line; a failure is one line on the standard error and an exit code. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const asked = parseCommandLine(args, env)
    if (asked.ask === 'help') process.stdout.write(helpText)
    else if (asked.ask === 'version') process.stdout.write(`${version()}\n`)
    else {
      const { start } = await import('./start.ts')
      await start(asked.options)
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`chappe-bot-api: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
    process.exitCode = isMisuse(error) ? misused : failed
  }
}

/** What the person at the keyboard can put right. */
function isMisuse(error: unknown): boolean {
  if (error instanceof UsageError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  return /^E[A-Z]+$/.test(code) || code === 'ERR_SQLITE_ERROR'
}

/** From the manifest of this package: the build puts this module into a file of another depth. */
function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    const url = new URL(path, import.meta.url)
    const manifest: { name?: unknown; version?: unknown } = existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : {}
    if (manifest.name === '@chappe/bot-api') return String(manifest.version)
  }
  return 'unknown'
}
