import type { Upkeep } from '../../rpc/handlers.ts'
import type { ScheduledMessage } from '../../store/domain/scheduled-messages.ts'
import type { ServicePorts } from '../ports.ts'
import { removeScheduled, sendScheduled } from './send-scheduled.ts'

/** So many at once: what people send meanwhile does not wait long. */
const perRound = 100

/**
 * Sends scheduled messages when their time has come. Each step looks for itself what is left to send, so that several
 * servers may do this, and a failure in one chat stops no other.
 */
export function createSendDue(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 1,
    async run(now) {
      const due = await store.read.scheduledMessages.due(now, perRound)
      const chats = Map.groupBy(due, ({ box, peer }) => `${box} ${peer}`)
      const outcomes = await Promise.allSettled([...chats.values()].map((waiting) => sendChat(ports, waiting, now)))
      const failure = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failure !== undefined) throw failure.reason
    },
  }
}

async function sendChat(ports: ServicePorts, waiting: readonly ScheduledMessage[], now: number): Promise<void> {
  const [first] = waiting
  if (first === undefined) return
  const { box: userId, peer } = first
  const ids = waiting.map(({ id }) => id)
  await ports.store.transaction(async (tx) => {
    const left = await tx.scheduledMessages.many(userId, ids)
    if (left.length === 0) return
    const sending = { userId, peer, date: now, session: undefined }
    const { blocks, blockedBy } = await tx.blocks.between(userId, [peer])
    // Nobody is left who would read it.
    if (blocks.length + blockedBy.length > 0) await removeScheduled(tx, ports, left, sending)
    else await sendScheduled(tx, ports, left, sending)
  })
}
