import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { TlError } from '@chappe/tl-codec'
import type { Types } from '@chappe/tl-codec/api'
import type { Config } from '../config/config.ts'
import { migrations } from '../store/sqlite/migrations/migrations.ts'
import { readWhole } from '../tl/stored.ts'
import type { Finding } from './checks.ts'

/** A column that holds boxed TL values. */
export interface TlColumn {
  readonly table: string
  readonly column: string
  readonly type: keyof Types
  /** The column that the value itself repeats, so that some more damage is found. */
  readonly id?: string
  /** Only the rows of which this holds have such a value. */
  readonly where?: string
}

/** Others name what they say (`own-part.ts`). */
const holdsMessage = 'length(data) % 4 <> 3'

export const tlColumns: readonly TlColumn[] = [
  { table: 'messages', column: 'data', type: 'Message', id: 'id', where: holdsMessage },
  { table: 'arrived_messages', column: 'data', type: 'Message', id: 'id', where: holdsMessage },
  { table: 'group_contents', column: 'data', type: 'Message' },
  { table: 'groups', column: 'default_banned', type: 'ChatBannedRights' },
  { table: 'groups', column: 'available_reactions', type: 'ChatReactions' },
  { table: 'groups', column: 'photo', type: 'ChatPhoto' },
  { table: 'channels', column: 'available_reactions', type: 'ChatReactions' },
  { table: 'channels', column: 'photo', type: 'ChatPhoto' },
  { table: 'scheduled_messages', column: 'data', type: 'Message' },
  { table: 'events', column: 'body', type: 'Update' },
  { table: 'unnumbered_changes', column: 'body', type: 'Update' },
  { table: 'bot_events', column: 'body', type: 'Update' },
  { table: 'documents', column: 'data', type: 'Document' },
  { table: 'photos', column: 'data', type: 'Photo' },
  { table: 'drafts', column: 'data', type: 'DraftMessage' },
  { table: 'topic_drafts', column: 'data', type: 'DraftMessage' },
  { table: 'admin_log_events', column: 'action', type: 'ChannelAdminLogEventAction' },
  { table: 'polls', column: 'data', type: 'MessageMedia' },
  { table: 'reactions', column: 'reaction', type: 'Reaction' },
  { table: 'post_reactions', column: 'reaction', type: 'Reaction' },
  { table: 'post_reaction_counts', column: 'reaction', type: 'Reaction' },
  { table: 'used_reactions', column: 'reaction', type: 'Reaction' },
  { table: 'favourite_reactions', column: 'reaction', type: 'Reaction' },
  { table: 'saved_tags', column: 'reaction', type: 'Reaction' },
  { table: 'saved_tag_titles', column: 'reaction', type: 'Reaction' },
  { table: 'dialog_filters', column: 'data', type: 'DialogFilter' },
  { table: 'notify_settings', column: 'settings', type: 'PeerNotifySettings' },
  { table: 'privacy', column: 'rules', type: 'account.PrivacyRules' },
  { table: 'account_settings', column: 'global_privacy', type: 'GlobalPrivacySettings' },
  { table: 'account_settings', column: 'reaction_notices', type: 'ReactionsNotifySettings' },
  { table: 'account_settings', column: 'auto_download', type: 'account.AutoDownloadSettings' },
  { table: 'contacts', column: 'note', type: 'TextWithEntities' },
  { table: 'contacts', column: 'photo', type: 'UserProfilePhoto' },
  { table: 'users', column: 'photo', type: 'UserProfilePhoto' },
  { table: 'users', column: 'fallback_photo', type: 'UserProfilePhoto' },
  { table: 'bot_commands', column: 'data', type: 'BotInfo' },
  { table: 'bot_menus', column: 'data', type: 'BotMenuButton' },
  { table: 'ephemeral_messages', column: 'data', type: 'EphemeralMessage', id: 'id' },
  { table: 'bot_queries', column: 'asked', type: 'Update' },
  { table: 'bot_queries', column: 'callback', type: 'messages.BotCallbackAnswer' },
  { table: 'bot_queries', column: 'results', type: 'messages.BotResults' },
  { table: 'prepared_by_bots', column: 'message', type: 'messages.PreparedInlineMessage' },
  { table: 'prepared_by_bots', column: 'button', type: 'KeyboardButton' },
  { table: 'web_app_sessions', column: 'peer', type: 'InputPeer' },
  { table: 'web_app_sessions', column: 'reply_to', type: 'InputReplyTo' },
  { table: 'web_app_sessions', column: 'send_as', type: 'InputPeer' },
  { table: 'users', column: 'emoji_status', type: 'EmojiStatus' },
  { table: 'users', column: 'color', type: 'PeerColor' },
  { table: 'users', column: 'profile_color', type: 'PeerColor' },
]

const what = 'stored values'

/** Whether all that the server wrote can be read: SQLite sees to its trees, and not to what is in them. */
export function checkValues({ data }: Pick<Config, 'data'>): Finding {
  const path = join(data, 'chappe.db')
  if (!existsSync(path)) return { verdict: 'ok', what, found: 'none yet' }
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    if (Number(database.prepare('PRAGMA user_version').get()?.['user_version']) !== migrations.length) {
      return { verdict: 'ok', what, found: 'looked at when the store has the form of this version' }
    }
    let all = 0
    const damaged: string[] = []
    for (const one of tlColumns) {
      const { values, unreadable } = countDamaged(database, one)
      all += values
      if (unreadable > 0) damaged.push(`${unreadable} in ${one.table}.${one.column}`)
    }
    if (damaged.length === 0) return { verdict: 'ok', what, found: `${all}, all readable` }
    const advice = 'they are left out of all answers; look at the disk, and restore a backup if it has them'
    return { verdict: 'failure', what, found: `of ${all}, damaged: ${damaged.join(', ')}`, advice }
  } catch (error) {
    // Of a store that is damaged as a whole another check tells.
    const found = error instanceof Error ? error.message : String(error)
    return { verdict: 'failure', what, found, advice: 'restore a backup: chappe-server restore --help' }
  } finally {
    database.close()
  }
}

function countDamaged(
  database: DatabaseSync,
  { table, column, type, id, where = 'TRUE' }: TlColumn,
): { readonly values: number; readonly unreadable: number } {
  let values = 0
  let unreadable = 0
  const rows = database.prepare(
    `SELECT ${column} AS value, ${id ?? 'NULL'} AS id FROM ${table} WHERE ${column} IS NOT NULL AND ${where}`,
  )
  for (const { value, id: number } of rows.iterate()) {
    values++
    if (!(value instanceof Uint8Array) || !isReadable(type, value, number)) unreadable++
  }
  return { values, unreadable }
}

function isReadable(type: keyof Types, bytes: Uint8Array, id: unknown): boolean {
  try {
    const value: unknown = readWhole(type, bytes)
    if (typeof id !== 'number') return true
    // With 0 it is content alone (`StoredMessage`, `data`).
    return typeof value === 'object' && value !== null && 'id' in value && (value.id === id || value.id === 0)
  } catch (error) {
    if (error instanceof TlError) return false
    throw error
  }
}
