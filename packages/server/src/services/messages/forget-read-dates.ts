import type { ServicePorts } from '../../core-ports.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { readDateSeconds } from '../../rules/read-marks.ts'
import { inSteps } from '../../store/in-steps.ts'
import type { Transaction } from '../../store/store.ts'

const perTransaction = 1000

/** When something was read is told for a week. */
export function createForgetReadDates({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 600,
    async run(_now, plausible) {
      const forget = (tx: Transaction, limit: number): Promise<number> =>
        tx.readDates.removeBefore(plausible - readDateSeconds, limit)
      logForgotten(log, 'readDates', await inSteps(store, perTransaction, forget))
    },
  }
}
