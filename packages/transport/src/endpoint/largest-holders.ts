import type { EndpointSession } from './server-session.ts'

/** So many of the largest are found by looking through all sessions once. */
const FOUND_AT_ONCE = 64
/** And remembered for so many groups of sessions that share a bound. */
const MAX_GROUPS = 16

interface Found {
  readonly session: EndpointSession
  readonly heldBytes: number
}

/**
 * Finds the sessions that have to end when those that share a bound hold too much: those that hold most, those without a
 * connection before others. All are looked through once for dozens that end, not once for each.
 */
export class LargestHolders {
  /** By group, the largest last. */
  readonly #found = new Map<string, Found[]>()

  /** @param sessions all of the group */
  take(group: string, sessions: () => Iterable<EndpointSession>): EndpointSession | undefined {
    const known = this.#found.get(group) ?? []
    this.#found.delete(group)
    const largest = takeStillLarge(known) ?? takeStillLarge(replace(known, largestOf(sessions())))
    if (known.length > 0) this.#found.set(group, known)
    for (const oldest of this.#found.keys()) {
      if (this.#found.size <= MAX_GROUPS) break
      this.#found.delete(oldest)
    }
    return largest
  }
}

function takeStillLarge(found: Found[]): EndpointSession | undefined {
  for (;;) {
    const largest = found.pop()
    if (largest === undefined) return undefined
    // One that has ended holds nothing.
    const { heldBytes } = largest.session
    if (heldBytes > 0 && heldBytes * 2 >= largest.heldBytes) return largest.session
  }
}

function replace(found: Found[], by: readonly Found[]): Found[] {
  found.push(...by.toReversed())
  return found
}

/** Those that hold most, the largest first. */
function largestOf(sessions: Iterable<EndpointSession>): Found[] {
  const largest: Found[] = []
  for (const session of sessions) {
    const { heldBytes } = session
    const least = largest.length < FOUND_AT_ONCE ? undefined : largest.at(-1)
    if (heldBytes === 0 || (least !== undefined && !goesBefore(session, least.session))) continue
    if (least !== undefined) largest.pop()
    const at = largest.findIndex((other) => goesBefore(session, other.session))
    largest.splice(at === -1 ? largest.length : at, 0, { session, heldBytes })
  }
  return largest
}

function goesBefore(one: EndpointSession, other: EndpointSession): boolean {
  if (one.connected !== other.connected) return !one.connected
  return one.heldBytes > other.heldBytes
}
