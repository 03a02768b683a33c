import type { api } from '@chappe/tl-codec/api'
import type { Fields } from './fields.ts'

/** The rights of an admin by their names here ("ChatAdministratorRights"). */
const names = {
  changeInfo: 'can_change_info',
  postMessages: 'can_post_messages',
  editMessages: 'can_edit_messages',
  deleteMessages: 'can_delete_messages',
  banUsers: 'can_restrict_members',
  inviteUsers: 'can_invite_users',
  pinMessages: 'can_pin_messages',
  addAdmins: 'can_promote_members',
  anonymous: 'is_anonymous',
  manageCall: 'can_manage_video_chats',
  other: 'can_manage_chat',
  manageTopics: 'can_manage_topics',
  postStories: 'can_post_stories',
  editStories: 'can_edit_stories',
  deleteStories: 'can_delete_stories',
  manageDirectMessages: 'can_manage_direct_messages',
  manageRanks: 'can_manage_tags',
} as const

/** As they were called before Bot API 6.0. */
const formerNames: Readonly<Record<string, string>> = { can_manage_video_chats: 'can_manage_voice_chats' }

type RightName = keyof typeof names

export const adminRightNames: Readonly<Record<RightName, string>> = names

/** What is not named is not given; whoever has any right has the one to be an admin. */
export function readAdminRights(given: Pick<Fields, 'flag'>): api.chatAdminRights {
  const rights: api.chatAdminRights = { _: 'chatAdminRights' }
  let any = false
  for (const [name, field] of Object.entries(names)) {
    if (given.flag(field) !== true && given.flag(formerNames[field] ?? field) !== true) continue
    Object.assign(rights, { [name]: true })
    any = true
  }
  return any ? { ...rights, other: true } : rights
}
