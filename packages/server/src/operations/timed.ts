import type { Rpc } from '../rpc/rpc.ts'
import type { Metrics } from './metrics.ts'

/** The same rpc layer, with the time of each request taken. */
export function timed(rpc: Rpc, metrics: Metrics): Rpc {
  return {
    ...rpc,
    async handle(caller, body) {
      const begun = performance.now()
      try {
        return await rpc.handle(caller, body)
      } finally {
        metrics.requestAnswered((performance.now() - begun) / 1000)
      }
    },
  }
}
