import { isDeepStrictEqual } from 'node:util'
import type { Snapshot } from '../../packages/server/src/testing/convergence/snapshot.ts'
import type { Device } from './device.ts'
import { type Facts, parentOf } from './facts.ts'
import { isInUpdates } from './facts-from-updates.ts'

/** What a device shows otherwise than the server. */
export function differencesOf({ view, told }: Device, snapshot: Snapshot, facts: Facts): string[] {
  const differences: string[] = []
  const peers = Object.keys(snapshot.chats).map(BigInt)
  const shown = view.snapshot(peers)
  for (const peer of peers) {
    const [is, should] = [shown.chats[`${peer}`], snapshot.chats[`${peer}`]]
    if (!isDeepStrictEqual(is, should)) differences.push(`chat ${peer}: ${difference(is, should)}`)
  }
  if (!isDeepStrictEqual(shown.pinned, snapshot.pinned)) {
    differences.push(`pinned: ${difference(shown.pinned, snapshot.pinned)}`)
  }
  for (const fact of new Set([...told.facts.keys(), ...facts.keys()])) {
    const parent = parentOf(fact)
    if (!isInUpdates(fact) || (parent !== undefined && !facts.has(parent))) continue
    const [is, should] = [told.facts.get(fact), facts.get(fact)]
    if (is !== should) differences.push(`"${fact}" is ${is} and not ${should}`)
  }
  return differences
}

/** The parts in which two things differ, the rest left out. */
function difference(is: unknown, should: unknown): string {
  if (isDeepStrictEqual(is, should)) return ''
  if (typeof is !== 'object' || typeof should !== 'object' || is === null || should === null) {
    return `${JSON.stringify(is)} and not ${JSON.stringify(should)}`
  }
  const [left, right] = [new Map(Object.entries(is)), new Map(Object.entries(should))]
  const keys = [...new Set([...left.keys(), ...right.keys()])]
  return keys
    .filter((key) => !isDeepStrictEqual(left.get(key), right.get(key)))
    .slice(0, 5)
    .map((key) => `${key}: ${difference(left.get(key), right.get(key))}`)
    .join('; ')
}
