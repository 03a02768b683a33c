import type { AttemptWrites } from '../../../domain/identity/attempts.ts'
import type { Connection } from '../../engine/connection.ts'
import { createRemoveExpired } from '../../engine/remove-expired.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** No count lasts longer than a day, so one that ends later was begun while the clock was ahead, and is over. */
const latest = 86_400 + 300

export const attemptRows: RowsOfAccount = {
  attempts: { stays: 'counts by numbers, names and addresses, each until its time' },
  known_devices: { owner: 'user_id', key: 'auth_key_id' },
}

export function createAttempts(connection: Connection): AttemptWrites {
  const select = connection.read(
    `SELECT count, expires_at FROM attempts WHERE name = ?1 AND expires_at > ?2 AND expires_at <= ?2 + ${latest}`,
  )
  const add = connection.write(
    `INSERT INTO attempts (name, count, expires_at) VALUES (?1, 1, ?3) ON CONFLICT (name) DO UPDATE SET
     count = CASE WHEN expires_at > ?2 AND expires_at <= ?2 + ${latest} THEN count + 1 ELSE 1 END,
     expires_at = CASE WHEN expires_at > ?2 AND expires_at <= ?2 + ${latest} THEN expires_at ELSE ?3 END`,
  )
  const selectKnown = connection.read(
    'SELECT 1 AS known FROM known_devices WHERE auth_key_id = ? AND user_id = ? AND expires_at > ?',
  )
  const putKnown = connection.write(
    'INSERT OR REPLACE INTO known_devices (user_id, auth_key_id, expires_at) VALUES (?, ?, ?)',
  )
  const removeKnown = connection.write('DELETE FROM known_devices WHERE user_id = ?')
  return {
    async count(name, now) {
      const row = select.get(name, now)
      return row && { count: integer(row['count']), expiresAt: integer(row['expires_at']) }
    },
    async isKnown(userId, authKeyId, now) {
      return selectKnown.get(authKeyId, userId, now) !== undefined
    },
    async add(name, now, expiresAt) {
      add.run(name, now, expiresAt)
    },
    async putKnown(userId, authKeyId, expiresAt) {
      putKnown.run(userId, authKeyId, expiresAt)
    },
    async removeKnown(userId) {
      removeKnown.run(userId)
    },
    removeExpired: createRemoveExpired(connection, [
      { table: 'attempts', key: 'name' },
      { table: 'known_devices', key: 'auth_key_id' },
    ]),
  }
}
