import { numberBotEvents } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { inSteps } from '../../store/in-steps.ts'

const perUnit = 200
const perRun = 20_000

/** Forgets what bots were asked, and what they answered, once it is over. */
export function createBotUpkeep({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 60,
    async run(_now, plausible) {
      const forgotten = await inSteps(
        store,
        perUnit,
        (tx, limit) => tx.botQueries.removeExpired(plausible, limit),
        perRun,
      )
      logForgotten(log, 'botQueries', forgotten)
    },
  }
}

/** Tells bots of what happened just before a server ended, or could not write. */
export function createTellBots(ports: ServicePorts): Upkeep {
  return {
    everySeconds: 5,
    async run() {
      if (await ports.store.read.botEvents.any()) await numberBotEvents(ports)
    },
  }
}
