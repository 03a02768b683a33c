import type { Connection } from '../../engine/connection.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** Removes at most about `limit` rows of what a user owned; false once there is no more. */
export type Eraser = (user: number, limit: number) => boolean

export function createEraser(connection: Connection, domains: { readonly [name: string]: RowsOfAccount }): Eraser {
  const tables = Object.values(domains).flatMap((rows) => Object.entries(rows))
  const statements = tables.flatMap(([table, rows]) => {
    if ('stays' in rows) return []
    if ('erase' in rows) return connection.write(rows.erase)
    const { owner, key } = rows
    return connection.write(
      `DELETE FROM ${table} WHERE ${owner} = ?1 AND ${key} IN (SELECT ${key} FROM ${table} WHERE ${owner} = ?1 LIMIT ?2)`,
    )
  })
  return (user, limit) => {
    let left = limit
    for (const statement of statements) {
      left -= statement.count(user, left)
      if (left <= 0) return true
    }
    return false
  }
}
