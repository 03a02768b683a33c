import { settings } from '../config/settings.ts'
import { type CommandName, commands } from './commands.ts'

/** What `--help` prints, of all commands or of one. */
export function helpText(command: CommandName | undefined): string {
  const one = commands.find(({ name }) => name === command)
  if (one === undefined) {
    const lines = commands.map(({ name, operand = '', summary }) => `  ${`${name} ${operand}`.padEnd(14)} ${summary}`)
    return `Usage: chappe-server [COMMAND] [OPTIONS]

Commands (chappe-server COMMAND --help says more):
${lines.join('\n')}

${optionsText()}`
  }
  const usage = ['chappe-server', one.name, one.operand, '[OPTIONS]'].filter((part) => part !== undefined).join(' ')
  return `Usage: ${usage}

${one.summary[0]?.toUpperCase()}${one.summary.slice(1)}.

${one.details}

${optionsText()}`
}

function optionsText(): string {
  const lines = settings.map(({ flag, value, variable, help }) => {
    const form = value === '' ? `--[no-]${flag}` : `--${flag} ${value}`
    return `  ${form.padEnd(22)} ${help} (${variable})`
  })
  return `Options, each also as an environment variable or, by its name in camel case, in the configuration file:
${lines.join('\n')}
  ${'--config FILE'.padEnd(22)} a JSON object with settings; options and environment come first (CHAPPE_CONFIG)
  ${'--help'.padEnd(22)} print this and exit
  ${'--version'.padEnd(22)} print the version and exit
`
}
