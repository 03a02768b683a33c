import { recordUnnumbered } from '../../changes/record-change.ts'
import { unreadMarkKey } from '../../chats/lists/leave-list.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { dialogPeer } from './pin-dialogs.ts'

/** Dialogs that their owner marked as unread by hand. */
export function createUnreadMarks(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.markDialogUnread': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      if (request.parentPeer !== undefined) throw notImplemented()
      const peer = await dialogPeer(ports, userId, request.peer)
      const unread = request.unread === true
      await store.transaction(async (tx) => {
        const dialog = await tx.dialogs.get(userId, peer)
        if (dialog === undefined || dialog.topMessage === 0) throw badRequest('PEER_HISTORY_EMPTY')
        const marks = await tx.dialogMarks.get(userId, peer)
        if (marks.unread === unread) return
        await tx.dialogMarks.put(userId, { ...marks, unread })
        await recordUnnumbered(tx, ports, {
          userId,
          key: unreadMarkKey(peer),
          update: {
            _: 'updateDialogUnreadMark',
            unread: unread || undefined,
            peer: { _: 'dialogPeer', peer: toPeer(peer) },
          },
          date: unixSeconds(clock),
          except: caller.session,
        })
      })
      return true
    }),

    async 'messages.getDialogUnreadMarks'({ userId }, request) {
      if (request.parentPeer !== undefined) throw notImplemented()
      const peers = await store.read.dialogMarks.unread(userId)
      return peers.map((peer) => ({ _: 'dialogPeer', peer: toPeer(peer) }))
    },
  }
}
