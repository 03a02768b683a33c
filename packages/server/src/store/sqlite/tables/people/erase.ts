import type { Connection } from '../../engine/connection.ts'

/**
 * The tables that hold what belongs to one user alone: the column that names the owner, and the rest of the primary key,
 * by which a bounded number of rows is picked.
 */
const owned: readonly { readonly table: string; readonly owner: string; readonly key: string }[] = [
  { table: 'messages', owner: 'box', key: 'id' },
  { table: 'message_marks', owner: 'box', key: 'id' },
  { table: 'saved_messages', owner: 'box', key: 'id' },
  { table: 'saved_tags', owner: 'box', key: 'id' },
  { table: 'saved_tag_titles', owner: 'box', key: 'reaction' },
  { table: 'unfiled_messages', owner: 'box', key: 'id' },
  { table: 'saved_dialogs', owner: 'box', key: 'peer' },
  { table: 'scheduled_messages', owner: 'box', key: 'id' },
  { table: 'expiring_messages', owner: 'box', key: 'id' },
  { table: 'reactions', owner: 'box', key: 'id' },
  { table: 'poll_holders', owner: 'box', key: 'poll' },
  { table: 'read_dates', owner: 'box', key: 'peer' },
  { table: 'protected_chats', owner: 'box', key: 'peer' },
  { table: 'auto_delete_periods', owner: 'box', key: 'peer' },
  { table: 'indexed_boxes', owner: 'box', key: 'number' },
  { table: 'unnumbered_changes', owner: 'box', key: 'key' },
  { table: 'events', owner: 'box', key: 'pts' },
  { table: 'forgotten_events', owner: 'box', key: 'pts' },
  { table: 'dialogs', owner: 'box', key: 'peer' },
  { table: 'sent_messages', owner: 'box', key: 'random_id' },
  { table: 'dialog_marks', owner: 'box', key: 'peer' },
  { table: 'dialog_filters', owner: 'owner', key: 'id' },
  { table: 'drafts', owner: 'owner', key: 'peer' },
  { table: 'used_reactions', owner: 'user_id', key: 'reaction' },
  { table: 'favourite_reactions', owner: 'user_id', key: 'user_id' },
  { table: 'contacts', owner: 'owner', key: 'user_id' },
  { table: 'saved_contacts', owner: 'owner', key: 'phone' },
  { table: 'privacy', owner: 'user_id', key: 'key' },
  { table: 'blocks', owner: 'owner', key: 'peer' },
  { table: 'notify_settings', owner: 'owner', key: 'scope' },
  { table: 'hidden_peer_bars', owner: 'owner', key: 'peer' },
  { table: 'autoarchived_peers', owner: 'owner', key: 'peer' },
  { table: 'rating_resets', owner: 'owner', key: 'peer' },
  { table: 'account_settings', owner: 'user_id', key: 'user_id' },
  { table: 'passwords', owner: 'user_id', key: 'user_id' },
  { table: 'temporary_passwords', owner: 'user_id', key: 'user_id' },
  { table: 'future_auth_tokens', owner: 'user_id', key: 'digest' },
  { table: 'known_devices', owner: 'user_id', key: 'auth_key_id' },
  { table: 'login_emails', owner: 'user_id', key: 'user_id' },
]

/** The index of words names its rows by the box's number, so it goes before the number does (see `message-search.ts`). */
const eraseWords = `
  DELETE FROM message_words WHERE rowid IN (
    SELECT w.rowid FROM indexed_boxes i JOIN message_words w
    ON w.rowid BETWEEN i.number << 32 AND ((i.number + 1) << 32) - 1 WHERE i.box = ?2 LIMIT ?3)`

/** Removes at most about `limit` rows of what a user owned; false once there is no more. */
export function createEraser(connection: Connection): (user: number, limit: number) => boolean {
  const statements = [
    connection.write(eraseWords),
    ...owned.map(({ table, owner, key }) =>
      connection.write(
        `DELETE FROM ${table} WHERE ${owner} = ?1 AND ${key} IN (SELECT ${key} FROM ${table} WHERE ${owner} = ?2 LIMIT ?3)`,
      ),
    ),
  ]
  return (user, limit) => {
    let left = limit
    for (const statement of statements) {
      left -= statement.count(user, user, left)
      if (left <= 0) return true
    }
    return false
  }
}
