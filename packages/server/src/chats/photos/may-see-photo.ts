import { type ChannelId, type ChatId, isChannel, isGroup, isUser, type PeerId, type UserId } from '../../ids.ts'
import { Refusal } from '../../rules/refusal.ts'
import { isDeleted } from '../../store/domain/people/users.ts'
import type { Reads } from '../../store/store.ts'
import { photoIdIn, viewableForm } from '../../views/shown-photo.ts'
import { standingOf } from '../../views/standing.ts'
import { readable } from '../channels/standing.ts'

interface Seeing {
  readonly viewer: UserId
  readonly photo: number
  readonly now: number
}

/**
 * Whether somebody may see a photo as one of a person, group or channel ("Profile photos"): what a chat shows is for who may look
 * into it; what a person shows and has shown is for whom the rules of privacy let, and there is another one for all others.
 */
export async function maySeePhoto(read: Reads, peer: PeerId, seeing: Seeing): Promise<boolean> {
  if (isUser(peer)) return maySeeOfPerson(read, peer, seeing)
  if (!(await read.peerPhotos.has({ peer, kind: 'shown' }, seeing.photo))) return false
  if (isGroup(peer)) return isIn(read, peer, seeing.viewer)
  return isChannel(peer) && mayLook(read, peer, seeing)
}

async function maySeeOfPerson(read: Reads, peer: UserId, { viewer, photo }: Seeing): Promise<boolean> {
  const [user, standing] = await Promise.all([read.users.get(peer), standingOf(read, viewer, [peer])])
  if (user === undefined || isDeleted(user)) return false
  // That there is one of the viewer's own hides nothing of what the person shows.
  if (photoIdIn(standing.contact(peer)?.photo, 'UserProfilePhoto') === photo) return true
  if (standing.mayAsk(peer, 'privacyKeyProfilePhoto')) {
    if (viewer === peer && photoIdIn(user.fallbackPhoto, 'UserProfilePhoto') === photo) return true
    return read.peerPhotos.has({ peer, kind: 'shown' }, photo)
  }
  return photoIdIn(viewableForm(user, standing), 'UserProfilePhoto') === photo
}

async function isIn(read: Reads, chat: ChatId, viewer: UserId): Promise<boolean> {
  return (await read.groups.member(chat, viewer))?.standing === 'in'
}

async function mayLook(read: Reads, channel: ChannelId, { viewer, now }: Seeing): Promise<boolean> {
  try {
    await readable(read, viewer, channel, now)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
