import type { PeerId } from '../../../../ids.ts'
import type { UsernameWrites } from '../../../domain/people/usernames.ts'
import type { Connection } from '../../engine/connection.ts'
import { peerIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const usernameRows: RowsOfAccount = {
  usernames: { stays: 'free at once when the account is deleted' },
}

export function createUsernames(connection: Connection): UsernameWrites {
  const select = connection.read('SELECT peer FROM usernames WHERE key = ?')
  const remove = connection.write('DELETE FROM usernames WHERE peer = ?')
  const insert = connection.write('INSERT INTO usernames (key, name, peer) VALUES (?, ?, ?)')
  const selectRange = connection.read('SELECT peer FROM usernames WHERE key >= ? AND key < ? ORDER BY key LIMIT ?')
  const holder = (name: string): PeerId | undefined => {
    const row = select.get(name.toLowerCase())
    return row && peerIdOf(row['peer'])
  }
  return {
    async resolve(name) {
      return holder(name)
    },
    async startingWith(prefix, limit) {
      const key = prefix.toLowerCase()
      // No name holds a character above `z`.
      return selectRange.all(key, `${key}~`, limit).map((row) => peerIdOf(row['peer']))
    },
    async assign(peer, name) {
      const current = name === undefined ? undefined : holder(name)
      if (current !== undefined && current !== peer) return false
      remove.run(peer)
      if (name !== undefined) insert.run(name.toLowerCase(), name, peer)
      return true
    },
  }
}
