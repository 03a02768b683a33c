import { parseArgs } from 'node:util'
import type { CliIo } from './io.ts'

/** What CI looks at. */
export const exitCodes = {
  ok: 0,
  /** The command ran and found something: diagnostics, differences, files that are not formatted. */
  findings: 1,
  /** The command could not run: wrong usage, or a file that cannot be read or written. */
  failure: 2,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export interface Command {
  readonly name: string
  /** As in `check [options] FILE…`. */
  readonly usage: string
  readonly summary: string
  /** Paragraphs for `--help`. */
  readonly details: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  run(input: CommandInput, io: CliIo): Promise<ExitCode>
}

export interface Option {
  readonly type: 'boolean' | 'string'
  readonly description: string
  /** What stands for the value in the help, as in `--out DIR`. */
  readonly value?: string
}

export interface CommandInput {
  readonly operands: readonly string[]
  flag(name: string): boolean
  value(name: string): string | undefined
}

/** A complaint about how the command was called, or about a file; one line for the user, no stack. */
export class CliError extends Error {
  readonly code: 'USAGE' | 'IO'
  constructor(code: CliError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Options that every command has. */
export const commonOptions: Readonly<Record<string, Option>> = {
  help: { type: 'boolean', description: 'show this help' },
}

export function readInput(command: Command, args: readonly string[]): CommandInput {
  const options = Object.fromEntries(
    Object.entries({ ...commonOptions, ...command.options }).map(([name, { type }]) => [
      name,
      name === 'help' ? { type, short: 'h' } : { type },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return {
      operands: positionals,
      flag: (name) => values[name] === true,
      value: (name) => {
        const value = values[name]
        return typeof value === 'string' ? value : undefined
      },
    }
  } catch (error) {
    // Node's own messages say what is wrong and how to write it.
    throw new CliError('USAGE', error instanceof Error ? error.message : String(error))
  }
}

/** The whole number that an option gives. */
export function numberOption(input: CommandInput, name: string): number | undefined {
  const value = input.value(name)
  if (value === undefined) return undefined
  if (!/^\d+$/.test(value)) throw new CliError('USAGE', `--${name} takes a number, not \`${value}\``)
  return Number(value)
}

export function renderHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(([name, { value, description }]) => {
    const head = `${name === 'help' ? '-h, ' : ''}--${name}${value === undefined ? '' : ` ${value}`}`
    return `  ${head.padEnd(22)} ${description}`
  })
  return [
    `tl-schema ${command.usage}`,
    '',
    command.summary,
    ...command.details.flatMap((paragraph) => ['', paragraph]),
    '',
    'Options:',
    ...options,
    '',
  ].join('\n')
}
