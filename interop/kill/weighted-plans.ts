import type { SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import type { Write } from './traffic.ts'

/** What an actor can do, and how often among the other things; a plan gives nothing when there is nothing to do it to. */
export type Plans = readonly (readonly [weight: number, plan: () => Write | undefined])[]

/** Gives plans in an order that the seed determines: all come before any comes again. */
export function drawByWeight(random: SeededRandom, plans: Plans): () => Write | undefined {
  const all = plans.flatMap(([weight, plan]) => Array.from({ length: weight }, () => plan))
  let left: (() => Write | undefined)[] = []
  return () => {
    for (let tries = 0; tries < all.length; tries++) {
      if (left.length === 0) left = [...all]
      const [plan] = left.splice(random.int(left.length), 1)
      const write = plan?.()
      if (write !== undefined) return write
    }
    return undefined
  }
}
