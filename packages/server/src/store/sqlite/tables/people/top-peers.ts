import type { TopPeerWrites } from '../../../domain/people/top-peers.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer, peerIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const topPeerRows: RowsOfAccount = {
  rating_resets: { owner: 'owner', key: 'peer' },
}

export function createTopPeers(connection: Connection): TopPeerWrites {
  const select = connection.read(
    'SELECT peer, max_id, messages FROM rating_resets WHERE owner = ? AND peer IN (SELECT value FROM json_each(?))',
  )
  const replace = connection.write(
    'INSERT OR REPLACE INTO rating_resets (owner, peer, max_id, messages) VALUES (?, ?, ?, ?)',
  )
  const reduce = connection.write(
    `UPDATE rating_resets SET messages =
     max(0, messages - (SELECT count(*) FROM json_each(?) WHERE value <= max_id)) WHERE owner = ? AND peer = ?`,
  )
  return {
    async resets(owner, peers) {
      return select.all(owner, list(peers)).map((row) => ({
        peer: peerIdOf(row['peer']),
        maxId: integer(row['max_id']),
        messages: integer(row['messages']),
      }))
    },
    async reset(owner, { peer, maxId, messages }) {
      replace.run(owner, peer, maxId, messages)
    },
    async removed(owner, peer, ids) {
      reduce.run(list(ids), owner, peer)
    },
  }
}
