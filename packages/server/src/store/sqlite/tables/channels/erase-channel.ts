import type { Connection } from '../../engine/connection.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** Removes at most about `limit` rows of what belongs to a channel; false once there is no more. */
export type ChannelEraser = (channel: number, limit: number) => boolean

/**
 * What is in the box of a channel goes as what is in somebody's own does when an account is erased; besides, there is what each
 * table says of channels.
 */
export function createChannelEraser(
  connection: Connection,
  domains: { readonly [name: string]: RowsOfAccount },
): ChannelEraser {
  const tables = Object.values(domains).flatMap((rows) => Object.entries(rows))
  const statements = tables.flatMap(([table, rows]) => {
    const remove = (column: string, key: string) =>
      connection.write(
        `DELETE FROM ${table} WHERE ${column} = ?1 AND ${key} IN (SELECT ${key} FROM ${table} WHERE ${column} = ?1 LIMIT ?2)`,
      )
    if (rows.ofChannel !== undefined) return remove(rows.ofChannel.column, rows.ofChannel.key)
    if ('erase' in rows) return connection.write(rows.erase)
    return 'owner' in rows && rows.owner === 'box' ? remove(rows.owner, rows.key) : []
  })
  return (channel, limit) => {
    let left = limit
    for (const statement of statements) {
      left -= statement.count(channel, left)
      if (left <= 0) return true
    }
    return false
  }
}
