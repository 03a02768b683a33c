import { closePoll } from '../../chats/content/polls/close-poll.ts'
import { tellOfPoll } from '../../chats/content/polls/tell-of-poll.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'

const perRound = 100

/** Closes polls at the time that was set for them. */
export function createCloseDue(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 1,
    async run(now) {
      for (const { id } of await store.read.polls.due(now, perRound)) {
        await store.transaction(async (tx) => {
          const current = await tx.polls.get(id)
          if (current?.closeAt === undefined) return
          await tellOfPoll(tx, ports, await closePoll(tx, current), { date: now, isClosed: true })
        })
      }
    },
  }
}
