import type { BlockList, BlockWrites } from '../domain/blocks.ts'
import type { PeerId, UserId } from '../domain/ids.ts'
import { type Connection, readAmong } from './connection.ts'
import { createReadCache } from './read-cache.ts'
import { integer } from './rows.ts'

const numberOf: { readonly [List in BlockList]: number } = { all: 0, stories: 1 }

/** The table of blocks, and what another asks of it. */
export interface BlockTable extends BlockWrites {
  /** In the list `all`. */
  isBlocked(owner: UserId, peer: PeerId): boolean
}

export function createBlocks(connection: Connection): BlockTable {
  const select = connection.read(
    'SELECT peer, date FROM blocks WHERE owner = ? AND list = ? ORDER BY date DESC, peer DESC LIMIT ? OFFSET ?',
  )
  const selectOne = connection.read('SELECT 1 FROM blocks WHERE owner = ? AND list = ? AND peer = ?')
  // Asked twice for each message that is sent.
  const blocked = createReadCache(connection, (key: string) => {
    const [owner = '', peer = ''] = key.split(' ')
    return selectOne.get(Number(owner), numberOf.all, Number(peer)) !== undefined
  })
  const isBlocked = (owner: UserId, peer: PeerId): boolean => blocked.get(`${owner} ${peer}`)
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
    isBlocked,
    async page(owner, which, offset, limit) {
      const rows = select.all(owner, numberOf[which], limit, offset)
      return rows.map((row) => ({ peer: integer(row['peer']), date: integer(row['date']) }))
    },
    async has(owner, which, peer) {
      if (which === 'all') return isBlocked(owner, peer)
      return selectOne.get(owner, numberOf[which], peer) !== undefined
    },
    async count(owner, which) {
      return integer(count.get(owner, numberOf[which])?.['count'])
    },
    async between(user, others) {
      const [other] = others
      if (others.length === 1 && other !== undefined) {
        return {
          blocks: isBlocked(user, other) ? [other] : [],
          blockedBy: isBlocked(other, user) ? [other] : [],
        }
      }
      return {
        blocks: selectBlocked(others, user).map((row) => integer(row['peer'])),
        blockedBy: selectBlockers(others, user).map((row) => integer(row['owner'])),
      }
    },
    async put(owner, which, { peer, date }) {
      blocked.forget(`${owner} ${peer}`)
      return insert.run(owner, numberOf[which], peer, date) === 1
    },
    async remove(owner, which, peer) {
      blocked.forget(`${owner} ${peer}`)
      return remove.run(owner, numberOf[which], peer) === 1
    },
  }
}
