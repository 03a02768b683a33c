import type { Connection } from './connection.ts'

/** Rows kept between commits; beyond that all are read anew. */
const maxRows = 100_000

export interface WriteBehindOptions<Key, Row> {
  readonly load: (key: Key) => Row | undefined
  readonly insert: (key: Key, row: Row) => void
  readonly update: (key: Key, row: Row) => void
}

/**
 * Small rows that almost every unit changes, kept in memory by the writing connection: read when first needed, written
 * once for each commit however often they changed. They cannot be stale, because nobody else writes; and they are dropped
 * whenever a group is rolled back.
 */
export interface WriteBehind<Key, Row> {
  get(key: Key): Row | undefined
  set(key: Key, row: Row): void
  /** Writes what is only in memory; before statements that read these tables in other ways. */
  flush(): void
}

export function createWriteBehind<Key, Row>(
  connection: Connection,
  { load, insert, update }: WriteBehindOptions<Key, Row>,
): WriteBehind<Key, Row> {
  const rows = new Map<Key, Row>()
  /** What is to be written, and how. */
  const pending = new Map<Key, 'insert' | 'update'>()

  const flush = (): void => {
    for (const [key, how] of pending) {
      const row = rows.get(key)
      if (row === undefined) continue
      if (how === 'insert') insert(key, row)
      else update(key, row)
    }
    pending.clear()
  }

  connection.onCommit(() => {
    flush()
    if (rows.size > maxRows) rows.clear()
  })
  connection.onRollback(() => {
    rows.clear()
    pending.clear()
  })

  const get = (key: Key): Row | undefined => {
    const known = rows.get(key)
    if (known !== undefined) return known
    const row = load(key)
    // The reading connection must see what others commit, so it keeps nothing.
    if (row !== undefined && connection.writes) rows.set(key, row)
    return row
  }

  return {
    get,
    set(key, row) {
      connection.noteWrite()
      if (!pending.has(key)) pending.set(key, get(key) === undefined ? 'insert' : 'update')
      rows.set(key, row)
    },
    flush,
  }
}
