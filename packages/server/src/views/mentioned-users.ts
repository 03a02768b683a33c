import type { UserId } from '../ids.ts'
import { toUserId } from '../peers/peer-id.ts'

/** Adds every user that a TL value names (`peerUser`, mentions by name) to `found`: a client must be told of each. */
export function collectUsers(value: unknown, found: Set<UserId>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectUsers(item, found)
    return
  }
  if (!isTlObject(value)) return
  for (const name in value) {
    const field = value[name]
    if (typeof field === 'object') collectUsers(field, found)
    else if (typeof field === 'bigint' && name === 'userId') {
      const id = toUserId(field)
      if (id !== undefined) found.add(id)
    }
  }
}

/** A constructor, as opposed to bytes, which have fields without end. */
function isTlObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && '_' in value
}
