import type { Authorization } from '../store/domain/identity/authorizations.ts'

/**
 * An authorization that was imported came from another one, which may have been imported itself. The functions here read
 * that as a tree. Stores of earlier versions also hold rings, and authorizations that came from a key which is gone.
 */

/** What came from a key, at any depth, without the key itself: it ends with the key. */
export function descendantsOf(all: readonly Authorization[], authKeyId: bigint): Authorization[] {
  const found = new Set<bigint>([authKeyId])
  const descendants: Authorization[] = []
  // A set grows while it is walked, so its later members are walked as well.
  for (const id of found) {
    for (const one of all) {
      if (one.parent !== id || found.has(one.authKeyId)) continue
      found.add(one.authKeyId)
      descendants.push(one)
    }
  }
  return descendants
}

/** A key's authorization, then the one that it came from, and so on to the device that somebody signed in with. */
export function lineOf(all: readonly Authorization[], authKeyId: bigint): Authorization[] {
  const line: Authorization[] = []
  let next = all.find((one) => one.authKeyId === authKeyId)
  while (next !== undefined && !line.includes(next)) {
    line.push(next)
    const { parent } = next
    next = parent === undefined ? undefined : all.find((one) => one.authKeyId === parent)
  }
  return line
}
