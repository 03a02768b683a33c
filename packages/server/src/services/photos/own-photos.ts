import type { api } from '@chappe/tl-codec/api'
import { type OwnPhotoChange, removeOwnPhotos, removeShownPhoto, showOwnPhoto } from '../../chats/photos/own-photo.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { accessHashOf } from '../../rules/file-reference.ts'
import { maxOwnPhotos } from '../../rules/profile-photos.ts'
import type { PhotoList } from '../../store/domain/people/peer-photos.ts'
import { viewPhotoOf } from '../../views/peer-photo-view.ts'
import { photoIdIn } from '../../views/shown-photo.ts'

const maxDeleted = 100

/** The photos that people show on their profiles ("Profile photos"): the newest one is shown beside the name. */
export function createOwnPhotos(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, profilePhotos, userViews } = ports
  const { read } = store

  const changeBy = (
    { caller }: UserContext,
    { userId, fallback }: { readonly userId: UserId; readonly fallback?: boolean | undefined },
  ): OwnPhotoChange => ({
    ...{ userId, isFallback: fallback === true, date: unixSeconds(clock), except: caller.session },
  })

  /** Whose photo it is: that of whoever asks, or of a bot of that person's. */
  const whose = async (viewer: UserId, bot: api.InputUser | undefined): Promise<UserId> => {
    if (bot === undefined) return viewer
    const id = await inputPeers.user(viewer, bot)
    const record = id && (await read.users.get(id))
    if (id === undefined || record?.bot?.owner !== viewer) throw badRequest('BOT_INVALID')
    return id
  }

  const answer = async (viewer: UserId, userId: UserId, id: number | undefined): Promise<api.photos.photo> => {
    const photo = await viewPhotoOf(read, id, { origin: 'inProfile', at: userId })
    const users = await userViews.of(read, viewer, [userId])
    return { _: 'photos.photo', photo: photo ?? { _: 'photoEmpty', id: 0n }, users }
  }

  return {
    'photos.uploadProfilePhoto': userMethod({ rate: { burst: 20, secondsEach: 10 } }, async (context, request) => {
      const { fallback, bot } = request
      const userId = await whose(context.userId, bot)
      const list: PhotoList = { peer: userId, kind: 'shown' }
      if (fallback !== true && (await read.peerPhotos.count(list)) >= maxOwnPhotos) {
        throw badRequest('ALBUM_PHOTOS_TOO_MANY')
      }
      const photo = await profilePhotos.uploadedProfilePhoto(context.userId, request)
      await store.transaction((tx) => showOwnPhoto(tx, ports, changeBy(context, { userId, fallback }), photo))
      return answer(context.userId, userId, Number(photo.id))
    }),

    'photos.updateProfilePhoto': userMethod({ rate: { burst: 20, secondsEach: 10 } }, async (context, request) => {
      const { fallback, bot, id } = request
      const userId = await whose(context.userId, bot)
      const change = changeBy(context, { userId, fallback })
      if (id._ === 'inputPhotoEmpty') {
        await store.transaction((tx) => removeShownPhoto(tx, ports, change))
      } else {
        const photo = await profilePhotos.shownProfilePhoto(context.userId, id, 'PHOTO_ID_INVALID')
        await store.transaction((tx) => showOwnPhoto(tx, ports, change, photo))
      }
      const user = await read.users.get(userId)
      const form = change.isFallback ? user?.fallbackPhoto : user?.photo
      return answer(context.userId, userId, photoIdIn(form, 'UserProfilePhoto'))
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
      const { userId } = context
      const removed = await store.transaction(async (tx) => [
        ...(await removeOwnPhotos(tx, ports, changeBy(context, { userId }), ids)),
        ...(await removeOwnPhotos(tx, ports, changeBy(context, { userId, fallback: true }), ids)),
      ])
      return [...new Set(removed)].map(BigInt)
    }),
  }
}
