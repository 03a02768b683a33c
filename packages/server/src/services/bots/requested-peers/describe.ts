import type { api } from '@chappe/tl-codec/api'
import { isGroup, isUser, type PeerId, type UserId } from '../../../ids.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import type { UserRecord } from '../../../store/domain/people/users.ts'
import type { Reads } from '../../../store/store.ts'
import { readStored } from '../../../tl/stored.ts'
import { photoIdIn, viewableForm } from '../../../views/shown-photo.ts'
import { type StandingReads, standingOf } from '../../../views/standing.ts'

/** What of a peer a bot has asked to be told. */
export type AskedFor = Pick<
  api.inputKeyboardButtonRequestPeer,
  'nameRequested' | 'usernameRequested' | 'photoRequested'
>

type DescribeReads = Pick<Reads, 'users' | 'groups' | 'channels' | 'photos'> & StandingReads

/** A peer as the bot is told of it (type "RequestedPeer"), with what `by`, who has chosen it, sees of it. */
export async function describePeer(
  read: DescribeReads,
  by: UserId,
  peer: PeerId,
  { nameRequested, usernameRequested, photoRequested }: AskedFor,
): Promise<api.RequestedPeer> {
  const named = toPeer(peer)
  if (isUser(peer) && named._ === 'peerUser') {
    const user = await read.users.get(peer)
    return {
      ...{ _: 'requestedPeerUser', userId: named.userId },
      ...(nameRequested === true && { firstName: user?.firstName ?? '', lastName: user?.lastName ?? '' }),
      username: usernameRequested === true ? user?.username : undefined,
      photo: photoRequested === true ? await photoOf(read, user && (await shownForm(read, by, user))) : undefined,
    }
  }
  if (named._ === 'peerChat' && isGroup(peer)) {
    const group = await read.groups.get(peer)
    const title = nameRequested === true ? group?.title : undefined
    const photo = photoRequested === true ? await photoOf(read, photoIdIn(group?.photo, 'ChatPhoto')) : undefined
    return { _: 'requestedPeerChat', chatId: named.chatId, title, photo }
  }
  if (named._ !== 'peerChannel' || isUser(peer) || isGroup(peer)) throw new TypeError('a peer is one of three kinds')
  const channel = await read.channels.get(peer)
  return {
    ...{ _: 'requestedPeerChannel', channelId: named.channelId },
    title: nameRequested === true ? channel?.title : undefined,
    username: usernameRequested === true ? channel?.username : undefined,
    photo: photoRequested === true ? await photoOf(read, photoIdIn(channel?.photo, 'ChatPhoto')) : undefined,
  }
}

/** The number of the photo that the person shows to `by`. */
async function shownForm(read: StandingReads, by: UserId, user: UserRecord): Promise<number | undefined> {
  const standing = await standingOf(read, by, user.id === by ? [] : [user.id])
  return photoIdIn(user.id === by ? user.photo : viewableForm(user, standing), 'UserProfilePhoto')
}

/** As messages store it: whoever sees the message may download it. */
async function photoOf(read: Pick<Reads, 'photos'>, id: number | undefined): Promise<api.Photo | undefined> {
  const stored = id === undefined ? undefined : await read.photos.get(id)
  return stored && readStored('Photo', stored.data, `photo ${stored.id}`)
}
