import type { SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import type { Write } from './traffic.ts'

/** What a lane can do, and how often among the other things; a plan gives nothing when there is nothing to do it to. */
export type Plans = readonly (readonly [weight: number, plan: () => Write | undefined])[]

/** Gives plans in an order that the seed determines: all come before any comes again. */
export function createDeck(random: SeededRandom, plans: Plans): () => Write | undefined {
  const cards = plans.flatMap(([weight, plan]) => Array.from({ length: weight }, () => plan))
  let left: (() => Write | undefined)[] = []
  return () => {
    for (let tries = 0; tries < cards.length; tries++) {
      if (left.length === 0) left = [...cards]
      const [plan] = left.splice(random.int(left.length), 1)
      const write = plan?.()
      if (write !== undefined) return write
    }
    return undefined
  }
}
