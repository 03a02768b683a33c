import type { Client } from '@chappe/client'
import { RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { BotPort } from './port.ts'

/** A bot over `@chappe/client`, whatever that is connected to. The client is signed in. */
export async function createClientPort(client: Client): Promise<BotPort> {
  const self = await client.getMe()

  const inputPeer = async (peer: api.Peer): Promise<api.InputPeer> => {
    if (peer._ === 'peerUser' && peer.userId === self.id) return { _: 'inputPeerSelf' }
    try {
      return await client.resolve(peer)
    } catch {
      // A bot may name whom it knows without an access hash ("Access hashes").
      if (peer._ === 'peerUser') return { _: 'inputPeerUser', userId: peer.userId, accessHash: 0n }
      if (peer._ === 'peerChannel') return { _: 'inputPeerChannel', channelId: peer.channelId, accessHash: 0n }
      return { _: 'inputPeerChat', chatId: peer.chatId }
    }
  }

  return {
    self,
    async call(request) {
      try {
        return await client.call<typeof request>(request, { floodWaitS: 0 })
      } catch (error) {
        throw error instanceof RpcError ? { code: error.code, text: error.message } : error
      }
    },
    inputPeer,
    listen(listener) {
      client.on('update', ({ update, users, chats }) => listener({ update, users, chats }))
    },
    onSignedOut(listener) {
      client.on('signedOut', listener)
    },
    close: () => client.close(),
  }
}
