/** So many tokens are remembered for so long, so that guessing is not passed on. */
const maxRefused = 10_000
const refusedSeconds = 10

/** Tokens (by their hashes) that nobody has, as far as was asked lately. */
export interface RefusedTokens {
  note(hash: string): void
  has(hash: string): boolean
}

export function createRefusedTokens(now: () => number): RefusedTokens {
  const until = new Map<string, number>()
  return {
    note(hash) {
      until.delete(hash)
      until.set(hash, now() + refusedSeconds)
      for (const oldest of until.keys()) {
        if (until.size <= maxRefused) break
        until.delete(oldest)
      }
    },
    has: (hash) => (until.get(hash) ?? 0) > now(),
  }
}
