import type { ServicePorts } from '../../../core-ports.ts'
import type { Upkeep } from '../../../rpc/handlers.ts'
import { forgetting } from '../forgetting.ts'

/** Forgets apps that nobody has open any more. */
export function createWebAppUpkeep(ports: ServicePorts): Upkeep {
  return forgetting(ports, 'webApps', 60, (tx, plausible, limit) => tx.webApps.removeExpired(plausible, limit))
}
