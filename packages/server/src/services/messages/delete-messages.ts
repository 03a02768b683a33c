import { copiesToRemove, removeMessages } from '../../chats/placing/remove-messages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

const maxMessages = 100

export function createDeleteMessages(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.deleteMessages': userMethod(
      { acts: ['delete for oneself', 'delete for both'] },
      async ({ userId, caller }, request) => {
        const ids = [...new Set(request.id)]
        if (ids.length > maxMessages) throw badRequest('LIMIT_INVALID')
        const date = unixSeconds(clock)
        return store.transaction(async (tx) => {
          const own = await tx.messages.many(userId, ids)
          const copies = await copiesToRemove(tx, own, request.revoke === true)
          const removed = await removeMessages(tx, ports, copies, { date, userId, session: caller.session })
          const mine = removed.get(userId)
          if (mine !== undefined) return { _: 'messages.affectedMessages', ...mine }
          const state = await tx.boxes.state(userId)
          return { _: 'messages.affectedMessages', pts: state?.pts ?? 0, ptsCount: 0 }
        })
      },
    ),
  }
}
