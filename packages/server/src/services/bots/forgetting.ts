import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { inSteps } from '../../store/in-steps.ts'
import type { Transaction } from '../../store/store.ts'

const perUnit = 200
const perRun = 20_000

/** Removes what is over by a time, so many at the most; tells how many. */
export type Forget = (tx: Transaction, plausible: UnixTime, limit: number) => Promise<number>

/** Forgets what is over again and again, a little at a time, and says in the log of `what` it was how many. */
export function forgetting({ store, log }: ServicePorts, what: string, everySeconds: number, forget: Forget): Upkeep {
  return {
    everySeconds,
    async run(_now, plausible) {
      const forgotten = await inSteps(store, perUnit, (tx, limit) => forget(tx, plausible, limit), perRun)
      logForgotten(log, what, forgotten)
    },
  }
}
