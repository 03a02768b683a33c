import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { arrangement } from '../../chats/lists/arrangement.ts'
import { parseFolder } from '../../chats/lists/pages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { pinnedDialogsLimit } from '../../rules/dialog-limits.ts'
import type { Transaction } from '../../store/store.ts'

/** Pinning dialogs to the top of their folder, and the order there. */
export function createPinDialogs(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.toggleDialogPin': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      const peer = await dialogPeer(ports, userId, request.peer)
      const pinned = request.pinned === true
      await store.transaction(async (tx) => {
        const dialog = await tx.dialogs.get(userId, peer)
        if (dialog === undefined || dialog.topMessage === 0) throw badRequest('PEER_HISTORY_EMPTY')
        const { folder, pinned: place } = await tx.dialogMarks.get(userId, peer)
        if (place > 0 === pinned) return
        const others = (await tx.dialogMarks.pinned(userId, folder)).filter((one) => one !== peer)
        const order = pinned ? [peer, ...others] : others
        if (order.length > pinnedDialogsLimit(folder)) throw badRequest('PINNED_DIALOGS_TOO_MUCH')
        await arrange(tx, userId, folder, order, pinned ? [] : [peer])
        await recordUnnumbered(tx, ports, {
          ...arrangement(userId, folder, order),
          update: {
            _: 'updateDialogPinned',
            pinned: pinned || undefined,
            folderId: folder || undefined,
            peer: { _: 'dialogPeer', peer: toPeer(peer) },
          },
          date: unixSeconds(clock),
          except: caller.session,
        })
      })
      return true
    }),

    'messages.reorderPinnedDialogs': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      const folder = parseFolder(request.folderId) ?? 0
      if (request.order.length > pinnedDialogsLimit(folder)) throw badRequest('PINNED_DIALOGS_TOO_MUCH')
      const wanted: PeerId[] = []
      for (const input of request.order) {
        // The archive has its place in the main list by itself.
        if (input._ === 'inputDialogPeerFolder') continue
        wanted.push(await dialogPeer(ports, userId, input))
      }
      await store.transaction((tx) =>
        reorder(tx, ports, { userId, folder, wanted, force: request.force === true, session: caller.session }),
      )
      return true
    }),
  }
}

interface Reorder {
  readonly userId: UserId
  readonly folder: number
  readonly wanted: readonly PeerId[]
  /** Unpin what is not named. */
  readonly force: boolean
  readonly session: SessionName
}

async function reorder(tx: Transaction, ports: ServicePorts, change: Reorder): Promise<void> {
  const { userId, folder, wanted, force, session } = change
  const before = await tx.dialogMarks.pinned(userId, folder)
  const marks = await tx.dialogMarks.many(userId, wanted)
  const here = new Set(marks.filter((one) => one.folder === folder).map((one) => one.peer))
  const dialogs = await tx.dialogs.many(userId, wanted)
  const open = new Set(dialogs.filter(({ topMessage }) => topMessage > 0).map(({ peer }) => peer))
  const named = [...new Set(wanted)].filter((peer) => here.has(peer) && open.has(peer))
  const left = before.filter((peer) => !named.includes(peer))
  const order = force ? named : [...named, ...left]
  if (order.length > pinnedDialogsLimit(folder)) throw badRequest('PINNED_DIALOGS_TOO_MUCH')
  if (order.length === before.length && order.every((peer, index) => peer === before[index])) return
  await arrange(tx, userId, folder, order, force ? left : [])
  const arranged = arrangement(userId, folder, order)
  await recordUnnumbered(tx, ports, {
    ...arranged,
    update: arranged.outcome,
    date: unixSeconds(ports.clock),
    except: session,
  })
}

/** Within a unit: the pinned dialogs of a folder are these, in this order; `unpinned` are no longer among them. */
async function arrange(
  tx: Transaction,
  userId: UserId,
  folder: number,
  order: readonly PeerId[],
  unpinned: readonly PeerId[],
): Promise<void> {
  for (const marks of await tx.dialogMarks.many(userId, [...order, ...unpinned])) {
    const index = order.indexOf(marks.peer)
    await tx.dialogMarks.put(userId, { ...marks, folder, pinned: index === -1 ? 0 : order.length - index })
  }
}

export async function dialogPeer(
  { inputPeers }: ServicePorts,
  userId: UserId,
  input: api.InputDialogPeer,
): Promise<PeerId> {
  if (input._ !== 'inputDialogPeer') throw badRequest('PEER_ID_INVALID')
  return inputPeers.peer(userId, input.peer)
}
