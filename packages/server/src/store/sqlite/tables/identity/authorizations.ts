import type {
  Authorization,
  AuthorizationWrites,
  ToldChanges,
  ToldMark,
} from '../../../domain/identity/authorizations.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, long, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const authorizationRows: RowsOfAccount = {
  authorizations: { stays: 'all are ended when the account is deleted' },
}

export function createAuthorizations(connection: Connection): AuthorizationWrites {
  const longs = { longs: true }
  const select = connection.read('SELECT * FROM authorizations WHERE auth_key_id = ?', longs)
  const ofUser = connection.read(
    'SELECT * FROM authorizations WHERE user_id = ? ORDER BY created_at, auth_key_id',
    longs,
  )
  const selectEnded = connection.read('SELECT * FROM authorizations WHERE ends_at < ? ORDER BY ends_at LIMIT ?', longs)
  const selectLastUse = connection.read('SELECT max(active_at) AS time FROM authorizations')
  const replace = connection.write(
    `INSERT OR REPLACE INTO authorizations
     (auth_key_id, user_id, hash, created_at, active_at, ip, parent, confirmed, secret_chats_off, calls_off, ends_at,
      told, told_partly)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const touch = connection.write('UPDATE authorizations SET active_at = ? WHERE auth_key_id = ?')
  const setTold = connection.write(
    'UPDATE authorizations SET told = ?, told_partly = ? WHERE auth_key_id = ? AND user_id = ?',
  )
  const remove = connection.write('DELETE FROM authorizations WHERE auth_key_id = ?')
  return {
    async get(authKeyId) {
      const row = select.get(authKeyId)
      return row && toAuthorization(row)
    },
    async ofUser(userId) {
      return ofUser.all(userId).map(toAuthorization)
    },
    async ended(time, limit) {
      return selectEnded.all(time, limit).map(toAuthorization)
    },
    async lastUse() {
      return optional(integer, selectLastUse.get()?.['time'])
    },
    async put({ authKeyId, userId, hash, createdAt, activeAt, ...rest }) {
      replace.run(
        authKeyId,
        userId,
        hash,
        createdAt,
        activeAt,
        rest.ip ?? '',
        rest.parent ?? null,
        rest.confirmed === false ? 0 : 1,
        rest.secretChatsOff ? 1 : 0,
        rest.callsOff ? 1 : 0,
        rest.endsAt ?? Number.MAX_SAFE_INTEGER,
        rest.told === undefined ? null : fromMarks(rest.told.marks),
        rest.told?.partly ? 1 : 0,
      )
    },
    async touch(authKeyId, activeAt) {
      touch.run(activeAt, authKeyId)
    },
    async setTold(authKeyId, userId, { marks, partly }) {
      setTold.run(fromMarks(marks), partly ? 1 : 0, authKeyId, userId)
    },
    async remove(authKeyId) {
      return remove.count(authKeyId) === 1
    },
  }
}

function toAuthorization(row: Row): Authorization {
  return {
    authKeyId: long(row['auth_key_id']),
    userId: userIdOf(row['user_id']),
    hash: long(row['hash']),
    createdAt: integer(row['created_at']),
    activeAt: integer(row['active_at']),
    ip: text(row['ip']),
    parent: optional(long, row['parent']),
    confirmed: integer(row['confirmed']) === 1,
    secretChatsOff: integer(row['secret_chats_off']) === 1,
    callsOff: integer(row['calls_off']) === 1,
    endsAt: integer(row['ends_at']),
    told: toTold(row),
  }
}

function fromMarks(marks: ToldChanges['marks']): string {
  return JSON.stringify(marks.map(({ upTo, date }) => [upTo, date]))
}

function toTold(row: Row): ToldChanges | undefined {
  const stored = optional(text, row['told'])
  const [first, ...rest] = stored === undefined ? [] : marksOf(JSON.parse(stored))
  return first && { marks: [first, ...rest], partly: integer(row['told_partly']) === 1 }
}

function marksOf(pairs: unknown): ToldMark[] {
  if (!Array.isArray(pairs)) return []
  return pairs.flatMap((pair: unknown) => {
    const [upTo, date]: unknown[] = Array.isArray(pair) ? pair : []
    return typeof upTo === 'number' && typeof date === 'number' ? [{ upTo, date }] : []
  })
}
