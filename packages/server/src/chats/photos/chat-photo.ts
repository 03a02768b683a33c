import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, ChatId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PhotoList } from '../../store/domain/people/peer-photos.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { chatForm } from './shown-form.ts'

/** Within a unit: a group or channel needs this photo from now on, and no other. Gives what is to be stored beside its title. */
export async function putChatPhoto(
  tx: Pick<Transaction, 'peerPhotos' | 'photos'>,
  chat: ChatId | ChannelId,
  photo: api.photo | undefined,
): Promise<Uint8Array | undefined> {
  const list: PhotoList = { peer: chat, kind: 'shown' }
  const id = photo && Number(photo.id)
  // It may have gone since it was found.
  if (id !== undefined && (await tx.photos.get(id)) === undefined) throw badRequest('PHOTO_INVALID')
  await tx.peerPhotos.clear(list)
  if (id !== undefined) await tx.peerPhotos.put(list, id)
  return photo && chatForm(photo)
}

/** What is said in the chat of it. */
export function photoAction(
  photo: api.photo | undefined,
): api.messageActionChatEditPhoto | api.messageActionChatDeletePhoto {
  return photo === undefined ? { _: 'messageActionChatDeletePhoto' } : { _: 'messageActionChatEditPhoto', photo }
}

/** A photo as it is stored, or an empty one. */
export async function photoAsStored(tx: Pick<Transaction, 'photos'>, id: number | undefined): Promise<api.Photo> {
  const stored = id === undefined ? undefined : await tx.photos.get(id)
  const photo = stored && readStored('Photo', stored.data, `photo ${id}`)
  return photo ?? { _: 'photoEmpty', id: 0n }
}
