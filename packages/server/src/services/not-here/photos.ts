import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** There is no music on profiles yet. */
export function createPhotosNotHere({ inputPeers }: ServicePorts): Methods {
  const checkUser = async (...[viewer, input]: Parameters<typeof inputPeers.user>): Promise<UserId> => {
    const id = await inputPeers.user(viewer, input)
    if (id === undefined) throw badRequest('USER_ID_INVALID')
    return id
  }
  return {
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
