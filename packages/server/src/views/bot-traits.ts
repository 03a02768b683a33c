import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { BotTraits } from '../store/domain/people/users.ts'

type BotFields = Pick<
  api.user,
  | 'bot'
  | 'botChatHistory'
  | 'botNochats'
  | 'botInlineGeo'
  | 'botInfoVersion'
  | 'botInlinePlaceholder'
  | 'botCanEdit'
  | 'botHasMainApp'
  | 'botCanManageBots'
  | 'botGuard'
  | 'botGuestchat'
>

/** What makes a user a bot in all clients (constructor "user"); its owner may change it. */
export function viewBotTraits(bot: BotTraits, viewer: UserId | undefined): BotFields {
  return {
    bot: true,
    botChatHistory: bot.seesAll || undefined,
    botNochats: !bot.joinsGroups || undefined,
    botInlineGeo: (bot.inlinePlaceholder !== undefined && bot.inlineGeo) || undefined,
    botInfoVersion: bot.infoVersion,
    botHasMainApp: bot.hasMainApp || undefined,
    botCanManageBots: bot.managesBots || undefined,
    botGuard: bot.guards || undefined,
    botGuestchat: bot.guestChats || undefined,
    botInlinePlaceholder: bot.inlinePlaceholder,
    botCanEdit: (viewer !== undefined && bot.owner === viewer) || undefined,
  }
}
