import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { adminLogSeconds } from '../../rules/admin-log.ts'
import { inSteps } from '../../store/in-steps.ts'

const rowsPerUnit = 1000

/** Forgets what was done in channels longer ago than their admins are shown. */
export function createAdminLogUpkeep({ store }: ServicePorts): Upkeep {
  return {
    everySeconds: 600,
    async run(_now, plausible) {
      await inSteps(store, rowsPerUnit, (tx, limit) => tx.adminLog.removeBefore(plausible - adminLogSeconds, limit))
    },
  }
}
