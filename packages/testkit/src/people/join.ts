import { RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { ChatLike } from '../chats/chat-like.ts'
import { chatIdOf } from './messages.ts'
import { findChannel, findPeer, type Self } from './self.ts'

/**
 * Comes into a chat by an invite link (`https://t.me/+…`), a public name, or as a chat of the lab.
 *
 * `requested` says that admins have to let the person in first; the chat's number is undefined then.
 */
export interface Joined {
  readonly chatId: number | undefined
  readonly requested: boolean
}

export async function join(self: Self, chat: ChatLike | { link(): Promise<string> }): Promise<Joined> {
  const target = typeof chat === 'object' && 'link' in chat ? await chat.link() : chat
  const hash = typeof target === 'string' ? hashOf(target) : undefined
  try {
    const result = await (hash === undefined
      ? self.client.call({ _: 'channels.joinChannel', channel: await findChannel(self, target) })
      : self.client.call({ _: 'messages.importChatInvite', hash }))
    return {
      chatId: result._ === 'messages.chatInviteJoinResultOk' ? chatIn(result.updates) : undefined,
      requested: false,
    }
  } catch (error) {
    if (!(error instanceof RpcError) || error.type !== 'INVITE_REQUEST_SENT') throw error
    return { chatId: undefined, requested: true }
  }
}

/** Goes out of a group, supergroup or channel. */
export async function leave(self: Self, chat: ChatLike): Promise<void> {
  const peer = await findPeer(self, chat)
  if (peer._ === 'inputPeerChannel') {
    await self.client.call({ _: 'channels.leaveChannel', channel: { ...peer, _: 'inputChannel' } })
  } else if (peer._ === 'inputPeerChat') {
    await self.client.call({ _: 'messages.deleteChatUser', chatId: peer.chatId, userId: { _: 'inputUserSelf' } })
  } else {
    await self.client.call({ _: 'messages.deleteHistory', peer, maxId: 0, revoke: false })
  }
}

/** Opens a chat with a bot by its button, as by `https://t.me/bot?start=parameter`. */
export async function start(self: Self, bot: ChatLike, parameter = ''): Promise<void> {
  await self.client.startBot(await findPeer(self, bot), { param: parameter })
}

function hashOf(link: string): string | undefined {
  return /(?:t\.me\/(?:\+|joinchat\/)|tg:\/\/join\?invite=)([\w-]+)/.exec(link)?.[1]
}

function chatIn(updates: api.Updates): number | undefined {
  const [chat] = 'chats' in updates ? updates.chats : []
  if (chat === undefined) return undefined
  return chatIdOf(chat._ === 'chat' ? { _: 'peerChat', chatId: chat.id } : { _: 'peerChannel', channelId: chat.id })
}
