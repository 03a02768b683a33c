import { listSettings } from '../config/settings.ts'
import { type CommandName, commands } from './commands.ts'

/** What `--help` prints, of all commands or of one. */
export function helpText(command: CommandName | undefined): string {
  const one = commands.find(({ name }) => name === command)
  if (one === undefined) {
    const lines = commands.map(({ name, operand = '', optional = false, summary }) => {
      const form = optional ? `${name} [${operand}]` : `${name} ${operand}`
      return `  ${form.padEnd(23)} ${summary}`
    })
    return `Usage: chappe-server [COMMAND] [OPTIONS]

Commands (chappe-server COMMAND --help says more):
${lines.join('\n')}

${optionsText()}`
  }
  const usage = ['chappe-server', one.name, one.optional ? `[${one.operand}]` : one.operand, one.several, '[OPTIONS]']
    .filter((part) => typeof part === 'string')
    .join(' ')
  return `Usage: ${usage}

${one.summary[0]?.toUpperCase()}${one.summary.slice(1)}.

${one.details}

${one.flags === undefined ? '' : `Its own options:\n${one.flags.map(({ flag, value, help }) => optionLine(value === undefined ? `--${flag}` : `--${flag} ${value}`, help)).join('\n')}\n\n`}${optionsText()}`
}

function optionLine(form: string, help: string): string {
  return `  ${form.padEnd(32)} ${help}`
}

function optionsText(): string {
  const lines = listSettings().map(({ flag, value, variable, help, byDefault, defaultMeans = byDefault }) => {
    if (flag === undefined) return optionLine(variable, `${help}; only so, or in the configuration file`)
    const form = value === '' ? `--[no-]${flag}` : `--${flag} ${value}`
    return optionLine(form, `${help}${defaultMeans && ` (default: ${defaultMeans})`} (${variable})`)
  })
  return `Options, each also as an environment variable or, by its name in camel case, in the configuration file:
${lines.join('\n')}
${optionLine('--config FILE', 'a JSON object with settings; options and environment come first (CHAPPE_CONFIG)')}
${optionLine('--help', 'print this and exit')}
${optionLine('--version', 'print the version and exit')}
`
}
