import type { api } from '@chappe/tl-codec/api'
import { hiddenAuthorId, type PeerId, type UserId } from '../ids.ts'
import { badRequest } from '../rpc/rpc-error.ts'
import type { Reads } from '../store/store.ts'
import type { AccessHashes } from './access-hash.ts'
import { type Chat, chatOf } from './chat.ts'
import { toUserId } from './peer-id.ts'

/** Turns what a client names into ids, and refuses whatever the client was never shown. */
export interface InputPeers {
  /** Throws `PEER_ID_INVALID` for a peer that does not exist or that the viewer may not name. */
  chat(viewer: UserId, input: api.InputPeer): Promise<Chat>
  /** As `chat`, for the viewer's own lists and settings, which hold peers of any kind alike. */
  peer(viewer: UserId, input: api.InputPeer): Promise<PeerId>
  /** As `chat`, for what there is only of people: also oneself. */
  person(viewer: UserId, input: api.InputPeer): Promise<UserId>
  /** As `peer`, for the dialog that something was saved from: also one of authors that are not named. */
  savedPeer(viewer: UserId, input: api.InputPeer): Promise<PeerId>
  /**
   * The peer whose place in one of the viewer's own lists is named, whatever access hash it comes with: nothing is told of
   * it but what stands below it in that list. Undefined if no place is named.
   */
  atOffset(viewer: UserId, input: api.InputPeer): PeerId | undefined
  /** The id, or undefined where `peer` would throw. */
  user(viewer: UserId, input: api.InputUser): Promise<UserId | undefined>
}

export function createInputPeers(read: Reads, accessHashes: AccessHashes): InputPeers {
  const userByHash = (viewer: UserId, id: bigint, accessHash: bigint): UserId | undefined => {
    const userId = toUserId(id)
    if (userId === undefined || userId === hiddenAuthorId) return undefined
    return accessHashes.matches(viewer, userId, accessHash) ? userId : undefined
  }

  /** A user whom the viewer saw as the author of a message that is in the viewer's box. */
  const userOfMessage = async (
    viewer: UserId,
    input: api.inputPeerUserFromMessage | api.inputUserFromMessage,
  ): Promise<UserId | undefined> => {
    const userId = toUserId(input.userId)
    if (userId === undefined) return undefined
    const message = await read.messages.get(viewer, input.msgId)
    if (message === undefined || message.from !== userId) return undefined
    return message.peer === (await peer(viewer, input.peer)) ? userId : undefined
  }

  const chat = async (viewer: UserId, input: api.InputPeer): Promise<Chat> => {
    const userId = await namedUser(viewer, input)
    if (userId === undefined) throw badRequest('PEER_ID_INVALID')
    return chatOf(viewer, userId)
  }

  const namedUser = async (viewer: UserId, input: api.InputPeer): Promise<UserId | undefined> => {
    switch (input._) {
      case 'inputPeerSelf':
        return viewer
      case 'inputPeerUser':
        return userByHash(viewer, input.userId, input.accessHash)
      case 'inputPeerUserFromMessage':
        return userOfMessage(viewer, input)
      case 'inputPeerEmpty':
      case 'inputPeerChat':
      case 'inputPeerChannel':
      case 'inputPeerChannelFromMessage':
        return undefined
    }
  }

  const peer = async (viewer: UserId, input: api.InputPeer): Promise<PeerId> => (await chat(viewer, input)).peer

  return {
    chat,
    peer,
    async person(viewer, input) {
      const named = await chat(viewer, input)
      switch (named.kind) {
        case 'saved':
        case 'private':
          return named.peer
      }
    },
    async savedPeer(viewer, input) {
      const isHidden = input._ === 'inputPeerUser' && input.userId === BigInt(hiddenAuthorId)
      if (!isHidden) return peer(viewer, input)
      if (!accessHashes.matches(viewer, hiddenAuthorId, input.accessHash)) throw badRequest('PEER_ID_INVALID')
      return hiddenAuthorId
    },
    atOffset(viewer, input) {
      switch (input._) {
        case 'inputPeerSelf':
          return viewer
        case 'inputPeerUser':
        case 'inputPeerUserFromMessage':
          return toUserId(input.userId)
        case 'inputPeerEmpty':
        case 'inputPeerChat':
        case 'inputPeerChannel':
        case 'inputPeerChannelFromMessage':
          return undefined
      }
    },
    async user(viewer, input) {
      switch (input._) {
        case 'inputUserSelf':
          return viewer
        case 'inputUser':
          return userByHash(viewer, input.userId, input.accessHash)
        case 'inputUserFromMessage':
          return userOfMessage(viewer, input)
        case 'inputUserEmpty':
          return undefined
      }
    },
  }
}
