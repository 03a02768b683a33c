import type { api } from '@chappe/tl-codec/api'
import { fieldsOf } from './fields.ts'

/** "BotCommand" */
export function readCommand(given: unknown): api.botCommand {
  const command = fieldsOf('BotCommand', given)
  const name = command.needText('command').replace(/^\//, '')
  const ephemeral = command.flag('is_ephemeral') || undefined
  return { _: 'botCommand', command: name, description: command.needText('description'), ephemeral }
}
