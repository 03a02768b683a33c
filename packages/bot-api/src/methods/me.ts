import { usernameOf, viewUser } from '../views/people.ts'
import type { BotMethods } from './method.ts'

export const me: BotMethods = {
  async getMe({ self }) {
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
