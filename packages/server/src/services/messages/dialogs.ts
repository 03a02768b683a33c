import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { viewDialogs } from '../../views/dialog-view.ts'
import { viewState } from '../../views/state-view.ts'
import type { ServicePorts } from '../ports.ts'

const defaultPage = 20
const maxPage = 100

type DialogHandlers = Pick<
  UserHandlers,
  'messages.getDialogs' | 'messages.getPeerDialogs' | 'messages.getPinnedDialogs'
>

export function createDialogs({ store, clock, inputPeers, userViews }: ServicePorts): DialogHandlers {
  const { read } = store
  return {
    async 'messages.getDialogs'({ userId }, request) {
      const limit = Math.max(0, Math.min(request.limit || defaultPage, maxPage))
      const { offsetDate, offsetId } = request
      // Folder 1 is the archive, which is empty as nothing can be archived yet.
      const archive = request.folderId !== undefined && request.folderId !== 0
      const records = archive ? [] : await read.dialogs.page(userId, { offsetDate, offsetId, limit })
      const count = archive ? 0 : (await read.dialogs.totals(userId)).count
      const view = await viewDialogs(read, userViews, userId, records)
      return records.length === count
        ? { _: 'messages.dialogs', ...view }
        : { _: 'messages.dialogsSlice', count, ...view }
    },

    async 'messages.getPeerDialogs'({ userId }, request) {
      if (request.peers.length > maxPage) throw badRequest('LIMIT_INVALID')
      const peers = await Promise.all(
        request.peers.map((input) => {
          if (input._ !== 'inputDialogPeer') throw badRequest('PEER_ID_INVALID')
          return inputPeers.peer(userId, input.peer)
        }),
      )
      const view = await viewDialogs(read, userViews, userId, await read.dialogs.many(userId, peers))
      return { _: 'messages.peerDialogs', ...view, state: await viewState(read, userId, unixSeconds(clock)) }
    },

    // Nothing can be pinned yet.
    async 'messages.getPinnedDialogs'({ userId }) {
      const state = await viewState(read, userId, unixSeconds(clock))
      return { _: 'messages.peerDialogs', dialogs: [], messages: [], chats: [], users: [], state }
    },
  }
}
