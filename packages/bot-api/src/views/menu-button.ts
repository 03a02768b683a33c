import type { api } from '@chappe/tl-codec/api'
import type { MenuButton } from '@grammyjs/types'

/** "MenuButton" */
export function viewMenuButton(button: api.BotMenuButton): MenuButton {
  switch (button._) {
    case 'botMenuButton':
      return { type: 'web_app', text: button.text, web_app: { url: button.url } }
    case 'botMenuButtonCommands':
      return { type: 'commands' }
    default:
      return { type: 'default' }
  }
}
