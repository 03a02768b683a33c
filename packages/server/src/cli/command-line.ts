import { parseArgs } from 'node:util'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { listSettings } from '../config/settings.ts'
import { loadConfig } from '../config/sources.ts'
import { type CommandDescription, type CommandName, commands, type OwnFlag } from './commands.ts'

/** What a person asked for. */
export type CommandLine =
  | { readonly ask: 'help'; readonly command: CommandName | undefined }
  | { readonly ask: 'version' }
  | {
      readonly ask: 'run'
      readonly command: CommandName
      readonly config: Config
      /** What the command needs besides the configuration: a file, a user; empty if it needs nothing. */
      readonly operand: string
      /** What follows that, where a command takes several. */
      readonly others: readonly string[]
      /** For a program instead of a person. */
      readonly json: boolean
      /** The options of this command alone that were given, by their names. */
      readonly own: Readonly<Record<string, string>>
    }

type CommandShape = Pick<CommandDescription, 'name' | 'operand' | 'several' | 'optional' | 'flags'>

/** Reads a command line. Throws `ConfigError` with all that is wrong with it. */
export function parseCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const { values, positionals } = parse(args)
  if (positionals[0] === 'help')
    return { ask: 'help', command: commands.find(({ name }) => name === positionals[1])?.name }
  const named = commands.find(({ name }) => name === positionals[0])
  const operands = named === undefined ? positionals : positionals.slice(1)
  if (values['help'] === true) return { ask: 'help', command: named?.name }
  if (values['version'] === true) return { ask: 'version' }
  const { name, operand = '', several, optional = false, flags: known = [] }: CommandShape = named ?? { name: 'start' }
  const own: Record<string, string> = {}
  for (const { flag } of ownFlags) {
    const value = values[flag]
    if (value === undefined) continue
    if (!known.some((one) => one.flag === flag)) throw new ConfigError(`${name} has no --${flag}; see ${name} --help`)
    own[flag] = String(value)
  }
  const [given, ...stray] = operands
  if (operand === '' && given !== undefined) stray.unshift(given)
  if (stray.length > 0 && several === undefined) throw new ConfigError(`unexpected argument "${stray[0]}"; see --help`)
  if (operand !== '' && !optional && given === undefined)
    throw new ConfigError(`${name} needs ${operand}; see ${name} --help`)
  const flags: Record<string, string | undefined> = {}
  for (const { flag } of listSettings()) {
    const value = flag && values[flag]
    if (flag !== undefined && value !== undefined) flags[flag] = String(value)
  }
  const config = typeof values['config'] === 'string' ? values['config'] : undefined
  return {
    ask: 'run',
    command: name,
    config: loadConfig({ config, values: flags }, environment),
    operand: given ?? '',
    others: several === undefined ? [] : stray,
    json: values['json'] === true,
    own,
  }
}

const ownFlags: readonly OwnFlag[] = commands.flatMap(({ flags = [] }) => flags)

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

function parse(args: readonly string[]): Parsed {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    config: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  }
  for (const { flag, value } of ownFlags) options[flag] = { type: value === undefined ? 'boolean' : 'string' }
  for (const { flag, value } of listSettings()) {
    if (flag !== undefined) options[flag] = { type: value === '' ? 'boolean' : 'string' }
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowNegative: true, allowPositionals: true, options })
    const single: Record<string, string | boolean | undefined> = {}
    for (const [name, value] of Object.entries(values)) single[name] = Array.isArray(value) ? value.at(-1) : value
    return { values: single, positionals }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new ConfigError(`${reason}; see --help`)
  }
}
