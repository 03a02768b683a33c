import type { Client } from '@chappe/client'
import { ClientError, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { BotPort, PortUpdate } from './port.ts'

const outOfRange = 'value of a parameter is out of range'

/**
 * A bot over `@chappe/client`, whatever that is connected to.
 *
 * @param signIn is called when updates can come, which wait for the listener: what the client tells nobody of is gone
 */
export async function createClientPort(client: Client, signIn: () => Promise<void>): Promise<BotPort> {
  const listening = Promise.withResolvers<(update: PortUpdate) => Promise<void>>()
  client.on('update', async ({ update, users, chats }) => (await listening.promise)({ update, users, chats }))
  await signIn()
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
        if (error instanceof RpcError) throw { code: error.code, text: error.message }
        // A number, say, of more bits than its field has: whoever asked is to hear of it.
        if (error instanceof ClientError && error.code === 'REQUEST_INVALID') throw { code: 400, text: outOfRange }
        throw error
      }
    },
    inputPeer,
    listen(listener) {
      listening.resolve(listener)
    },
    onSignedOut(listener) {
      client.on('signedOut', listener)
    },
    close: () => client.close(),
  }
}
