import type { ServicePorts } from '../../../core-ports.ts'
import { logForgotten } from '../../../ports/log-forgotten.ts'
import type { Upkeep } from '../../../rpc/handlers.ts'
import { inSteps } from '../../../store/in-steps.ts'

const perUnit = 200
const perRun = 20_000

/** Forgets apps that nobody has open any more. */
export function createWebAppUpkeep({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 60,
    async run(_now, plausible) {
      const forgotten = await inSteps(store, perUnit, (tx, limit) => tx.webApps.removeExpired(plausible, limit), perRun)
      logForgotten(log, 'webApps', forgotten)
    },
  }
}
