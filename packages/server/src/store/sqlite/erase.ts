import type { Connection } from './connection.ts'

/**
 * The tables that hold what belongs to one user alone: the column that names the owner, and the rest of the primary key,
 * by which a bounded number of rows is picked.
 */
const owned: readonly { readonly table: string; readonly owner: string; readonly key: string }[] = [
  { table: 'messages', owner: 'box', key: 'id' },
  { table: 'events', owner: 'box', key: 'pts' },
  { table: 'dialogs', owner: 'box', key: 'peer' },
  { table: 'sent_messages', owner: 'box', key: 'random_id' },
  { table: 'contacts', owner: 'owner', key: 'user_id' },
  { table: 'saved_contacts', owner: 'owner', key: 'phone' },
  { table: 'privacy', owner: 'user_id', key: 'key' },
  { table: 'blocks', owner: 'owner', key: 'peer' },
  { table: 'notify_settings', owner: 'owner', key: 'scope' },
  { table: 'hidden_peer_bars', owner: 'owner', key: 'peer' },
  { table: 'account_settings', owner: 'user_id', key: 'user_id' },
  { table: 'passwords', owner: 'user_id', key: 'user_id' },
]

/** Removes at most about `limit` rows of what a user owned; false once there is no more. */
export function createEraser(connection: Connection): (user: number, limit: number) => boolean {
  const statements = owned.map(({ table, owner, key }) =>
    connection.write(
      `DELETE FROM ${table} WHERE ${owner} = ? AND ${key} IN (SELECT ${key} FROM ${table} WHERE ${owner} = ? LIMIT ?)`,
    ),
  )
  return (user, limit) => {
    let left = limit
    for (const statement of statements) {
      left -= statement.run(user, user, left)
      if (left <= 0) return true
    }
    return false
  }
}
