import type { PeerId, UserId } from '../../../../ids.ts'
import type { AutoDeleteWrites } from '../../../domain/chats/auto-delete.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { boxIdOf, integer, peerIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { CorrespondenceTable } from '../people/correspondence.ts'

/** The row that holds what is wanted in new chats; no peer has this number. */
const newChats = 0

export const autoDeleteRows: RowsOfAccount = {
  expiring_messages: { owner: 'box', key: 'id' },
  auto_delete_periods: { owner: 'box', key: 'peer' },
}

export function createAutoDelete(connection: Connection, correspondence: CorrespondenceTable): AutoDeleteWrites {
  const selectPeriod = connection.read('SELECT period FROM auto_delete_periods WHERE box = ? AND peer = ?')
  const periodOf = (box: UserId, peer: PeerId | typeof newChats): number | undefined => {
    const row = selectPeriod.get(box, peer)
    return row && integer(row['period'])
  }
  const selectOfChats = connection.read(
    `SELECT peer, period FROM auto_delete_periods
     WHERE box = ? AND period > 0 AND peer IN (SELECT value FROM json_each(?))`,
  )
  const setPeriod = connection.write('INSERT OR REPLACE INTO auto_delete_periods (box, peer, period) VALUES (?, ?, ?)')
  const selectExpired = connection.read('SELECT box, id FROM expiring_messages WHERE time <= ? ORDER BY time LIMIT ?')
  const insert = connection.write('INSERT OR REPLACE INTO expiring_messages (box, id, time) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM expiring_messages WHERE box = ? AND id = ?')
  return {
    async periods(box, peer) {
      return { chat: periodOf(box, peer), newChats: periodOf(box, newChats) }
    },
    async ofChats(box, peers) {
      const rows = selectOfChats.all(box, list(peers))
      return new Map(rows.map((row) => [peerIdOf(row['peer']), integer(row['period'])]))
    },
    async expired(now, limit) {
      return selectExpired.all(now, limit).map((row) => ({ box: boxIdOf(row['box']), id: integer(row['id']) }))
    },
    async setChat(box, peer, period) {
      correspondence.changed(box, peer)
      setPeriod.run(box, peer, period)
    },
    async setNewChats(box, period) {
      correspondence.changedForAll()
      setPeriod.run(box, newChats, period)
    },
    async expireAt({ box, id }, time) {
      insert.run(box, id, time)
    },
    async forget(messages) {
      for (const { box, id } of messages) remove.run(box, id)
    },
  }
}
