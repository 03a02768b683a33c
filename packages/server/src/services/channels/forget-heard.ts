import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { heardSeconds } from '../../rules/unheard.ts'
import { inSteps } from '../../store/in-steps.ts'

const rowsOfUnit = 500
const oneDay = 86_400

/** Forgets who has heard what in supergroups, a day after nothing there is shown as unheard any more. */
export function createForgetHeard({ store }: Pick<ServicePorts, 'store'>): Upkeep {
  return {
    everySeconds: 600,
    async run(_, now) {
      const before = now - heardSeconds - oneDay
      await inSteps(store, rowsOfUnit, ({ heardPosts }, limit) => heardPosts.forgetBefore(before, limit))
    },
  }
}
