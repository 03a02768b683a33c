import type { ProtectedChatWrites } from '../../../domain/chats/protected-chats.ts'
import type { Connection } from '../../engine/connection.ts'
import { userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const protectedChatRows: RowsOfAccount = {
  protected_chats: { owner: 'box', key: 'peer' },
}

export function createProtectedChats(connection: Connection): ProtectedChatWrites {
  const select = connection.read('SELECT protector FROM protected_chats WHERE box = ? AND peer = ?')
  const insert = connection.write('INSERT OR REPLACE INTO protected_chats (box, peer, protector) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM protected_chats WHERE box = ? AND peer = ?')
  return {
    async protector(box, peer) {
      const row = select.get(box, peer)
      return row && userIdOf(row['protector'])
    },
    async protect(one, other, protector) {
      for (const [box, peer] of [
        [one, other],
        [other, one],
      ] as const) {
        if (protector === undefined) remove.run(box, peer)
        else insert.run(box, peer, protector)
      }
    },
  }
}
