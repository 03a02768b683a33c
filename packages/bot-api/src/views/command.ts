import type { api } from '@chappe/tl-codec/api'
import type { BotCommand } from '@grammyjs/types'

/** "BotCommand" */
export function viewCommand({ command, description, ephemeral }: api.BotCommand): BotCommand {
  return { command, description, ...(ephemeral && { is_ephemeral: true }) }
}
