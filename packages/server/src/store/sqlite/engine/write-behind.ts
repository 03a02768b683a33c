import { BoundedPairMap } from '../../../bounded-pair-map.ts'
import type { Connection } from './connection.ts'

/** Rows kept between commits; of more, those that were not used for long are read anew. */
const maxRows = 100_000

/** A row is found by two numbers, of which tables that need but one leave the second 0. */
export interface WriteBehindOptions<Row> {
  readonly load: (first: number, second: number) => Row | undefined
  readonly insert: (row: Row) => void
  readonly update: (row: Row) => void
}

/**
 * Small rows that almost every unit changes, kept in memory by the writing connection: read when first needed, written
 * once for each commit however often they changed. They cannot be stale, because nobody else writes; and they are dropped
 * whenever a group is rolled back.
 */
export interface WriteBehind<Row> {
  get(first: number, second?: number): Row | undefined
  set(row: Row, first: number, second?: number): void
  /** Writes what is only in memory; before statements that read these tables in other ways. */
  flush(): void
}

interface Kept<Row> {
  row: Row
  /** How it is to be written, if it is. */
  pending: 'insert' | 'update' | undefined
}

export function createWriteBehind<Row>(
  connection: Connection,
  { load, insert, update }: WriteBehindOptions<Row>,
): WriteBehind<Row> {
  const rows = new BoundedPairMap<number, number, Kept<Row>>(maxRows)
  let changed: Kept<Row>[] = []

  const flush = (): void => {
    for (const kept of changed) {
      if (kept.pending === 'insert') insert(kept.row)
      else update(kept.row)
      kept.pending = undefined
    }
    changed = []
  }

  connection.onCommit(() => {
    flush()
    // Not before: a row that is not written yet must be found where it is.
    rows.trim()
  })
  connection.onRollback(() => {
    rows.clear()
    changed = []
  })

  const find = (first: number, second: number): Kept<Row> | undefined => {
    const known = rows.get(first, second)
    if (known !== undefined) return known
    const row = load(first, second)
    if (row === undefined) return undefined
    const kept: Kept<Row> = { row, pending: undefined }
    // The reading connection must see what others commit, so it keeps nothing.
    if (connection.writes) rows.set(first, second, kept)
    return kept
  }

  return {
    get: (first, second = 0) => find(first, second)?.row,
    set(row, first, second = 0) {
      connection.noteWrite()
      const kept = find(first, second)
      if (kept === undefined) {
        const added: Kept<Row> = { row, pending: 'insert' }
        rows.set(first, second, added)
        changed.push(added)
        return
      }
      kept.row = row
      if (kept.pending !== undefined) return
      kept.pending = 'update'
      changed.push(kept)
    },
    flush,
  }
}
