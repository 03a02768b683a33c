import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { PhotoList } from '../../store/domain/people/peer-photos.ts'
import { isDeleted, type UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { photoIdIn } from '../../views/shown-photo.ts'
import { userForm } from './shown-form.ts'

/** Whose photo it is, which changes, and who has the answer. */
export interface OwnPhotoChange {
  readonly userId: UserId
  /** The one for those who may not see the other. */
  readonly isFallback: boolean
  readonly date: UnixTime
  readonly except: SessionName | undefined
}

/** Within a unit: a person shows a photo from now on, be it a new one or one of those before. */
export async function showOwnPhoto(
  tx: Transaction,
  ports: ServicePorts,
  change: OwnPhotoChange,
  photo: api.photo,
): Promise<void> {
  const user = await owner(tx, change)
  const id = Number(photo.id)
  // It may have gone since it was found.
  if ((await tx.photos.get(id)) === undefined) throw badRequest('PHOTO_ID_INVALID')
  const list = listOf(change)
  if (change.isFallback) await tx.peerPhotos.clear(list)
  await tx.peerPhotos.put(list, id)
  await store(tx, ports, change, user, userForm(photo))
}

/** Within a unit: takes photos away from those that a person shows and has shown, and tells which were there. */
export async function removeOwnPhotos(
  tx: Transaction,
  ports: ServicePorts,
  change: OwnPhotoChange,
  photos: readonly number[],
): Promise<number[]> {
  const user = await owner(tx, change)
  const list = listOf(change)
  const removed = await tx.peerPhotos.remove(list, photos)
  const shown = shownNow(user, change)
  if (shown === undefined || !removed.includes(shown)) return removed
  const [next] = await tx.peerPhotos.page(list, 0, 1)
  const photo = next === undefined ? undefined : await storedPhoto(tx, next)
  await store(tx, ports, change, user, photo && userForm(photo))
  return removed
}

/** Within a unit: takes the photo away that is shown now, if there is one; the one before it is shown then. */
export async function removeShownPhoto(tx: Transaction, ports: ServicePorts, change: OwnPhotoChange): Promise<void> {
  const shown = shownNow(await owner(tx, change), change)
  if (shown !== undefined) await removeOwnPhotos(tx, ports, change, [shown])
}

async function owner(tx: Transaction, { userId }: OwnPhotoChange): Promise<UserRecord> {
  const user = await tx.users.get(userId)
  if (user === undefined || isDeleted(user)) throw new RpcError(401, 'USER_DEACTIVATED')
  return user
}

function listOf({ userId, isFallback }: OwnPhotoChange): PhotoList {
  return { peer: userId, kind: isFallback ? 'fallback' : 'shown' }
}

function shownNow({ photo, fallbackPhoto }: UserRecord, { isFallback }: OwnPhotoChange): number | undefined {
  return photoIdIn(isFallback ? fallbackPhoto : photo, 'UserProfilePhoto')
}

async function storedPhoto(tx: Transaction, id: number): Promise<api.photo | undefined> {
  const stored = await tx.photos.get(id)
  const photo = stored && readStored('Photo', stored.data, `photo ${id}`)
  return photo?._ === 'photo' ? photo : undefined
}

async function store(
  tx: Transaction,
  ports: ServicePorts,
  { userId, isFallback, date, except }: OwnPhotoChange,
  { photo, fallbackPhoto }: UserRecord,
  form: Uint8Array | undefined,
): Promise<void> {
  const photos = isFallback ? { photo, fallbackPhoto: form } : { photo: form, fallbackPhoto }
  await tx.users.setPhotos(userId, photos)
  const update: api.updateUser = { _: 'updateUser', userId: BigInt(userId) }
  await recordUnnumbered(tx, ports, { userId, key: 'user', update, date, except })
  tellOfUser(tx, ports, userId)
}
