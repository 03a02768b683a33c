import type { BlockList, BlockWrites } from '../../../domain/people/blocks.ts'
import { type Connection, readAmong } from '../../engine/connection.ts'
import { integer, peerIdOf, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { CorrespondenceTable } from './correspondence.ts'

const numberOf: { readonly [List in BlockList]: number } = { all: 0, stories: 1 }

export const blockRows: RowsOfAccount = {
  blocks: { owner: 'owner', key: 'peer' },
}

export function createBlocks(connection: Connection, correspondence: CorrespondenceTable): BlockWrites {
  const select = connection.read(
    'SELECT peer, date FROM blocks WHERE owner = ? AND list = ? ORDER BY date DESC, peer DESC LIMIT ? OFFSET ?',
  )
  const selectOne = connection.read('SELECT 1 FROM blocks WHERE owner = ? AND list = ? AND peer = ?')
  const count = connection.read('SELECT count(*) AS count FROM blocks WHERE owner = ? AND list = ?')
  const selectBlocked = readAmong(
    connection,
    'SELECT peer FROM blocks WHERE peer IN (@list) AND owner = ? AND list = 0',
  )
  const selectBlockers = readAmong(
    connection,
    'SELECT owner FROM blocks WHERE owner IN (@list) AND list = 0 AND peer = ?',
  )
  const insert = connection.write('INSERT OR IGNORE INTO blocks (owner, list, peer, date) VALUES (?, ?, ?, ?)')
  const remove = connection.write('DELETE FROM blocks WHERE owner = ? AND list = ? AND peer = ?')
  return {
    async page(owner, which, offset, limit) {
      const rows = select.all(owner, numberOf[which], limit, offset)
      return rows.map((row) => ({ peer: peerIdOf(row['peer']), date: integer(row['date']) }))
    },
    async has(owner, which, peer) {
      return selectOne.get(owner, numberOf[which], peer) !== undefined
    },
    async count(owner, which) {
      return integer(count.get(owner, numberOf[which])?.['count'])
    },
    async between(user, others) {
      return {
        blocks: selectBlocked(others, user).map((row) => peerIdOf(row['peer'])),
        blockedBy: selectBlockers(others, user).map((row) => userIdOf(row['owner'])),
      }
    },
    async put(owner, which, { peer, date }) {
      correspondence.changed(owner, peer)
      return insert.count(owner, numberOf[which], peer, date) === 1
    },
    async remove(owner, which, peer) {
      correspondence.changed(owner, peer)
      return remove.count(owner, numberOf[which], peer) === 1
    },
  }
}
