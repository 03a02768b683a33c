import { moveDialogs } from '../../chats/lists/move-dialogs.ts'
import { parseFolder } from '../../chats/lists/pages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { PeerId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

const maxMoves = 100

/** `folders.editPeerFolders`: into the archive and out of it. */
export function createEditPeerFolders(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'folders.editPeerFolders': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      if (request.folderPeers.length > maxMoves) throw badRequest('LIMIT_INVALID')
      const wanted = new Map<PeerId, number>()
      for (const { peer, folderId } of request.folderPeers) {
        wanted.set(await inputPeers.peer(userId, peer), parseFolder(folderId) ?? 0)
      }
      const date = unixSeconds(clock)
      const move = { userId, wanted, date, session: caller.session }
      const moved = await store.transaction((tx) => moveDialogs(tx, ports, move))
      return envelope(store.read, userViews, userId, moved === undefined ? [] : [moved], { date })
    }),
  }
}
