import {
  type NotifyScope,
  type NotifySettings,
  type NotifySettingWrites,
  scopeName,
} from '../../../domain/lists/notify-settings.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, peerIdOf, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const notifySettingRows: RowsOfAccount = {
  notify_settings: { owner: 'owner', key: 'scope' },
}

export function createNotifySettings(connection: Connection): NotifySettingWrites {
  const selectMany = connection.read(
    'SELECT scope, settings FROM notify_settings WHERE owner = ? AND scope IN (SELECT value FROM json_each(?))',
  )
  const selectList = connection.read(
    'SELECT scope, settings FROM notify_settings WHERE owner = ? ORDER BY scope LIMIT ?',
  )
  const replace = connection.write('INSERT OR REPLACE INTO notify_settings (owner, scope, settings) VALUES (?, ?, ?)')
  const clear = connection.write('DELETE FROM notify_settings WHERE owner = ?')
  return {
    async many(owner, scopes) {
      return selectMany.all(owner, list(scopes.map(scopeName))).map(toSettings)
    },
    async list(owner, limit) {
      return selectList.all(owner, limit).map(toSettings)
    },
    async put(owner, { scope, settings }) {
      replace.run(owner, scopeName(scope), settings)
    },
    async clear(owner) {
      clear.run(owner)
    },
  }
}

function toSettings(row: Row): NotifySettings {
  return { scope: toScope(text(row['scope'])), settings: blob(row['settings']) }
}

function toScope(name: string): NotifyScope {
  if (name === 'users' || name === 'chats' || name === 'broadcasts') return name
  const [, peer, topic] = name.split(':')
  const scope = { peer: peerIdOf(Number(peer)) }
  return topic === undefined ? scope : { ...scope, topic: Number(topic) }
}
