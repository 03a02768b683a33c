import { readChat } from '../../chats/placing/read-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

export function createReadHistory(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.readHistory': userMethod({ acts: ['read'] }, async ({ userId, caller }, request) => {
      if (request.maxId < 0) throw badRequest('MSG_ID_INVALID')
      const { peer } = await inputPeers.boxChat(userId, request.peer)
      const reading = { reader: userId, peer, maxId: request.maxId, date: unixSeconds(clock), session: caller.session }
      return store.transaction((tx) => readChat(tx, ports, reading))
    }),
  }
}
