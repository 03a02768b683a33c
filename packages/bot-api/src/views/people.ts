import type { api } from '@chappe/tl-codec/api'
import type { Chat, User } from '@grammyjs/types'
import { toChatId } from '../peers/chat-id.ts'
import type { SeenPeers } from '../peers/seen-peers.ts'

export function viewUser(user: api.user): User {
  const lastName = user.lastName || undefined
  const username = usernameOf(user)
  return {
    id: Number(user.id),
    is_bot: user.bot === true,
    first_name: user.firstName ?? '',
    ...(lastName !== undefined && { last_name: lastName }),
    ...(username !== undefined && { username }),
    ...(user.langCode !== undefined && { language_code: user.langCode }),
    ...(user.premium && { is_premium: true }),
  }
}

/** The one that can be edited, else the first that is active. */
export function usernameOf({ username, usernames }: Pick<api.user, 'username' | 'usernames'>): string | undefined {
  if (username !== undefined) return username
  return (usernames?.find(({ editable }) => editable) ?? usernames?.find(({ active }) => active))?.username
}

/** Somebody of whom no more is known than the number. */
export function viewUserId(seen: SeenPeers, id: bigint): User {
  const user = seen.user(id)
  return user === undefined ? { id: Number(id), is_bot: false, first_name: '' } : viewUser(user)
}

export function viewChat(seen: SeenPeers, peer: api.Peer): Chat {
  const id = toChatId(peer)
  switch (peer._) {
    case 'peerUser': {
      const { first_name, last_name, username } = viewUserId(seen, peer.userId)
      return { id, type: 'private', first_name, ...(last_name && { last_name }), ...(username && { username }) }
    }
    case 'peerChat':
      return viewGroup(id, seen.chat(peer.chatId))
    case 'peerChannel':
      return viewChannel(id, seen.channel(peer.channelId))
  }
}

function viewGroup(id: number, chat: api.chat | api.chatForbidden | undefined): Chat {
  const rights = chat?._ === 'chat' ? chat.defaultBannedRights : undefined
  // Of former years, when members could do all or nothing that admins may; the public server still says it of every group.
  const mayAll = rights !== undefined && Object.values(rights).every((banned) => banned !== true)
  return { id, type: 'group', title: chat?.title ?? '', ...{ all_members_are_administrators: mayAll } }
}

function viewChannel(id: number, channel: api.channel | api.channelForbidden | undefined): Chat {
  const title = channel?.title ?? ''
  const username = channel?._ === 'channel' ? usernameOf(channel) : undefined
  const named = username === undefined ? {} : { username }
  if (channel?.broadcast) return { id, type: 'channel', title, ...named }
  const isForum = channel?._ === 'channel' && channel.forum === true
  return { id, type: 'supergroup', title, ...named, ...(isForum && { is_forum: true }) }
}
