import type { SessionName } from '../../bus/bus.ts'
import { recordNumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId, type UserId } from '../../ids.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { forgetSaved } from '../lists/forget-saved.ts'
import { leaveList } from '../lists/leave-list.ts'
import { allowIn } from '../rights.ts'
import { copiesInGroup, findTwin, nameOf, unpack } from './message-copies.ts'

interface Removal {
  readonly date: number
  /** Whose session has the answer. */
  readonly userId?: UserId | undefined
  readonly session?: SessionName | undefined
}

export interface Removed {
  readonly pts: number
  readonly ptsCount: number
}

/**
 * Within a unit: deletes copies of messages, each in its box, and has the owners of the boxes told. Gives the `pts` of
 * each box.
 */
export async function removeMessages(
  tx: Transaction,
  ports: ServicePorts,
  copies: readonly StoredMessage[],
  { date, userId, session }: Removal,
): Promise<Map<UserId, Removed>> {
  const byBox = Map.groupBy(copies, (copy) => copy.box)
  const boxes = [...byBox.keys()].sort((a, b) => a - b)
  const states = await tx.boxes.advance(boxes.map((box) => ({ box, pts: byBox.get(box)?.length ?? 0, messages: 0 })))
  const removed = new Map<UserId, Removed>()
  const reacted = copies.filter(hasReactions)
  for (const [at, box] of boxes.entries()) {
    const state = states[at]
    const rows = byBox.get(box)
    if (state === undefined || rows === undefined) throw new TypeError('advance answers each step')
    await removeFromBox(tx, box, rows)
    if (rows.some(({ peer }) => peer === box))
      await forgetSaved(tx, ports, { box, ids: rows.map(({ id }) => id), date })
    for (const peer of new Set(rows.map((row) => row.peer))) {
      const dialog = await tx.dialogs.get(box, peer)
      if (dialog?.topMessage === 0) await leaveList(tx, ports, { box, peer, date })
    }
    const outcome = { pts: state.pts, ptsCount: rows.length }
    removed.set(box, outcome)
    await recordNumbered(tx, ports, {
      userId: box,
      date,
      except: box === userId ? session : undefined,
      update: { _: 'updateDeleteMessages', messages: rows.map(({ id }) => id), ...outcome },
    })
  }
  await forgetReactions(tx, reacted)
  return removed
}

function hasReactions(copy: StoredMessage): boolean {
  return unpack(copy)?.message.reactions !== undefined
}

/** Copies with reactions are gone. These belong to the message, and stay as long as one of the two has it. */
export async function forgetReactions(tx: Transaction, copies: readonly StoredMessage[]): Promise<void> {
  for (const copy of copies) {
    if (!(await isElsewhere(tx, copy))) await tx.reactions.remove([nameOf(copy)])
  }
}

async function isElsewhere(tx: Transaction, copy: StoredMessage): Promise<boolean> {
  if (copy.own !== undefined) return (await tx.groupMessages.copies(copy.own.content)).length > 0
  return (await findTwin(tx, copy))?.message.reactions !== undefined
}

async function removeFromBox(tx: Transaction, box: UserId, rows: readonly StoredMessage[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  await tx.messages.remove(box, ids)
  const contents = rows.flatMap(({ own }) => own?.content ?? [])
  if (contents.length > 0) await tx.groupMessages.removeCopies(box, contents)
  await tx.messageMarks.remove(box, ids)
  await tx.messageSearch.remove(box, ids)
  await tx.autoDelete.forget(rows)
  for (const [peer, own] of Map.groupBy(rows, (row) => row.peer)) {
    await recountDialog(tx, box, peer, own.length)
    await tx.topPeers.removed(
      box,
      peer,
      own.map(({ id }) => id),
    )
  }
}

/** Finds the last message of the chat anew, and counts what is unread. */
async function recountDialog(tx: Transaction, box: UserId, peer: PeerId, removed: number): Promise<void> {
  const dialog = await tx.dialogs.get(box, peer)
  if (dialog === undefined) return
  const all = { box, peer, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0 }
  const [newest] = await tx.messages.history(all)
  const unreadCount =
    dialog.unreadCount === 0 ? 0 : await tx.messages.countIncomingAbove(box, peer, dialog.readInboxMaxId)
  await tx.dialogs.recordRemoval(box, peer, {
    topMessage: newest?.id ?? 0,
    topDate: newest?.date ?? 0,
    unreadCount,
    removed,
  })
}

/** The copies to delete: one's own, and with `revoke` the other party's as well where that is allowed. */
export async function copiesToRemove(
  tx: Transaction,
  own: readonly StoredMessage[],
  revoke: boolean,
): Promise<StoredMessage[]> {
  const copies = [...own]
  const act = revoke ? 'delete for both' : 'delete for oneself'
  for (const rows of Map.groupBy(own, ({ peer }) => peer).values()) {
    const [first] = rows
    if (first === undefined) continue
    const { box, peer } = first
    if (!isUser(peer)) {
      if (revoke) copies.push(...(await copiesToRevoke(tx, box, peer, rows)))
      continue
    }
    if ((await allowIn(tx, box, peer, act)) !== 'all') continue
    for (const stored of rows) {
      const twin = await findTwin(tx, stored)
      if (twin !== undefined) copies.push(twin.stored)
    }
  }
  return copies
}

/** In a group: the copies that others have of what one said, and, for who may take that away, of what others said. */
async function copiesToRevoke(
  tx: Transaction,
  box: UserId,
  peer: PeerId,
  rows: readonly StoredMessage[],
): Promise<StoredMessage[]> {
  const ofOthers = rows.some(({ from }) => from !== box)
  if (ofOthers && (await allowIn(tx, box, peer, 'delete of others')) !== 'all') return []
  if (!ofOthers && (await allowIn(tx, box, peer, 'delete for both')) !== 'all') return []
  return copiesInGroup(tx, rows)
}
