import type { api } from '@chappe/tl-codec/api'
import { defaultDialogsPage, findPosition, maxDialogsPage, parseFolder } from '../../chats/lists/pages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { listHash } from '../../rules/list-hash.ts'
import type { DialogRecord } from '../../store/domain/lists/dialogs.ts'
import type { Reads } from '../../store/store.ts'
import { viewDialogs } from '../../views/dialog-view.ts'

/**
 * `messages.getDialogs`: the pinned dialogs of a folder in their order, then all others by their last message, newest
 * first ("Pagination in the API"). Without a folder: those of the main list and of the archive together. The archive as
 * such is listed by `messages.getPinnedDialogs` only: it cannot be paged together with chats, and Telethon stops paging
 * when it meets it.
 */
export function createGetDialogs(ports: ServicePorts): Methods {
  const { store, userViews } = ports
  return {
    async 'messages.getDialogs'({ userId }, request): Promise<api.messages.Dialogs> {
      const folder = parseFolder(request.folderId)
      const limit = Math.max(0, Math.min(request.limit || defaultDialogsPage, maxDialogsPage))
      const excludePinned = request.excludePinned === true
      return store.snapshot(async (read) => {
        const pinned = await pinnedDialogs(read, userId, folder ?? 0)
        const position = await findPosition(ports, userId, request, {
          pinned: excludePinned ? [] : pinned,
          find: (peer) => read.dialogs.get(userId, peer),
          findMessage: (id) => read.messages.get(userId, id),
        })

        const first = excludePinned ? [] : pinned.slice(position.pinned, position.pinned + limit)
        const rest = await read.dialogs.page(userId, {
          ...position,
          limit: limit - first.length,
          folder,
          except: pinned.map(({ peer }) => peer),
        })
        const records = [...first, ...rest]
        const totals = await read.dialogs.totals(userId, folder)
        const count = totals.count - (excludePinned ? pinned.length : 0)
        if (request.hash !== 0n && request.hash === listHash(records.map(({ topMessage }) => topMessage))) {
          return { _: 'messages.dialogsNotModified', count }
        }
        const view = await viewDialogs(read, userViews, userId, records, { mayEndEarly: true })
        return position.isStart && view.dialogs.length === count
          ? { _: 'messages.dialogs', ...view }
          : { _: 'messages.dialogsSlice', count, ...view }
      })
    },
  }
}

/** The dialogs that are pinned in a folder and not deleted, from the top down. */
export async function pinnedDialogs(read: Reads, userId: UserId, folder: number): Promise<DialogRecord[]> {
  const peers = await read.dialogMarks.pinned(userId, folder)
  const records = new Map((await read.dialogs.many(userId, peers)).map((record) => [record.peer, record]))
  const found = peers.map((peer) => records.get(peer)).filter((record) => record !== undefined)
  return found.filter(({ topMessage }) => topMessage > 0)
}
