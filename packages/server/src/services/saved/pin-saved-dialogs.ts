import type { api } from '@chappe/tl-codec/api'
import { pinnedSaved, recordPinnedSaved } from '../../chats/lists/saved-pins.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxPinnedSavedDialogs } from '../../rules/dialog-limits.ts'

/** Pinning saved dialogs, and their order: as `messages.toggleDialogPin` and its kin do it for the main list. */
export function createPinSavedDialogs(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.toggleSavedDialogPin': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      const peer = await savedDialogPeer(ports, userId, request.peer)
      const pinned = request.pinned === true
      await store.transaction(async (tx) => {
        const dialog = await tx.savedDialogs.get(userId, peer)
        if (dialog === undefined) throw badRequest('PEER_HISTORY_EMPTY')
        if (dialog.pinned === pinned) return
        const others = (await pinnedSaved(tx, userId)).filter((one) => one !== peer)
        const order = pinned ? [peer, ...others] : others
        if (order.length > maxPinnedSavedDialogs) throw badRequest('PINNED_DIALOGS_TOO_MUCH')
        await tx.savedDialogs.setPinned(userId, order)
        await recordPinnedSaved(tx, ports, {
          userId,
          update: {
            _: 'updateSavedDialogPinned',
            pinned: pinned || undefined,
            peer: { _: 'dialogPeer', peer: toPeer(peer) },
          },
          date: unixSeconds(clock),
          except: caller.session,
        })
      })
      return true
    }),

    'messages.reorderPinnedSavedDialogs': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      if (request.order.length > maxPinnedSavedDialogs) throw badRequest('PINNED_DIALOGS_TOO_MUCH')
      const wanted: PeerId[] = []
      for (const input of request.order) wanted.push(await savedDialogPeer(ports, userId, input))
      await store.transaction(async (tx) => {
        const before = await pinnedSaved(tx, userId)
        const open = new Set((await tx.savedDialogs.many(userId, wanted)).map(({ peer }) => peer))
        const named = [...new Set(wanted)].filter((peer) => open.has(peer))
        const left = request.force === true ? [] : before.filter((peer) => !named.includes(peer))
        const order = [...named, ...left]
        if (order.length > maxPinnedSavedDialogs) throw badRequest('PINNED_DIALOGS_TOO_MUCH')
        if (order.join() === before.join()) return
        await tx.savedDialogs.setPinned(userId, order)
        await recordPinnedSaved(tx, ports, { userId, date: unixSeconds(clock), except: caller.session })
      })
      return true
    }),
  }
}

async function savedDialogPeer(
  { inputPeers }: ServicePorts,
  userId: UserId,
  input: api.InputDialogPeer,
): Promise<PeerId> {
  if (input._ !== 'inputDialogPeer') throw badRequest('PEER_ID_INVALID')
  return inputPeers.savedPeer(userId, input.peer)
}
