import type { api } from '@chappe/tl-codec/api'
import { type Bot, toInputChannel } from '../bot.ts'

/** The newest message that is pinned in a chat; undefined where there is none. */
export async function newestPinned(bot: Bot, peer: api.InputPeer): Promise<number | undefined> {
  switch (peer._) {
    case 'inputPeerUser': {
      const id: api.InputUser = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
      return (await bot.call({ _: 'users.getFullUser', id })).fullUser.pinnedMsgId
    }
    case 'inputPeerChat':
      return pinnedIn(await bot.call({ _: 'messages.getFullChat', chatId: peer.chatId }))
    case 'inputPeerChannel':
      return pinnedIn(await bot.call({ _: 'channels.getFullChannel', channel: toInputChannel(peer) }))
    default:
      return undefined
  }
}

function pinnedIn({ fullChat }: api.messages.ChatFull): number | undefined {
  return 'pinnedMsgId' in fullChat ? fullChat.pinnedMsgId : undefined
}
