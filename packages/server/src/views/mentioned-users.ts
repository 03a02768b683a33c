import { toUserId } from '../peers/peer-id.ts'
import type { UserId } from '../store/domain/ids.ts'

/** Adds every user that a TL value names (`peerUser`, mentions by name) to `found`: a client must be told of each. */
export function collectUsers(value: unknown, found: Set<UserId>): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  if (Array.isArray(value)) {
    for (const item of value) collectUsers(item, found)
    return
  }
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'object') collectUsers(field, found)
    else if (name === 'userId' && typeof field === 'bigint') {
      const id = toUserId(field)
      if (id !== undefined) found.add(id)
    }
  }
}
