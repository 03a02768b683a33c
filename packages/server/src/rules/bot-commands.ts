import type { api } from '@chappe/tl-codec/api'
import { invalid } from './refusal.ts'
import { isLonger } from './text-length.ts'

const maxCommands = 100
const maxDescriptionLength = 256

/** Throws `BOT_COMMAND_INVALID`, `BOT_COMMAND_DESCRIPTION_INVALID`. */
export function parseBotCommands(
  commands: readonly Pick<api.botCommand, 'command' | 'description' | 'ephemeral'>[],
): api.botCommand[] {
  if (commands.length > maxCommands) throw invalid('BOT_COMMANDS_TOO_MUCH')
  const names = new Set<string>()
  return commands.map((given) => {
    const command = given.command.replace(/^\//, '').toLowerCase()
    const description = given.description.trim()
    if (!/^[a-z0-9_]{1,32}$/.test(command) || names.has(command)) throw invalid('BOT_COMMAND_INVALID')
    if (description === '' || isLonger(description, maxDescriptionLength)) {
      throw invalid('BOT_COMMAND_DESCRIPTION_INVALID')
    }
    names.add(command)
    return { _: 'botCommand', ephemeral: given.ephemeral || undefined, command, description }
  })
}
