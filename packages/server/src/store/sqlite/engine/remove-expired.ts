import type { Connection } from './connection.ts'

/** Each with an index by `expires_at`. */
export interface ExpiringTable {
  readonly table: string
  readonly key: string
}

/** Removes what expired before a time, from one table after the other, and no more rows than a limit in all. */
export function createRemoveExpired(
  connection: Connection,
  tables: readonly ExpiringTable[],
): (time: number, limit: number) => Promise<number> {
  const statements = tables.map(({ table, key }) =>
    connection.write(
      `DELETE FROM ${table} WHERE ${key} IN
       (SELECT ${key} FROM ${table} WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
    ),
  )
  return async (time, limit) => {
    let left = limit
    for (const statement of statements) {
      if (left > 0) left -= statement.count(time, left)
    }
    return limit - left
  }
}
