/** The command line without the process: arguments in, exit code out. */
import { closest } from '../suggest.ts'
import { check } from './check.ts'
import { CliError, type Command, type ExitCode, exitCodes, readInput, renderHelp } from './command.ts'
import { crc } from './crc.ts'
import { diff } from './diff-command.ts'
import { format } from './format.ts'
import { generate } from './generate.ts'
import type { CliIo } from './io.ts'
import { switchLayerCommand } from './switch-layer.ts'
import { readVersion } from './version.ts'

const commands: readonly Command[] = [check, format, diff, generate, crc, switchLayerCommand]

export async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name, ...rest] = args
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(rest[0], name, io)
    if (name === '--version' || name === '-v') {
      io.stdout(`${await readVersion()}\n`)
      return exitCodes.ok
    }
    const command = findCommand(name)
    const input = readInput(command, rest)
    if (input.flag('help')) {
      io.stdout(renderHelp(command))
      return exitCodes.ok
    }
    return await command.run(input, io)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    io.stderr(`${io.paintErr('red', 'tl-schema')}: ${error.message}\n`)
    if (error.code === 'USAGE')
      io.stderr(`Try \`tl-schema ${commands.some((one) => one.name === name) ? `${name} ` : ''}--help\`.\n`)
    return exitCodes.failure
  }
}

function help(topic: string | undefined, asked: string | undefined, io: CliIo): ExitCode {
  if (topic !== undefined) {
    io.stdout(renderHelp(findCommand(topic)))
    return exitCodes.ok
  }
  const text = [
    'tl-schema: a compiler for the TL language',
    '',
    ...commands.map((command) => `  tl-schema ${command.name.padEnd(13)} ${command.summary}`),
    '',
    'Each command explains itself with --help; --version says which compiler this is.',
    'Exit codes: 0 fine, 1 findings, 2 wrong usage or a file that cannot be read or written.',
    '',
  ].join('\n')
  if (asked === undefined) io.stderr(text)
  else io.stdout(text)
  return asked === undefined ? exitCodes.failure : exitCodes.ok
}

function findCommand(name: string): Command {
  const command = commands.find((one) => one.name === name)
  if (command) return command
  const near = closest(
    name,
    commands.map((one) => one.name),
  )
  throw new CliError(
    'USAGE',
    `there is no command \`${name}\`${near === undefined ? '' : `, did you mean \`${near}\`?`}`,
  )
}
