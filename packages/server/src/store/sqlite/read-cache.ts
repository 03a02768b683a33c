import type { Connection } from './connection.ts'

/** Answers kept; beyond that all are asked for anew. */
const maxKept = 100_000

/**
 * What almost every unit asks and hardly any changes, kept in memory by the writing connection. It cannot be stale,
 * because nobody else writes, each write forgets what it changes, and a rollback forgets everything.
 */
export interface ReadCache<Key, Value> {
  get(key: Key): Value
  /** To be called with each write. */
  forget(key: Key): void
}

export function createReadCache<Key, Value>(connection: Connection, load: (key: Key) => Value): ReadCache<Key, Value> {
  // The reading connection must see what others commit, so it keeps nothing.
  if (!connection.writes) return { get: load, forget() {} }

  const kept = new Map<Key, { readonly value: Value }>()
  connection.onRollback(() => kept.clear())
  return {
    get(key) {
      const known = kept.get(key)
      if (known !== undefined) return known.value
      const value = load(key)
      if (kept.size >= maxKept) kept.clear()
      kept.set(key, { value })
      return value
    },
    forget: (key) => void kept.delete(key),
  }
}
