import type { api } from '@chappe/tl-codec/api'
import { isGroup, isUser, type PeerId } from '../../../ids.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import type { Reads } from '../../../store/store.ts'

/** What of a peer a bot has asked to be told. */
export type AskedFor = Pick<api.inputKeyboardButtonRequestPeer, 'nameRequested' | 'usernameRequested'>

/** A peer as the bot is told of it (type "RequestedPeer"). Photos are not told. */
export async function describePeer(
  read: Pick<Reads, 'users' | 'groups' | 'channels'>,
  peer: PeerId,
  { nameRequested, usernameRequested }: AskedFor,
): Promise<api.RequestedPeer> {
  const named = toPeer(peer)
  if (isUser(peer) && named._ === 'peerUser') {
    const user = await read.users.get(peer)
    return {
      ...{ _: 'requestedPeerUser', userId: named.userId },
      ...(nameRequested === true && { firstName: user?.firstName ?? '', lastName: user?.lastName ?? '' }),
      username: usernameRequested === true ? user?.username : undefined,
    }
  }
  if (named._ === 'peerChat' && isGroup(peer)) {
    const title = nameRequested === true ? (await read.groups.get(peer))?.title : undefined
    return { _: 'requestedPeerChat', chatId: named.chatId, title }
  }
  if (named._ !== 'peerChannel' || isUser(peer) || isGroup(peer)) throw new TypeError('a peer is one of three kinds')
  const channel = await read.channels.get(peer)
  return {
    ...{ _: 'requestedPeerChannel', channelId: named.channelId },
    title: nameRequested === true ? channel?.title : undefined,
    username: usernameRequested === true ? channel?.username : undefined,
  }
}
