import { readable } from '../../chats/channels/standing.ts'
import { parseFolder } from '../../chats/lists/pages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type PeerId, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { DialogRecord } from '../../store/domain/lists/dialogs.ts'
import type { Reads } from '../../store/store.ts'
import {
  archiveFolder,
  summarizeArchive,
  unopenedDialog,
  viewDialogs,
  visitorsDialog,
} from '../../views/dialog-view.ts'
import { viewState } from '../../views/state-view.ts'
import { pinnedDialogs } from './get-dialogs.ts'

const maxPeers = 100

export function createGetPeerDialogs({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  /** Of a channel also who is not in it is told how far its log is, but only if he may look. */
  const unlisted = async (read: Reads, userId: UserId, peer: PeerId): Promise<DialogRecord> => {
    if (!isChannel(peer)) return unopenedDialog(peer)
    const { above } = await readable(read, userId, peer, unixSeconds(clock))
    return visitorsDialog(read, peer, above)
  }

  return {
    async 'messages.getPeerDialogs'({ userId, caller }, request) {
      if (request.peers.length > maxPeers) throw badRequest('LIMIT_INVALID')
      const peers: PeerId[] = []
      let asksForArchive = false
      for (const input of request.peers) {
        if (input._ === 'inputDialogPeer') peers.push(await inputPeers.peer(userId, input.peer))
        else if (input._ !== 'inputDialogPeerFolder') throw badRequest('PEER_ID_INVALID')
        else if (parseFolder(input.folderId) === archiveFolder) asksForArchive = true
        else throw badRequest('FOLDER_ID_INVALID')
      }
      return store.snapshot(async (read) => {
        const found = new Map((await read.dialogs.many(userId, peers)).map((record) => [record.peer, record]))
        const records: DialogRecord[] = []
        for (const peer of new Set(peers)) records.push(found.get(peer) ?? (await unlisted(read, userId, peer)))
        const archive = asksForArchive ? await summarizeArchive(read, userId, unixSeconds(clock)) : undefined
        const view = await viewDialogs(read, userViews, userId, records, { archive })
        const state = await viewState(read, userId, caller.key.authKeyId, unixSeconds(clock))
        return { _: 'messages.peerDialogs', ...view, state }
      })
    },

    async 'messages.getPinnedDialogs'({ userId, caller }, request) {
      const folder = parseFolder(request.folderId) ?? 0
      return store.snapshot(async (read) => {
        const records = await pinnedDialogs(read, userId, folder)
        const archive = folder === 0 ? await summarizeArchive(read, userId, unixSeconds(clock)) : undefined
        const view = await viewDialogs(read, userViews, userId, records, { archive })
        const state = await viewState(read, userId, caller.key.authKeyId, unixSeconds(clock))
        return { _: 'messages.peerDialogs', ...view, state }
      })
    },
  }
}
