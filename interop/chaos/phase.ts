import { connectClient } from '../../packages/server/src/testing/network-client.ts'
import { createSeededRandom } from '../../packages/transport/src/simulator/random.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { type Innocent, live, type Times } from './innocent.ts'
import type { ServerClock } from './server-clock.ts'
import { measureCost, watchMemory } from './server-cost.ts'

/** What is measured, and by what clock. */
export interface Stage {
  readonly server: ServerProcess
  readonly clock: ServerClock
  readonly innocents: readonly Innocent[]
}

export interface Phase {
  /** What requests took, in ms of the server's clock, in order. */
  readonly times: Times
  /** The share of one core that the server took. */
  readonly cpu: number
  /** The server's memory at its most, in bytes. */
  readonly mostMemory: number
  /** How many times longer it all took, because the server had no core. */
  readonly slowdown: number
}

/** Between two newcomers, in ms. */
const NEWCOMER_MS = 1500
const LONGEST_WAIT = 20_000

/** Lets the innocents live for so many ms of the server's clock. */
export async function livePhase({ server, clock, innocents }: Stage, seed: string, ms: number): Promise<Phase> {
  let isOver = false
  const costBefore = await measureCost(server)
  const wallBefore = performance.now()
  const began = clock.now()
  const memory = watchMemory(server, () => isOver)
  const lives = innocents.map((one) => live(one, createSeededRandom(`${seed}/${one.name}`), clock, began + ms))
  const times = await Promise.all(lives)
  const took = clock.now() - began
  const wall = performance.now() - wallBefore
  isOver = true
  const cost = await measureCost(server)
  return {
    times: times.flat().sort((a, b) => a - b),
    cpu: ((cost.cpuSeconds - costBefore.cpuSeconds) * 1000) / took,
    mostMemory: await memory,
    slowdown: wall / took,
  }
}

/**
 * Newcomers, each of whom makes a key and waits for an answer while the attacks go on; gives how long each took, as
 * above.
 */
export async function arrive({ server, clock }: Stage, isOver: () => boolean): Promise<Times> {
  const times: Times = []
  while (!isOver()) {
    const began = clock.now()
    const client = connectClient(server)
    await clock.within(LONGEST_WAIT, 'the first answer to a newcomer', client.call({ _: 'help.getNearestDc' }))
    times.push(clock.now() - began)
    await client.close()
    await clock.sleep(NEWCOMER_MS)
  }
  return times
}

/** The time that so large a part of the sorted times does not exceed. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0
}
