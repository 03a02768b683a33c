import type { AuthKeyRecord, AuthKeyWrites, ClientInfo } from '../../../domain/identity/auth-keys.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const authKeyRows: RowsOfAccount = {
  auth_keys: { stays: 'of nobody, until they are not used any more' },
}

export function createAuthKeys(connection: Connection): AuthKeyWrites {
  const select = connection.read('SELECT * FROM auth_keys WHERE id = ?', { longs: true })
  const insert = connection.write(
    `INSERT INTO auth_keys (id, key, initial_salt, created_at, used_at, expires_at, dc) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const setClient = connection.write(
    `UPDATE auth_keys SET layer = ?, api_id = ?, device_model = ?, system_version = ?, app_version = ?,
     system_lang_code = ?, lang_pack = ?, lang_code = ? WHERE id = ?`,
  )
  const bind = connection.write(
    `UPDATE auth_keys SET bound_to = ?1, expires_at = coalesce(?2, expires_at)
     WHERE id = ?3 AND expires_at IS NOT NULL AND coalesce(bound_to, ?1) = ?1`,
  )
  const longs = { longs: true }
  const remove = connection.write('DELETE FROM auth_keys WHERE id = ? RETURNING id', longs)
  const removeBound = connection.write('DELETE FROM auth_keys WHERE bound_to = ? RETURNING id', longs)
  const removeBoundExcept = connection.write(
    'DELETE FROM auth_keys WHERE bound_to = ? AND id NOT IN (SELECT value FROM json_each(?)) RETURNING id',
    longs,
  )
  const idsOf = (rows: readonly Row[]): bigint[] => rows.map((row) => long(row['id']))
  const removeExpired = connection.write(
    'DELETE FROM auth_keys WHERE id IN (SELECT id FROM auth_keys WHERE expires_at < ? LIMIT ?)',
  )
  const noteUse = connection.write('UPDATE auth_keys SET used_at = ? WHERE id = ?')
  const selectUnused = connection.read(
    `SELECT k.id, EXISTS (SELECT 1 FROM authorizations a WHERE a.auth_key_id = k.id) AS signed_in FROM auth_keys k
     WHERE k.expires_at IS NULL AND k.used_at < ? ORDER BY k.used_at LIMIT ?`,
    { longs: true },
  )
  return {
    async get(id) {
      const row = select.get(id)
      return row && toRecord(row)
    },
    async add({ id, key, initialSalt, createdAt, expiresAt, dc }) {
      return insert.count(id, key, initialSalt, createdAt, createdAt, expiresAt ?? null, dc ?? null) === 1
    },
    async setClient(id, client) {
      setClient.run(
        client.layer,
        client.apiId,
        client.deviceModel,
        client.systemVersion,
        client.appVersion,
        client.systemLangCode,
        client.langPack,
        client.langCode,
        id,
      )
    },
    async bind(temporary, permanent, expiresAt) {
      return bind.count(permanent, expiresAt ?? null, temporary) === 1
    },
    async remove(id) {
      return idsOf([...remove.all(id), ...removeBound.all(id)])
    },
    async removeBound(permanent, except) {
      // Plain digits: SQLite reads them as integers of 64 bits.
      return idsOf(removeBoundExcept.all(permanent, `[${except.join(',')}]`))
    },
    async removeExpired(time, limit) {
      return removeExpired.count(time, limit)
    },
    async noteUse(id, time) {
      noteUse.run(time, id)
    },
    async removeUnused(time, now, limit) {
      const rows = selectUnused.all(time, limit)
      for (const row of rows) {
        const id = long(row['id'])
        if (integer(row['signed_in']) === 1) {
          noteUse.run(now, id)
        } else {
          remove.run(id)
          removeBound.run(id)
        }
      }
      return rows.length
    },
  }
}

function toRecord(row: Row): AuthKeyRecord {
  return {
    id: long(row['id']),
    key: blob(row['key']),
    initialSalt: long(row['initial_salt']),
    createdAt: integer(row['created_at']),
    usedAt: integer(row['used_at']),
    expiresAt: optional(integer, row['expires_at']),
    dc: optional(integer, row['dc']),
    boundTo: optional(long, row['bound_to']),
    client: row['layer'] === null ? undefined : toClient(row),
  }
}

function toClient(row: Row): ClientInfo {
  return {
    layer: integer(row['layer']),
    apiId: integer(row['api_id']),
    deviceModel: text(row['device_model']),
    systemVersion: text(row['system_version']),
    appVersion: text(row['app_version']),
    systemLangCode: text(row['system_lang_code']),
    langPack: text(row['lang_pack']),
    langCode: text(row['lang_code']),
  }
}
