import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'

/** How long the same random id finds its message again. */
const lifetimeSeconds = 7 * 86_400
/** Small enough that messages do not wait for it. */
const perUnit = 1000

export function createForgetRandomIds({ store }: ServicePorts): Upkeep {
  return {
    everySeconds: 3600,
    async run(_now, plausible) {
      const sweepSome = (): Promise<boolean> =>
        store.transaction((tx) => tx.messages.forgetSentBefore(plausible - lifetimeSeconds, perUnit))
      while (await sweepSome());
    },
  }
}
