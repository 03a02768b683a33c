import { readFileSync } from 'node:fs'
import { type Config, parseConfig } from './config.ts'
import { nearest } from './nearest.ts'
import type { Written } from './parse.ts'
import { listSettings, type SettingKey } from './settings.ts'

/** What the command line says of the settings, by their flags, and of the file with others. */
export interface Flags {
  readonly config?: string | undefined
  readonly values: Readonly<Record<string, string | undefined>>
}

const variablePrefix = 'CHAPPE_'
const fileVariable = 'CHAPPE_CONFIG'
const settings = listSettings()
const variables: ReadonlySet<string> = new Set(settings.map(({ variable }) => variable))

/** The configuration: command line before environment before file before defaults. Throws `ConfigError` with all that is wrong. */
export function loadConfig(flags: Flags, environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const path = flags.config ?? (environment[fileVariable] || undefined)
  const file = path === undefined ? new Map<string, Written>() : readFile(path, problems)
  for (const name of Object.keys(environment)) {
    if (!name.startsWith(variablePrefix) || name === fileVariable || variables.has(name)) continue
    problems.push(`${name} is no setting; the nearest is ${nearest(name, [...variables, fileVariable])}`)
  }
  const raw: { [Name in SettingKey]?: Written } = {}
  for (const { name, flag, variable } of settings) {
    const written = (flag && onCommandLine(flags, flag)) || inEnvironment(environment, variable) || file.get(name)
    if (written !== undefined) raw[name] = written
  }
  return parseConfig(raw, problems)
}

function onCommandLine({ values }: Flags, flag: string): Written | undefined {
  const text = values[flag]
  return text === undefined ? undefined : { text, where: `--${flag}` }
}

function inEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  variable: string,
): Written | undefined {
  const text = environment[variable]
  return text === undefined ? undefined : { text, where: variable }
}

/** A JSON object with a member for each setting that is to differ from its default. */
function readFile(path: string, problems: string[]): Map<string, Written> {
  const found = new Map<string, Written>()
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    problems.push(`the configuration file ${path}: ${error instanceof Error ? error.message : String(error)}`)
    return found
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    problems.push(`the configuration file ${path} must hold one JSON object`)
    return found
  }
  const known: ReadonlySet<string> = new Set(settings.map(({ name }) => name))
  for (const [name, value] of Object.entries(content)) {
    const where = `"${name}" in ${path}`
    if (!known.has(name)) problems.push(`${where} is no setting; the nearest is "${nearest(name, [...known])}"`)
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      found.set(name, { text: String(value), where })
    } else problems.push(`${where} must be a string, a number or a boolean`)
  }
  return found
}
