import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, type ChatId, hiddenAuthorId, isChannel, type PeerId, type UserId } from '../ids.ts'
import { badRequest } from '../rpc/rpc-error.ts'
import type { Reads } from '../store/store.ts'
import type { AccessHashes } from './access-hash.ts'
import { type BoxChat, type Chat, chatOf } from './chat.ts'
import { joinedByBot, metByBot } from './known-to-bots.ts'
import { toChannelId, toChatId, toUserId } from './peer-id.ts'
import { showsPeer } from './shown-in-message.ts'

/** Turns what a client names into ids, and refuses whatever the client was never shown. */
export interface InputPeers {
  /** Throws `PEER_ID_INVALID` for a peer that does not exist or that the viewer may not name. */
  chat(viewer: UserId, input: api.InputPeer): Promise<Chat>
  /** As `chat`, for what is done with messages that stand in the viewer's own box. */
  boxChat(viewer: UserId, input: api.InputPeer): Promise<BoxChat>
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
  /**
   * A basic group by its bare number, as methods take it that are for nothing else: there is no access hash, the viewer is
   * or was a member ("Access hashes"). Throws `CHAT_ID_INVALID`.
   */
  group(viewer: UserId, id: bigint): Promise<ChatId>
  /** A channel or supergroup. Throws `CHANNEL_INVALID`. */
  channel(viewer: UserId, input: api.InputChannel): Promise<ChannelId>
}

export function createInputPeers(read: Reads, accessHashes: AccessHashes): InputPeers {
  const userByHash = (
    viewer: UserId,
    id: bigint,
    accessHash: bigint,
  ): UserId | undefined | Promise<UserId | undefined> => {
    const userId = toUserId(id)
    if (userId === undefined || userId === hiddenAuthorId) return undefined
    if (accessHashes.matches(viewer, userId, accessHash)) return userId
    return accessHash === 0n ? metByBot(read, viewer, userId).then((met) => (met ? userId : undefined)) : undefined
  }

  /**
   * A user whom the viewer saw in a message ("Min constructors"), in the viewer's own box or in a channel that the viewer is
   * in.
   */
  const userOfMessage = async (
    viewer: UserId,
    input: api.inputPeerUserFromMessage | api.inputUserFromMessage,
  ): Promise<UserId | undefined> => {
    const userId = toUserId(input.userId)
    if (userId === undefined) return undefined
    const place = await peer(viewer, input.peer)
    const box = isChannel(place) ? await logOfMember(viewer, place, input.msgId) : viewer
    const message = box && (await read.messages.get(box, input.msgId))
    if (message === undefined || message.peer !== place) return undefined
    // In a channel, whoever wrote a post may not be shown.
    const isShown = (box === viewer && message.from === userId) || showsPeer(message.data, userId)
    return isShown ? userId : undefined
  }

  /** The log of a channel for one who is in it and is shown this message. */
  const logOfMember = async (viewer: UserId, channel: ChannelId, msgId: number): Promise<ChannelId | undefined> => {
    const member = await read.channelMembers.get(channel, viewer)
    return member?.present === true && msgId > member.availableMinId ? channel : undefined
  }

  /**
   * A channel whose post the viewer saw passed on, or that wrote in a group, with nothing but a `min` constructor beside it
   * ("Min constructors"): in the viewer's own box or in a channel that the viewer is in.
   */
  const channelOfMessage = async (
    viewer: UserId,
    input: api.inputPeerChannelFromMessage | api.inputChannelFromMessage,
  ): Promise<ChannelId | undefined> => {
    const channelId = toChannelId(input.channelId)
    if (channelId === undefined) return undefined
    const place = await peer(viewer, input.peer)
    const box = isChannel(place) ? await logOfMember(viewer, place, input.msgId) : viewer
    const message = box && (await read.messages.get(box, input.msgId))
    if (message === undefined || message.peer !== place) return undefined
    return showsPeer(message.data, channelId) ? channelId : undefined
  }

  /** One that the viewer is in or was in: there are no other ways to one. */
  const groupOfViewer = async (viewer: UserId, id: bigint): Promise<ChatId | undefined> => {
    const chatId = toChatId(id)
    if (chatId === undefined) return undefined
    return (await read.groups.member(chatId, viewer)) === undefined ? undefined : chatId
  }

  const channelByHash = (
    viewer: UserId,
    id: bigint,
    accessHash: bigint,
  ): ChannelId | undefined | Promise<ChannelId | undefined> => {
    const channelId = toChannelId(id)
    if (channelId === undefined) return undefined
    if (accessHashes.matches(viewer, channelId, accessHash)) return channelId
    return accessHash === 0n
      ? joinedByBot(read, viewer, channelId).then((is) => (is ? channelId : undefined))
      : undefined
  }

  const namedChannel = async (viewer: UserId, input: api.InputChannel): Promise<ChannelId | undefined> => {
    switch (input._) {
      case 'inputChannel':
        return channelByHash(viewer, input.channelId, input.accessHash)
      case 'inputChannelFromMessage':
        return channelOfMessage(viewer, input)
      case 'inputChannelEmpty':
        return undefined
    }
  }

  const chat = async (viewer: UserId, input: api.InputPeer): Promise<Chat> => {
    const named = await namedPeer(viewer, input)
    if (named === undefined) throw badRequest('PEER_ID_INVALID')
    return chatOf(viewer, named)
  }

  const namedPeer = async (viewer: UserId, input: api.InputPeer): Promise<PeerId | undefined> => {
    switch (input._) {
      case 'inputPeerSelf':
        return viewer
      case 'inputPeerUser':
        return userByHash(viewer, input.userId, input.accessHash)
      case 'inputPeerUserFromMessage':
        return userOfMessage(viewer, input)
      case 'inputPeerChat':
        return groupOfViewer(viewer, input.chatId)
      case 'inputPeerChannel':
        return channelByHash(viewer, input.channelId, input.accessHash)
      case 'inputPeerChannelFromMessage':
        return channelOfMessage(viewer, input)
      case 'inputPeerEmpty':
        return undefined
    }
  }

  const peer = async (viewer: UserId, input: api.InputPeer): Promise<PeerId> => (await chat(viewer, input)).peer

  return {
    chat,
    peer,
    async boxChat(viewer, input) {
      const named = await chat(viewer, input)
      if (named.kind === 'channel') throw badRequest('PEER_ID_INVALID')
      return named
    },
    async person(viewer, input) {
      const named = await chat(viewer, input)
      switch (named.kind) {
        case 'saved':
        case 'private':
          return named.peer
        case 'group':
        case 'channel':
          throw badRequest('PEER_ID_INVALID')
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
        case 'inputPeerChat':
          return toChatId(input.chatId)
        case 'inputPeerChannel':
        case 'inputPeerChannelFromMessage':
          return toChannelId(input.channelId)
        case 'inputPeerEmpty':
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
    async group(viewer, id) {
      const chatId = await groupOfViewer(viewer, id)
      if (chatId === undefined) throw badRequest('CHAT_ID_INVALID')
      return chatId
    },
    async channel(viewer, input) {
      const channelId = await namedChannel(viewer, input)
      if (channelId === undefined) throw badRequest('CHANNEL_INVALID')
      return channelId
    },
  }
}
