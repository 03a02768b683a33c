import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { inSteps } from '../../store/in-steps.ts'

const rowsOfUnit = 200

/** Takes sets that were deleted out of the lists of those who had them. */
export function createForgetSets({ store }: Pick<ServicePorts, 'store'>): Upkeep {
  return {
    everySeconds: 300,
    async run() {
      await inSteps(store, rowsOfUnit, ({ stickerSets }, limit) => stickerSets.sweepRemoved(limit))
    },
  }
}
