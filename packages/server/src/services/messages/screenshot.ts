import { noteDraft } from '../../chats/content/note-draft.ts'
import { parseReply } from '../../chats/content/parse-reply.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'

/** A client says in the chat that a picture of it was taken ("messageActionScreenshotTaken"). */
export function createScreenshot(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.sendScreenshotNotification': userMethod(
      { acts: ['tell of a screenshot'] },
      async ({ userId, caller }, request) => {
        const { randomId } = request
        const peer = await inputPeers.person(userId, request.peer)
        const replyTo = await parseReply(ports, userId, request.replyTo)
        const date = unixSeconds(clock)
        const place = { from: userId, to: peer, date, replyTo, session: caller.session }
        const draft = { ...noteDraft({ _: 'messageActionScreenshotTaken' }, place), randomId }
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, peer, 'tell of a screenshot')
          return deliver(tx, ports, draft)
        })
        return answerWhole(ports, userId, { to: peer, date, sent: [sent], scheduled: undefined }, [randomId])
      },
    ),
  }
}
