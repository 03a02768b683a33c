import type { api } from '@chappe/tl-codec/api'
import {
  type Folder,
  type FolderChange,
  folderOf,
  putFolder,
  recordOrder,
  removeFolder,
} from '../../chats/lists/dialog-filters.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseDialogFilter, parseFilterId, suggestedFilters } from '../../rules/dialog-filter.ts'
import { maxDialogFilters } from '../../rules/dialog-limits.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'

/** What the user interface calls folders: saved searches over the list of chats ("Folders"). */
export function createDialogFilters(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    async 'messages.getDialogFilters'({ userId }) {
      const stored = await store.read.dialogFilters.list(userId)
      const filters = stored.flatMap(({ data }) => readStored('DialogFilter', data) ?? [])
      // The list of all chats is always there.
      return { _: 'messages.dialogFilters', filters: [{ _: 'dialogFilterDefault' }, ...filters] }
    },

    async 'messages.getSuggestedDialogFilters'({ userId }) {
      const stored = await store.read.dialogFilters.list(userId)
      return stored.length === 0 ? [...suggestedFilters] : []
    },

    async 'messages.updateDialogFilter'({ userId, caller }, request) {
      const id = parseFilterId(request.id)
      const folder = request.filter && (await checkPeers(ports, userId, parseDialogFilter(id, request.filter)))
      const change = { userId, date: unixSeconds(clock), except: caller.session }
      await store.transaction(async (tx) => {
        if (folder === undefined) await removeFolder(tx, ports, change, id)
        else await editFolder(tx, ports, change, folder)
      })
      return true
    },

    async 'messages.updateDialogFiltersOrder'({ userId, caller }, request) {
      if (request.order.length > maxDialogFilters + 1) throw badRequest('FILTER_ID_INVALID')
      const change = { userId, date: unixSeconds(clock), except: caller.session }
      await store.transaction(async (tx) => {
        await tx.dialogFilters.reorder(userId, request.order)
        await recordOrder(tx, ports, change)
      })
      return true
    },
  }
}

/** Within a unit: only a link makes a folder a shared one; as an own one it is shared no more. */
async function editFolder(tx: Transaction, ports: ServicePorts, change: FolderChange, folder: Folder): Promise<void> {
  const before = await folderOf(tx, change.userId, folder.id)
  const isShared = folder._ === 'dialogFilterChatlist'
  const wasShared = before?._ === 'dialogFilterChatlist'
  if (isShared && !wasShared) throw badRequest('FILTER_NOT_SUPPORTED')
  if (wasShared && !isShared) await tx.chatlists.forget(change.userId, folder.id)
  await putFolder(tx, ports, change, folder)
}

/** Each peer once, in the first of the lists that names it, and none that the user may not name. */
async function checkPeers({ inputPeers }: ServicePorts, userId: UserId, folder: Folder): Promise<Folder> {
  const seen = new Set<PeerId>()
  const check = async (inputs: readonly api.InputPeer[]): Promise<api.InputPeer[]> => {
    const kept: api.InputPeer[] = []
    for (const input of inputs) {
      const peer = await inputPeers.peer(userId, input)
      if (seen.has(peer)) continue
      seen.add(peer)
      kept.push(input)
    }
    return kept
  }
  const lists = { pinnedPeers: await check(folder.pinnedPeers), includePeers: await check(folder.includePeers) }
  if (folder._ === 'dialogFilterChatlist') return { ...folder, ...lists }
  return { ...folder, ...lists, excludePeers: await check(folder.excludePeers) }
}
