import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type PeerId, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { RequestOf } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { DialogRecord } from '../../store/domain/lists/dialogs.ts'
import { archiveFolder } from '../../views/dialog-view.ts'

export const defaultDialogsPage = 20

export const maxDialogsPage = 100

type GetDialogs = RequestOf<'messages.getDialogs'>

/** The number of a peer folder, of which there are two: the main list and the archive. */
export function parseFolder(folderId: number | undefined): number | undefined {
  if (folderId !== undefined && folderId !== 0 && folderId !== archiveFolder) throw badRequest('FOLDER_ID_INVALID')
  return folderId
}

/** Where a page begins: after so many pinned dialogs, and below a last message. */
interface Position {
  readonly isStart: boolean
  readonly pinned: number
  readonly offsetDate: number
  readonly offsetId: number
  /** Of those with this very last message, only the ones that come after it. */
  readonly offsetPeer?: PeerId | undefined
}

/** The list that a page is cut from. */
interface PagedList {
  /** Those that stand at the top of it. */
  readonly pinned: readonly Pick<DialogRecord, 'peer'>[]
  readonly find: (peer: PeerId) => Promise<Pick<DialogRecord, 'topMessage' | 'topDate'> | undefined>
  readonly findMessage: (id: number) => Promise<Pick<StoredMessage, 'date'> | undefined>
}

export async function findPosition(
  { clock, inputPeers }: Pick<ServicePorts, 'clock' | 'inputPeers'>,
  userId: UserId,
  { offsetDate, offsetId, offsetPeer }: Pick<GetDialogs, 'offsetDate' | 'offsetId' | 'offsetPeer'>,
  { pinned, find, findMessage }: PagedList,
): Promise<Position> {
  const peer = inputPeers.atOffset(userId, offsetPeer)
  if (offsetPeer._ === 'inputPeerEmpty' && offsetDate === 0 && offsetId === 0) {
    return { isStart: true, pinned: 0, offsetDate: 0, offsetId: 0 }
  }
  const index = pinned.findIndex((dialog) => dialog.peer === peer)
  if (index !== -1) return { isStart: false, pinned: index + 1, offsetDate: 0, offsetId: 0 }
  // Everything comes below a time that is yet to come, also what is pinned: TDLib begins so.
  if (offsetDate > unixSeconds(clock)) return { isStart: true, pinned: 0, offsetDate: 0, offsetId: 0 }
  const below = { isStart: false, pinned: pinned.length }
  if (offsetDate !== 0) return { ...below, offsetDate, offsetId, offsetPeer: peer }
  // Without a date, the place of the message, or of the dialog that is named.
  const isShared = peer !== undefined && isChannel(peer)
  const message = offsetId === 0 || isShared ? undefined : await findMessage(offsetId)
  if (message !== undefined) return { ...below, offsetDate: message.date, offsetId }
  const dialog = peer === undefined ? undefined : await find(peer)
  // The page would be the first one again, and so for ever.
  if (dialog === undefined && offsetId === 0) throw badRequest('OFFSET_PEER_ID_INVALID')
  if (dialog !== undefined) {
    return { ...below, offsetDate: dialog.topDate, offsetId: dialog.topMessage, offsetPeer: peer }
  }
  return { ...below, offsetDate, offsetId }
}
