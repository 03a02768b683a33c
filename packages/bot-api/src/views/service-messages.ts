import type { api } from '@chappe/tl-codec/api'
import type { InaccessibleMessage, Message } from '@grammyjs/types'
import { toChatId } from '../peers/chat-id.ts'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewTasks } from './checklists.ts'
import { viewSizes } from './file-ids.ts'
import { withFormerLeftMember, withFormerNewMember } from './former-fields.ts'
import { viewUserId } from './people.ts'

/** What has happened in a chat, in the fields of the Bot API; nothing of what that has no word for. */
export function viewAction(
  seen: SeenPeers,
  { action, fromId, peerId }: api.messageService,
  about: Message | InaccessibleMessage | undefined,
): Partial<Message> {
  const users = (ids: readonly bigint[]) => ids.map((id) => viewUserId(seen, id))
  switch (action._) {
    case 'messageActionChatCreate':
      return { group_chat_created: true }
    case 'messageActionChannelCreate':
      return isBroadcast(seen, peerId) ? { channel_chat_created: true } : { supergroup_chat_created: true }
    case 'messageActionChatAddUser':
      return withFormerNewMember(users(action.users), Number(seen.self))
    case 'messageActionChatJoinedByLink':
    case 'messageActionChatJoinedByRequest':
      return withFormerNewMember(fromId?._ === 'peerUser' ? users([fromId.userId]) : [], Number(seen.self))
    case 'messageActionChatDeleteUser':
      return withFormerLeftMember(viewUserId(seen, action.userId))
    case 'messageActionChatEditTitle':
      return { new_chat_title: action.title }
    case 'messageActionChatEditPhoto':
      return action.photo._ === 'photo' ? { new_chat_photo: viewSizes(action.photo, action.photo.sizes) } : {}
    case 'messageActionChatDeletePhoto':
      return { delete_chat_photo: true }
    case 'messageActionChatMigrateTo':
      return { migrate_to_chat_id: toChatId({ _: 'peerChannel', channelId: action.channelId }) }
    case 'messageActionChannelMigrateFrom':
      return { migrate_from_chat_id: toChatId({ _: 'peerChat', chatId: action.chatId }) }
    case 'messageActionPinMessage':
      return about === undefined ? {} : { pinned_message: about }
    case 'messageActionTodoCompletions':
      return {
        checklist_tasks_done: {
          ...checklistIn(about),
          ...(action.completed.length > 0 && { marked_as_done_task_ids: action.completed }),
          ...(action.incompleted.length > 0 && { marked_as_not_done_task_ids: action.incompleted }),
        },
      }
    case 'messageActionTodoAppendTasks':
      return { checklist_tasks_added: { ...checklistIn(about), tasks: viewTasks(seen, action.list) } }
    case 'messageActionChangeCreator':
      return { chat_owner_changed: { new_owner: viewUserId(seen, action.newCreatorId) } }
    case 'messageActionNewCreatorPending':
      return { chat_owner_left: { new_owner: viewUserId(seen, action.newCreatorId) } }
    case 'messageActionSetMessagesTTL':
      return { message_auto_delete_timer_changed: { message_auto_delete_time: action.period } }
    case 'messageActionTopicCreate':
      return {
        forum_topic_created: {
          ...{ name: action.title, icon_color: action.iconColor },
          ...(action.iconEmojiId && { icon_custom_emoji_id: String(BigInt.asUintN(64, action.iconEmojiId)) }),
        },
      }
    case 'messageActionTopicEdit':
      return viewTopicEdit(action)
    case 'messageActionRequestedPeerSentMe':
      return viewRequestedPeers(action)
    case 'messageActionManagedBotCreated':
      return { managed_bot_created: { bot: viewUserId(seen, action.botId) } }
    case 'messageActionWebViewDataSentMe':
      return { web_app_data: { data: action.data, button_text: action.text } }
    case 'messageActionBotAllowed':
      if (action.domain !== undefined) return { connected_website: action.domain }
      return {
        write_access_allowed: {
          ...(action.fromRequest && { from_request: true }),
          ...(action.app?._ === 'botApp' && { web_app_name: action.app.shortName }),
        },
      }
    case 'messageActionGeoProximityReached':
      return {
        proximity_alert_triggered: {
          traveler: viewUserId(seen, userOf(action.fromId)),
          watcher: viewUserId(seen, userOf(action.toId)),
          distance: action.distance,
        },
      }
    default:
      return {}
  }
}

function isBroadcast(seen: SeenPeers, peer: api.Peer): boolean {
  return peer._ === 'peerChannel' && seen.channel(peer.channelId)?.broadcast === true
}

/** One that is gone is not named. */
function checklistIn(about: Message | InaccessibleMessage | undefined): { readonly checklist_message?: Message } {
  return about === undefined || about.date === 0 ? {} : { checklist_message: about }
}

function userOf(peer: api.Peer): bigint {
  return peer._ === 'peerUser' ? peer.userId : 0n
}

function viewTopicEdit({ title, iconEmojiId, closed, hidden }: api.messageActionTopicEdit): Partial<Message> {
  if (closed !== undefined) return closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} }
  if (hidden !== undefined) return hidden ? { general_forum_topic_hidden: {} } : { general_forum_topic_unhidden: {} }
  const icon = iconEmojiId === undefined ? undefined : iconEmojiId === 0n ? '' : String(BigInt.asUintN(64, iconEmojiId))
  return {
    forum_topic_edited: {
      ...(title !== undefined && { name: title }),
      ...(icon !== undefined && { icon_custom_emoji_id: icon }),
    },
  }
}

function viewRequestedPeers({ buttonId, peers }: api.messageActionRequestedPeerSentMe): Partial<Message> {
  const [first] = peers
  if (first?._ === 'requestedPeerChat' || first?._ === 'requestedPeerChannel') {
    const peer: api.Peer =
      first._ === 'requestedPeerChat'
        ? { _: 'peerChat', chatId: first.chatId }
        : { _: 'peerChannel', channelId: first.channelId }
    const username = first._ === 'requestedPeerChannel' ? first.username : undefined
    return {
      chat_shared: {
        ...{ request_id: buttonId, chat_id: toChatId(peer) },
        ...(first.title !== undefined && { title: first.title }),
        ...(username !== undefined && { username }),
        ...(first.photo?._ === 'photo' && { photo: viewSizes(first.photo, first.photo.sizes) }),
      },
    }
  }
  const users = peers.flatMap((peer) =>
    peer._ !== 'requestedPeerUser'
      ? []
      : [
          {
            user_id: Number(peer.userId),
            ...(peer.firstName !== undefined && { first_name: peer.firstName }),
            ...(peer.lastName !== undefined && { last_name: peer.lastName }),
            ...(peer.username !== undefined && { username: peer.username }),
            ...(peer.photo?._ === 'photo' && { photo: viewSizes(peer.photo, peer.photo.sizes) }),
          },
        ],
  )
  const ids = users.map(({ user_id }) => user_id)
  const [one] = ids
  return {
    // Before Bot API 7.0 one alone was shared, and before 7.2 nobody had a name.
    ...(ids.length === 1 && { user_shared: { request_id: buttonId, user_id: one } }),
    users_shared: { request_id: buttonId, users, ...{ user_ids: ids } },
  }
}
