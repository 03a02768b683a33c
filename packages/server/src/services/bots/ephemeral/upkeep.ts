import type { ServicePorts } from '../../../core-ports.ts'
import type { Upkeep } from '../../../rpc/handlers.ts'
import { forgetting } from '../forgetting.ts'

/** So long Telegram Desktop shows them; what is not shown any more is neither answered nor pressed. */
const keptSeconds = 2 * 86_400

/** Forgets what bots and people said to each other before all others once nobody shows it any more. */
export function createEphemeralUpkeep(ports: ServicePorts): Upkeep {
  return forgetting(ports, 'ephemeralMessages', 600, (tx, plausible, limit) =>
    tx.ephemeralMessages.removeBefore(plausible - keptSeconds, limit),
  )
}
