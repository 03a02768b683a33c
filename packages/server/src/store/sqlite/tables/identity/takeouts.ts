import type { TakeoutParts, TakeoutWrites } from '../../../domain/identity/takeouts.ts'
import type { Connection } from '../../engine/connection.ts'
import { createRemoveExpired } from '../../engine/remove-expired.ts'
import { integer, long, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** The parts are one number, a bit for each in this order. */
const order = ['contacts', 'messageUsers', 'messageChats', 'messageMegagroups', 'messageChannels', 'files'] as const

export const takeoutRows: RowsOfAccount = {
  takeouts: { stays: 'of a key, until they end by themselves' },
}

export function createTakeouts(connection: Connection): TakeoutWrites {
  const select = connection.read('SELECT * FROM takeouts WHERE auth_key_id = ?', { longs: true })
  const replace = connection.write(
    'INSERT OR REPLACE INTO takeouts (auth_key_id, user_id, id, parts, expires_at) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = connection.write('DELETE FROM takeouts WHERE auth_key_id = ?')
  return {
    async get(authKeyId) {
      const row = select.get(authKeyId)
      return (
        row && {
          authKeyId,
          userId: userIdOf(row['user_id']),
          id: long(row['id']),
          parts: unpack(integer(row['parts'])),
          expiresAt: integer(row['expires_at']),
        }
      )
    },
    async put({ authKeyId, userId, id, parts, expiresAt }) {
      replace.run(authKeyId, userId, id, pack(parts), expiresAt)
    },
    async remove(authKeyId) {
      return remove.count(authKeyId) === 1
    },
    removeExpired: createRemoveExpired(connection, [{ table: 'takeouts', key: 'auth_key_id' }]),
  }
}

function pack(parts: TakeoutParts): number {
  return order.reduce((bits, part, at) => (parts[part] ? bits | (1 << at) : bits), 0)
}

function unpack(bits: number): TakeoutParts {
  const has = (part: (typeof order)[number]): boolean => (bits & (1 << order.indexOf(part))) !== 0
  return {
    contacts: has('contacts'),
    messageUsers: has('messageUsers'),
    messageChats: has('messageChats'),
    messageMegagroups: has('messageMegagroups'),
    messageChannels: has('messageChannels'),
    files: has('files'),
  }
}
