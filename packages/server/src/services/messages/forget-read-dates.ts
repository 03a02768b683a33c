import type { Upkeep } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { readDateSeconds } from './small-methods.ts'

const perTransaction = 1000

/** When something was read is told for a week. */
export function createForgetReadDates({ store }: ServicePorts): Upkeep {
  return {
    everySeconds: 600,
    async run(now) {
      const step = (): Promise<number> =>
        store.transaction((tx) => tx.readDates.removeBefore(now - readDateSeconds, perTransaction))
      while ((await step()) === perTransaction);
    },
  }
}
