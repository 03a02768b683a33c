import { readThread } from '../../chats/channels/read-thread.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** What was said in a thread is read apart from the rest of the group, also by who is not in that and comments on a post. */
export function createReadDiscussion(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.readDiscussion': userMethod(
      { acts: ['read'], rate: { burst: 200, secondsEach: 0.2 } },
      async ({ userId, caller }, request) => {
        const chat = await inputPeers.chat(userId, request.peer)
        if (chat.kind !== 'channel') throw badRequest('PEER_ID_INVALID')
        if (request.readMaxId < 0) throw badRequest('MSG_ID_INVALID')
        const { msgId, readMaxId: maxId } = request
        const reading = { userId, channel: chat.peer, msgId, maxId, date: unixSeconds(clock), session: caller.session }
        await store.transaction((tx) => readThread(tx, ports, reading))
        return true
      },
    ),
  }
}
