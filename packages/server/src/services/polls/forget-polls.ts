import type { ServicePorts } from '../../core-ports.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import type { PollHolder, PollRecord } from '../../store/domain/chats/polls.ts'
import { inSteps } from '../../store/in-steps.ts'
import type { Transaction } from '../../store/store.ts'

const day = 86_400
const perUnit = 20
/** So many of the messages that were to show a poll are looked for at a time. */
const holdersAtOnce = 100

/** Forgets polls when the last message that showed them is gone. */
export function createForgetPolls({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 3600,
    async run(_now, plausible) {
      let forgotten = 0
      await inSteps(store, perUnit, async (tx, limit) => {
        const polls = await tx.polls.toCheck(plausible, limit)
        for (const poll of polls) {
          if (await isNeeded(tx, poll)) await tx.polls.put({ ...poll, checkAt: plausible + 30 * day })
          else {
            await tx.polls.remove(poll.id)
            forgotten++
          }
        }
        return polls.length
      })
      logForgotten(log, 'polls', forgotten)
    },
  }
}

/** Within a unit: whether a message shows the poll, or one that its owner has scheduled may yet do so. */
async function isNeeded(tx: Transaction, { id, owner }: PollRecord): Promise<boolean> {
  const holders = await tx.polls.holders(id, holdersAtOnce)
  const gone: PollHolder[] = []
  for (const holder of holders) {
    if ((await tx.messages.get(holder.box, holder.id)) === undefined) gone.push(holder)
  }
  await tx.polls.removeHolders(id, gone)
  const mayHaveMore = holders.length === holdersAtOnce
  return gone.length < holders.length || mayHaveMore || tx.scheduledMessages.any(owner)
}
