import { numberBotEvents } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { forgetting } from './forgetting.ts'

/** Forgets what bots were asked, and what they answered, once it is over. */
export function createBotUpkeep(ports: ServicePorts): Upkeep {
  return forgetting(ports, 'botQueries', 60, (tx, plausible, limit) => tx.botQueries.removeExpired(plausible, limit))
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
