import { noteDraft } from '../../chats/content/note-draft.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { mayWrite } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseReply } from './sending.ts'

/** A client says in the chat that a picture of it was taken ("messageActionScreenshotTaken"). */
export function createScreenshot(ports: ServicePorts): Pick<UserHandlers, 'messages.sendScreenshotNotification'> {
  const { store, clock, inputPeers } = ports
  return {
    async 'messages.sendScreenshotNotification'({ userId, caller }, request) {
      const { randomId } = request
      const peer = await inputPeers.person(userId, request.peer)
      if (peer === userId) throw badRequest('PEER_ID_INVALID')
      const replyTo = await parseReply(ports, userId, request.replyTo)
      const date = unixSeconds(clock)
      const place = { from: userId, to: peer, date, replyTo, session: caller.session }
      const draft = { ...noteDraft({ _: 'messageActionScreenshotTaken' }, place), randomId }
      const sent = await store.transaction(async (tx) => {
        await mayWrite(tx, userId, peer)
        return deliver(tx, ports, draft)
      })
      return answerWhole(ports, userId, { to: peer, date, sent: [sent], scheduled: undefined }, [randomId])
    },
  }
}
