import { readFileSync } from 'node:fs'
import { serveControl } from '../control/serve-control.ts'
import { LabError } from '../errors.ts'
import { createLab } from '../lab.ts'
import { helpText, parseArguments } from './arguments.ts'

/** Runs a lab until a signal comes or the control port is told to close. */
async function run(args: readonly string[]): Promise<void> {
  const asked = parseArguments(args)
  if (asked === 'help') return print(helpText)
  if (asked === 'version') return print(version())
  const { controlPort, ...options } = asked
  const lab = await createLab(options)
  const ended = Promise.withResolvers<string>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.resolve(signal))
  const control = await serveControl(lab, controlPort, () => ended.resolve('the control port')).catch(async (error) => {
    await lab.close()
    throw error
  })
  const { host, port, publicKey, seeded } = lab
  const bots = [...seeded.bots.values()].map(({ id, name, username, token }) => ({ id, name, username, token }))
  const listening = { host, port, botApiPort: Number(new URL(lab.apiRoot).port), controlPort: control.port }
  print(JSON.stringify({ msg: 'listening', ...listening, apiRoot: lab.apiRoot, publicKey, bots }))
  const by = await ended.promise
  await control.close()
  await lab.close()
  print(JSON.stringify({ msg: 'closed', by }))
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function version(): string {
  const { version: found } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return String(found)
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  // What the caller can put right is said; all else with where it came from.
  const isTheirs = error instanceof LabError || (error instanceof Error && 'code' in error)
  process.stderr.write(
    `chappe-lab: ${error instanceof Error ? (isTheirs ? error.message : error.stack) : String(error)}\n`,
  )
  process.exitCode = 2
}
