import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { RequestOf, UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import type { DialogRecord } from '../../store/domain/lists/dialogs.ts'
import type { Reads } from '../../store/store.ts'
import { archiveFolder, viewDialogs } from '../../views/dialog-view.ts'

export const defaultDialogsPage = 20
export const maxDialogsPage = 100

type GetDialogs = RequestOf<'messages.getDialogs'>

/**
 * `messages.getDialogs`: the pinned dialogs of a folder in their order, then all others by their last message, newest
 * first ("Pagination in the API"). Without a folder: those of the main list and of the archive together. The archive as
 * such is listed by `messages.getPinnedDialogs` only: there is no place for it among pages of chats, and Telethon's end
 * with it.
 */
export function createGetDialogs(ports: ServicePorts): NonNullable<UserHandlers['messages.getDialogs']> {
  const { store, userViews } = ports
  const { read } = store
  return async ({ userId }, request): Promise<api.messages.Dialogs> => {
    const folder = parseFolder(request.folderId)
    const limit = Math.max(0, Math.min(request.limit || defaultDialogsPage, maxDialogsPage))
    const excludePinned = request.excludePinned === true
    const pinned = await pinnedDialogs(read, userId, folder ?? 0)
    const place = await findPlace(ports, userId, request, {
      pinned: excludePinned ? [] : pinned,
      find: (peer) => read.dialogs.get(userId, peer),
    })

    const first = excludePinned ? [] : pinned.slice(place.pinned, place.pinned + limit)
    const rest = await read.dialogs.page(userId, {
      ...place,
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
    return place.isStart && view.dialogs.length === count
      ? { _: 'messages.dialogs', ...view }
      : { _: 'messages.dialogsSlice', count, ...view }
  }
}

/** The number of a peer folder, of which there are two: the main list and the archive. */
export function parseFolder(folderId: number | undefined): number | undefined {
  if (folderId !== undefined && folderId !== 0 && folderId !== archiveFolder) throw badRequest('FOLDER_ID_INVALID')
  return folderId
}

/** The dialogs that are pinned in a folder and not deleted, from the top down. */
export async function pinnedDialogs(read: Reads, userId: UserId, folder: number): Promise<DialogRecord[]> {
  const peers = await read.dialogMarks.pinned(userId, folder)
  const records = new Map((await read.dialogs.many(userId, peers)).map((record) => [record.peer, record]))
  const found = peers.map((peer) => records.get(peer)).filter((record) => record !== undefined)
  return found.filter(({ topMessage }) => topMessage > 0)
}

/** Where a page begins: after so many pinned dialogs, and below a last message. */
interface Place {
  readonly isStart: boolean
  readonly pinned: number
  readonly offsetDate: number
  readonly offsetId: number
}

/** The list that a page is cut from. */
interface PagedList {
  /** Those that stand at the top of it. */
  readonly pinned: readonly Pick<DialogRecord, 'peer'>[]
  readonly find: (peer: PeerId) => Promise<Pick<DialogRecord, 'topMessage' | 'topDate'> | undefined>
}

export async function findPlace(
  { store, clock, inputPeers }: ServicePorts,
  userId: UserId,
  { offsetDate, offsetId, offsetPeer }: Pick<GetDialogs, 'offsetDate' | 'offsetId' | 'offsetPeer'>,
  { pinned, find }: PagedList,
): Promise<Place> {
  const peer = inputPeers.place(userId, offsetPeer)
  if (offsetPeer._ === 'inputPeerEmpty' && offsetDate === 0 && offsetId === 0) {
    return { isStart: true, pinned: 0, offsetDate: 0, offsetId: 0 }
  }
  const index = pinned.findIndex((dialog) => dialog.peer === peer)
  if (index !== -1) return { isStart: false, pinned: index + 1, offsetDate: 0, offsetId: 0 }
  // Everything comes below a time that is yet to come, also what is pinned: TDLib begins so.
  if (offsetDate > unixSeconds(clock)) return { isStart: true, pinned: 0, offsetDate: 0, offsetId: 0 }
  const below = { isStart: false, pinned: pinned.length }
  if (offsetDate !== 0) return { ...below, offsetDate, offsetId }
  // Without a date, the place of the message, or of the dialog that is named.
  const message = offsetId === 0 ? undefined : await store.read.messages.get(userId, offsetId)
  if (message !== undefined) return { ...below, offsetDate: message.date, offsetId }
  const dialog = peer === undefined ? undefined : await find(peer)
  // The page would be the first one again, and so for ever.
  if (dialog === undefined && offsetId === 0) throw badRequest('OFFSET_PEER_ID_INVALID')
  if (dialog !== undefined) return { ...below, offsetDate: dialog.topDate, offsetId: dialog.topMessage }
  return { ...below, offsetDate, offsetId }
}
