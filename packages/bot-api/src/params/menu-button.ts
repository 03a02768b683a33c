import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { fieldsOf } from './fields.ts'

/** "MenuButton" */
export function readMenuButton(given: unknown): api.BotMenuButton {
  if (given === undefined) return { _: 'botMenuButtonDefault' }
  const menu = fieldsOf('MenuButton', given)
  switch (menu.needText('type')) {
    case 'default':
      return { _: 'botMenuButtonDefault' }
    case 'commands':
      return { _: 'botMenuButtonCommands' }
    case 'web_app':
      return { _: 'botMenuButton', text: menu.needText('text'), url: menu.object('web_app')?.needText('url') ?? '' }
    default:
      throw badRequest("can't parse MenuButton: unsupported type specified")
  }
}
