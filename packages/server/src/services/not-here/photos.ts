import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** Profile photos and music on profiles: there are no files yet. */
export function createPhotosNotHere({ store, inputPeers, userViews }: ServicePorts): Methods {
  const checkUser = async (...[viewer, input]: Parameters<typeof inputPeers.user>): Promise<UserId> => {
    const id = await inputPeers.user(viewer, input)
    if (id === undefined) throw badRequest('USER_ID_INVALID')
    return id
  }
  return {
    async 'photos.getUserPhotos'({ userId }, request) {
      const id = await checkUser(userId, request.userId)
      return { _: 'photos.photos', photos: [], users: await userViews.of(store.read, userId, [id]) }
    },
    async 'users.getSavedMusic'({ userId }, request) {
      await checkUser(userId, request.id)
      return { _: 'users.savedMusic', count: 0, documents: [] }
    },
    async 'users.getSavedMusicByID'({ userId }, request) {
      await checkUser(userId, request.id)
      return { _: 'users.savedMusic', count: 0, documents: [] }
    },
  }
}
