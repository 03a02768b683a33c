import { type Client, ClientError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { type ChatLike, waysTo } from '../chats/chat-like.ts'
import type { Inbox } from './inbox.ts'

/** What the verbs of a person stand on. */
export interface Self {
  readonly name: string
  /** As the Bot API numbers people. */
  readonly id: number
  /** The client of now: another one after a snapshot was restored. */
  readonly client: Client
  readonly inbox: Inbox
  /** Numbers that are drawn for messages. */
  randomId(): bigint
}

/** How the person names a chat in calls. @throws {ClientError} PEER_UNKNOWN for one that the person has never seen */
export async function findPeer({ client }: Pick<Self, 'client'>, chat: ChatLike): Promise<api.InputPeer> {
  const ways = waysTo(chat)
  let failure: unknown
  for (const isSecond of [false, true]) {
    // A chat that nothing was said in yet stands in the list of chats all the same.
    if (isSecond) for await (const _ of client.dialogs({ limit: 200 }));
    for (const way of ways) {
      try {
        return await client.resolve(way)
      } catch (error) {
        if (!(error instanceof ClientError && error.code === 'PEER_UNKNOWN')) throw error
        failure = error
      }
    }
  }
  throw failure
}

export async function findChannel(self: Pick<Self, 'client'>, chat: ChatLike): Promise<api.inputChannel> {
  const peer = await findPeer(self, chat)
  if (peer._ === 'inputPeerChannel') {
    return { _: 'inputChannel', channelId: peer.channelId, accessHash: peer.accessHash }
  }
  throw new ClientError('PEER_UNKNOWN', 'that is neither a channel nor a supergroup')
}
