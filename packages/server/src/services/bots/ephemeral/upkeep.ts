import type { ServicePorts } from '../../../core-ports.ts'
import { logForgotten } from '../../../ports/log-forgotten.ts'
import type { Upkeep } from '../../../rpc/handlers.ts'
import { inSteps } from '../../../store/in-steps.ts'

/** So long Telegram Desktop shows them; what is not shown any more is neither answered nor pressed. */
const keptSeconds = 2 * 86_400
const perUnit = 200
const perRun = 20_000

/** Forgets what bots and people said to each other before all others once nobody shows it any more. */
export function createEphemeralUpkeep({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 600,
    async run(_now, plausible) {
      const before = plausible - keptSeconds
      const forgotten = await inSteps(
        store,
        perUnit,
        (tx, limit) => tx.ephemeralMessages.removeBefore(before, limit),
        perRun,
      )
      logForgotten(log, 'ephemeralMessages', forgotten)
    },
  }
}
