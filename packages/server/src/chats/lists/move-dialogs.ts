import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordNumbered, recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'
import { archiveFolder } from '../../views/dialog-view.ts'
import { arrangement } from './arrangement.ts'
import { recordPeerBar } from './peer-bar.ts'

export interface DialogMove {
  readonly userId: UserId
  /** Into which peer folder each goes. */
  readonly wanted: ReadonlyMap<PeerId, number>
  readonly date: number
  /** The session that asked for it and has its answer. */
  readonly session: SessionName | undefined
}

/**
 * Within a unit: puts dialogs into peer folders and has all devices told. One that moves is no longer pinned. Gives the
 * change, if there is one.
 */
export async function moveDialogs(
  tx: Transaction,
  ports: ServicePorts,
  move: DialogMove,
): Promise<api.updateFolderPeers | undefined> {
  const { userId, wanted, date, session } = move
  const marks = await tx.dialogMarks.many(userId, [...wanted.keys()])
  const moved = marks.filter((one) => one.folder !== wanted.get(one.peer))
  if (moved.length === 0) return undefined
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
  for (const { peer, folder } of moved) {
    if (folder !== archiveFolder || !(await tx.peerBars.isAutoarchived(userId, peer))) continue
    await tx.peerBars.setAutoarchived(userId, peer, false)
    await recordPeerBar(tx, ports, { userId, peer, date, except: session })
  }
  const update: api.updateFolderPeers = { _: 'updateFolderPeers', folderPeers, pts: state.pts, ptsCount: 1 }
  await recordNumbered(tx, ports, { userId, update, date, except: session })
  return update
}
