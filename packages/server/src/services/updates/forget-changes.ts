import { alwaysKept, changeLifetimeSeconds } from '../../changes/lifetime.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { BoxId } from '../../ids.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { inSteps } from '../../store/in-steps.ts'
import type { Transaction } from '../../store/store.ts'

/** Small enough that messages do not wait for it. */
const perUnit = 500

/**
 * Forgets changes that almost nobody will ask for. Messages are kept, and how they are now is kept with them: who comes
 * back later than this fetches its chats anew ("Recovering gaps", `updates.differenceTooLong`).
 */
export function createForgetChanges({ store, log }: ServicePorts): Upkeep {
  return {
    everySeconds: 6 * 3600,
    async run(_now, plausible) {
      const before = plausible - changeLifetimeSeconds
      let from: BoxId | undefined
      do {
        const step = { from, before, keep: alwaysKept, limit: perUnit }
        from = await store.transaction((tx) => tx.boxes.forgetEvents(step))
      } while (from !== undefined)
      const forget = (tx: Transaction, limit: number): Promise<number> =>
        tx.unnumberedChanges.removeExpired(plausible, limit)
      logForgotten(log, 'unnumberedChanges', await inSteps(store, perUnit, forget))
    },
  }
}
