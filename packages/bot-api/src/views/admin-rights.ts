import type { api } from '@chappe/tl-codec/api'
import type { ChatAdministratorRights } from '@grammyjs/types'
import { adminRightNames } from '../params/admin-rights.ts'

/** "ChatAdministratorRights" */
export function viewAdminRights(rights: api.ChatAdminRights | undefined): ChatAdministratorRights {
  const shown: ChatAdministratorRights = {
    ...{ is_anonymous: false, can_manage_chat: false, can_delete_messages: false, can_manage_video_chats: false },
    ...{ can_restrict_members: false, can_promote_members: false, can_change_info: false, can_invite_users: false },
    ...{
      can_post_stories: false,
      can_edit_stories: false,
      can_delete_stories: false,
      can_send_welcome_messages: false,
    },
  }
  const given: Readonly<Record<string, unknown>> = { ...rights }
  for (const [right, name] of Object.entries(adminRightNames))
    if (given[right] === true) Object.assign(shown, { [name]: true })
  return shown
}
