import { type Dialect, dialects } from '../dialect.ts'
import { CliError, type CommandInput, type Option } from './command.ts'

export const dialectOption: Option = {
  type: 'string',
  value: 'DIALECT',
  description: `whose TL it is: ${dialects.join(', ')} (default: told from the text where it matters)`,
}

export function dialect(input: CommandInput): Dialect | undefined {
  const given = input.value('dialect')
  const known = dialects.find((one) => one === given)
  if (given !== undefined && known === undefined) {
    throw new CliError('USAGE', `--dialect is one of ${dialects.join(', ')}, not \`${given}\``)
  }
  return known
}
