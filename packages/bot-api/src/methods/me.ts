import { badRequest } from '../bot-api-error.ts'
import { usernameOf, viewUser } from '../views/people.ts'
import type { BotMethods } from './method.ts'

export const me: BotMethods = {
  /** As it is now: its owner may have changed it since it was signed in. */
  async getMe(bot) {
    const [self] = await bot.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    if (self?._ !== 'user') throw badRequest('user not found')
    return {
      ...viewUser(self),
      is_bot: true,
      username: usernameOf(self) ?? '',
      can_join_groups: self.botNochats !== true,
      can_read_all_group_messages: self.botChatHistory === true,
      supports_inline_queries: self.botInlinePlaceholder !== undefined,
      can_connect_to_business: false,
      has_main_web_app: self.botHasMainApp === true,
      has_topics_enabled: self.botForumView === true,
      allows_users_to_create_topics: self.botForumCanManageTopics === true,
      can_manage_bots: self.botCanManageBots === true,
      supports_guest_queries: self.botGuestchat === true,
      supports_join_request_queries: self.botGuard === true,
    }
  },
}
