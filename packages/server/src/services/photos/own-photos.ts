import type { api } from '@chappe/tl-codec/api'
import { type OwnPhotoChange, removeOwnPhotos, removeShownPhoto, showOwnPhoto } from '../../chats/photos/own-photo.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { accessHashOf } from '../../rules/file-reference.ts'
import { maxOwnPhotos } from '../../rules/profile-photos.ts'
import { viewPhotoOf } from '../../views/peer-photo-view.ts'
import { photoIdIn } from '../../views/shown-photo.ts'

const maxDeleted = 100

/** The photos that people show on their profiles ("Profile photos"): the newest one is shown beside the name. */
export function createOwnPhotos(ports: ServicePorts): Methods {
  const { store, clock, profilePhotos, userViews } = ports
  const { read } = store

  const changeBy = ({ userId, caller }: UserContext, fallback: boolean | undefined): OwnPhotoChange => ({
    ...{ userId, isFallback: fallback === true, date: unixSeconds(clock), except: caller.session },
  })

  const answer = async (userId: UserId, id: number | undefined): Promise<api.photos.photo> => {
    const photo = await viewPhotoOf(read, id, { origin: 'inProfile', at: userId })
    return {
      _: 'photos.photo',
      photo: photo ?? { _: 'photoEmpty', id: 0n },
      users: await userViews.of(read, userId, [userId]),
    }
  }

  return {
    'photos.uploadProfilePhoto': userMethod({ rate: { burst: 20, secondsEach: 10 } }, async (context, request) => {
      const { userId } = context
      if (request.bot !== undefined) throw badRequest('BOT_INVALID')
      const change = changeBy(context, request.fallback)
      const isFull = async (): Promise<boolean> =>
        (await read.peerPhotos.count({ peer: userId, kind: 'shown' })) >= maxOwnPhotos
      if (!change.isFallback && (await isFull())) throw badRequest('ALBUM_PHOTOS_TOO_MANY')
      const photo = await profilePhotos.uploadedProfilePhoto(userId, request)
      await store.transaction((tx) => showOwnPhoto(tx, ports, change, photo))
      return answer(userId, Number(photo.id))
    }),

    'photos.updateProfilePhoto': userMethod({ rate: { burst: 20, secondsEach: 10 } }, async (context, request) => {
      const { userId } = context
      if (request.bot !== undefined) throw badRequest('BOT_INVALID')
      const change = changeBy(context, request.fallback)
      if (request.id._ === 'inputPhotoEmpty') {
        await store.transaction((tx) => removeShownPhoto(tx, ports, change))
      } else {
        const photo = await profilePhotos.shownProfilePhoto(userId, request.id, 'PHOTO_ID_INVALID')
        await store.transaction((tx) => showOwnPhoto(tx, ports, change, photo))
      }
      const user = await read.users.get(userId)
      const form = change.isFallback ? user?.fallbackPhoto : user?.photo
      return answer(userId, photoIdIn(form, 'UserProfilePhoto'))
    }),

    'photos.deletePhotos': userMethod({ rate: { burst: 50, secondsEach: 2 } }, async (context, request) => {
      if (request.id.length > maxDeleted) throw badRequest('LIMIT_INVALID')
      const ids: number[] = []
      for (const input of request.id) {
        const id = input._ === 'inputPhoto' ? Number(input.id) : 0
        const stored = Number.isSafeInteger(id) && id > 0 ? await read.photos.get(id) : undefined
        if (input._ !== 'inputPhoto' || stored === undefined) continue
        if (accessHashOf(stored.secret) === input.accessHash) ids.push(id)
      }
      const removed = await store.transaction(async (tx) => [
        ...(await removeOwnPhotos(tx, ports, changeBy(context, false), ids)),
        ...(await removeOwnPhotos(tx, ports, changeBy(context, true), ids)),
      ])
      return [...new Set(removed)].map(BigInt)
    }),
  }
}
