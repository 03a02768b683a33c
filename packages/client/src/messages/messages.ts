import type { RandomBytes } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { PeerCache } from '../peers/peer-cache.ts'
import type { PeerLike } from '../peers/resolve.ts'
import type { Call, CallOptions } from '../rpc/call.ts'
import { toSecretEntities } from '../secret-chats/entities.ts'
import type { SecretChatsOfDevice } from '../secret-chats/secret-chats.ts'
import type { SecretPeer } from '../secret-chats/secret-message.ts'
import { sendDraft } from '../secret-chats/send.ts'
import { type Dialog, type DialogsOptions, dialogs } from './dialogs.ts'
import { type HistoryMessage, type HistoryOptions, history } from './history.ts'
import { type SendOptions, type SentMessage, sendMessage } from './send.ts'

/** What a person does with messages. */
export interface Messages {
  /** Sends a text, in a secret chat where the peer is one. */
  sendMessage(peer: PeerLike | SecretPeer, text: string, options?: SendOptions): Promise<SentMessage>
  /** The messages of a chat, the latest first. */
  history(peer: PeerLike, options?: HistoryOptions): AsyncGenerator<HistoryMessage, void, undefined>
  dialogs(options?: DialogsOptions): AsyncGenerator<Dialog, void, undefined>
  /** Marks a chat as read, up to `maxId` or wholly. */
  markRead(peer: PeerLike, maxId?: number, options?: CallOptions): Promise<void>
}

export interface MessagesPort {
  readonly call: Call
  readonly random: RandomBytes
  resolve(peer: PeerLike): Promise<api.InputPeer>
  peers(): Promise<PeerCache>
  openSecret(): Promise<SecretChatsOfDevice>
}

export function createMessages({ call, random, resolve, peers, openSecret }: MessagesPort): Messages {
  return {
    async sendMessage(peer, text, sendOptions = {}) {
      if (typeof peer === 'object' && '_' in peer && peer._ === 'secretChat') {
        const { replyTo, silent, randomId, entities = [] } = sendOptions
        const draft = { text, replyTo, silent, randomId, entities: toSecretEntities(entities) }
        return sendDraft((await openSecret()).get(peer.chatId), draft)
      }
      return sendMessage(call, random, await resolve(peer), text, sendOptions)
    },
    async *history(peer, historyOptions = {}) {
      yield* history(call, await resolve(peer), historyOptions)
    },
    async *dialogs(dialogsOptions = {}) {
      yield* dialogs(call, await peers(), dialogsOptions)
    },
    async markRead(peer, maxId = 0, callOptions = {}) {
      const target = await resolve(peer)
      if (target._ === 'inputPeerChannel') {
        const { channelId, accessHash } = target
        const channel: api.inputChannel = { _: 'inputChannel', channelId, accessHash }
        await call({ _: 'channels.readHistory', channel, maxId }, callOptions)
      } else {
        await call({ _: 'messages.readHistory', peer: target, maxId }, callOptions)
      }
    },
  }
}
