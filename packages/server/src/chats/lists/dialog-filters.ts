import { type api, encode } from '@chappe/tl-codec/api'
import { recordUnnumbered, type UnnumberedUpdate } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxDialogFilters } from '../../rules/dialog-limits.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'

/** A folder that somebody made, or has by a link. */
export type Folder = api.dialogFilter | api.dialogFilterChatlist

export type FolderChange = Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'>

/** One of somebody's folders, by its number. */
export async function folderOf(
  read: Pick<Reads, 'dialogFilters'>,
  userId: UserId,
  id: number,
): Promise<Folder | undefined> {
  const stored = (await read.dialogFilters.list(userId)).find((one) => one.id === id)
  const folder = stored && readStored('DialogFilter', stored.data)
  return folder?._ === 'dialogFilterDefault' ? undefined : folder
}

/** The chats that a folder names, the pinned ones first. Nobody names there what was not shown to him or her. */
export function peersIn(
  { inputPeers }: Pick<ServicePorts, 'inputPeers'>,
  userId: UserId,
  { pinnedPeers, includePeers }: Folder,
): PeerId[] {
  return [...pinnedPeers, ...includePeers].flatMap((input) => inputPeers.atOffset(userId, input) ?? [])
}

/** Within a unit: changes a folder or adds it at the end, and tells the other devices. Throws `FILTERS_TOO_MUCH`. */
export async function putFolder(
  tx: Transaction,
  ports: ServicePorts,
  change: FolderChange,
  folder: Folder,
): Promise<api.Update[]> {
  const { userId } = change
  const { id } = folder
  const stored = await tx.dialogFilters.list(userId)
  const isNew = !stored.some((one) => one.id === id)
  if (isNew && stored.length >= maxDialogFilters) throw badRequest('FILTERS_TOO_MUCH')
  const filter = await withLinks(tx, userId, folder)
  await tx.dialogFilters.put(userId, { id, data: encode(filter) })
  const update: api.updateDialogFilter = { _: 'updateDialogFilter', id, filter }
  await recordUnnumbered(tx, ports, { ...change, key: keyOf(id), update })
  // The order is always recorded, and last: a device that was away must learn of a new filter before it learns of its
  // position.
  return [update, await recordOrder(tx, ports, change)]
}

/** Whether a shared folder has links says the store, whatever a client says. */
async function withLinks(tx: Transaction, userId: UserId, folder: Folder): Promise<Folder> {
  if (folder._ === 'dialogFilter') return folder
  const links = await tx.chatlists.linksOf(userId, folder.id)
  return { ...folder, hasMyInvites: links.length > 0 || undefined }
}

/** Within a unit: takes a folder away, with the links by which it was shared. */
export async function removeFolder(
  tx: Transaction,
  ports: ServicePorts,
  change: FolderChange,
  id: number,
): Promise<api.Update[]> {
  if (!(await tx.dialogFilters.remove(change.userId, id))) return []
  await tx.chatlists.forget(change.userId, id)
  const update: api.updateDialogFilter = { _: 'updateDialogFilter', id }
  await recordUnnumbered(tx, ports, { ...change, key: keyOf(id), update })
  return [update]
}

/** Within a unit: tells the other devices in which order the folders are. */
export async function recordOrder(tx: Transaction, ports: ServicePorts, change: FolderChange): Promise<api.Update> {
  const order = (await tx.dialogFilters.list(change.userId)).map(({ id }) => id)
  const update: api.updateDialogFilterOrder = { _: 'updateDialogFilterOrder', order }
  await recordUnnumbered(tx, ports, { ...change, key: 'dialog filter order', update })
  return update
}

function keyOf(id: number): string {
  return `dialog filter ${id}`
}
