import { tellDeviceNow } from '../../changes/announce.ts'
import { tellRead } from '../../chats/secret/tell-device.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { firstQts } from '../../store/domain/secret/device-queues.ts'
import { inSteps } from '../../store/in-steps.ts'
import { deviceIn, openChat, talkingChat } from './open-chat.ts'

const forgottenAtOnce = 500

/** What the other end is told beside what is said: that it is read, or being written; and what was received. */
export function createReading(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.readEncryptedHistory': userMethod(
      { rate: { burst: 200, secondsEach: 0.2 } },
      async (context, { peer, maxDate: named }) => {
        await store.transaction(async (tx) => {
          const { chat, side, otherDevice } = await talkingChat(tx, peer, deviceIn(context))
          const date = unixSeconds(clock)
          // Reads are told by date, and nobody has read what is yet to be sent.
          const maxDate = Math.min(named, date)
          const byCreator = side === 'creator'
          const before = await tx.secretChats.readOf(chat.id, byCreator)
          if (maxDate <= (before?.maxDate ?? 0)) return
          await tx.secretChats.putRead(chat.id, byCreator, { maxDate, date })
          await tellRead(tx, ports, otherDevice, { chat: chat.id, maxDate, date })
        })
        return true
      },
    ),

    /** Pushed to the other device, and stored nowhere. */
    'messages.setEncryptedTyping': userMethod(
      { rate: { burst: 100, secondsEach: 0.2 } },
      async (context, { peer, typing }) => {
        const { chat, otherDevice } = await talkingChat(store.read, peer, deviceIn(context))
        if (!typing) return true
        const update = { _: 'updateEncryptedChatTyping', chatId: chat.id } as const
        tellDeviceNow(ports, otherDevice.authKeyId, update)
        return true
      },
    ),

    /** The person, since nobody here can know what was said. */
    'messages.reportEncryptedSpam': userMethod(
      { rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
      async (context, { peer }) => {
        const { userId: reporter } = context
        await store.transaction(async (tx) => {
          const { other } = await openChat(tx, peer, deviceIn(context))
          const report = { reporter, peer: other.userId, reason: 'inputReportReasonSpam', message: '', messages: [] }
          await tx.reports.add({ ...report, date: unixSeconds(clock) })
        })
        return true
      },
    ),

    'messages.receivedQueue': userMethod({ rate: { burst: 300, secondsEach: 0.1 } }, async ({ caller }, { maxQts }) => {
      const { authKeyId } = caller.key
      const queue = await store.read.deviceQueues.get(authKeyId)
      if (maxQts < 0 || maxQts > (queue?.qts ?? firstQts)) throw badRequest('MAX_QTS_INVALID')
      if (queue === undefined) return []
      const received: bigint[] = []
      await inSteps(store, forgottenAtOnce, async (tx, limit) => {
        const forgotten = await tx.deviceQueues.forget(authKeyId, maxQts, limit)
        received.push(...forgotten)
        return forgotten.length
      })
      return received
    }),
  }
}
