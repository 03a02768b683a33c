import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PeerId, UserId } from '../../store/domain/ids.ts'
import type { Transaction } from '../../store/store.ts'
import { parseFolder } from '../dialogs/get-dialogs.ts'
import { arrangement } from '../dialogs/pin-dialogs.ts'
import type { ServicePorts } from '../ports.ts'
import { recordNumbered, recordUnnumbered } from '../updates/record-change.ts'

const maxMoves = 100

/** `folders.editPeerFolders`: into the archive and out of it. A dialog that moves is no longer pinned. */
export function createEditPeerFolders(ports: ServicePorts): NonNullable<UserHandlers['folders.editPeerFolders']> {
  const { store, clock, inputPeers } = ports
  return async ({ userId, caller }, request) => {
    if (request.folderPeers.length > maxMoves) throw badRequest('LIMIT_INVALID')
    const wanted = new Map<PeerId, number>()
    for (const { peer, folderId } of request.folderPeers) {
      wanted.set(await inputPeers.peer(userId, peer), parseFolder(folderId) ?? 0)
    }
    const date = unixSeconds(clock)
    return store.transaction((tx) => move(tx, ports, { userId, wanted, date, session: caller.session }))
  }
}

interface Move {
  readonly userId: UserId
  readonly wanted: ReadonlyMap<PeerId, number>
  readonly date: number
  readonly session: SessionName
}

async function move(tx: Transaction, ports: ServicePorts, change: Move): Promise<api.updates> {
  const { userId, wanted, date, session } = change
  const marks = await tx.dialogMarks.many(userId, [...wanted.keys()])
  const moved = marks.filter((one) => one.folder !== wanted.get(one.peer))
  if (moved.length === 0) return { _: 'updates', updates: [], users: [], chats: [], date, seq: 0 }
  const [state] = await tx.boxes.advance([{ box: userId, pts: 1, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const folderPeers: api.folderPeer[] = []
  for (const one of moved) {
    const folderId = wanted.get(one.peer) ?? 0
    await tx.dialogMarks.put(userId, { ...one, folder: folderId, pinned: 0 })
    folderPeers.push({ _: 'folderPeer', peer: toPeer(one.peer), folderId })
  }
  const left = new Set(moved.filter((one) => one.pinned > 0).map((one) => one.folder))
  for (const folder of left) {
    const arranged = arrangement(userId, folder, await tx.dialogMarks.pinned(userId, folder))
    await recordUnnumbered(tx, ports, { ...arranged, update: arranged.outcome, date, except: session })
  }
  const update: api.updateFolderPeers = { _: 'updateFolderPeers', folderPeers, pts: state.pts, ptsCount: 1 }
  return recordNumbered(tx, ports, { userId, update, date, except: session })
}
