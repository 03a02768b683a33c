import type { PeerBarWrites } from '../../../domain/people/peer-bars.ts'
import type { Connection } from '../../engine/connection.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const peerBarRows: RowsOfAccount = {
  hidden_peer_bars: { owner: 'owner', key: 'peer' },
  autoarchived_peers: { owner: 'owner', key: 'peer' },
}

export function createPeerBars(connection: Connection): PeerBarWrites {
  const select = connection.read('SELECT 1 FROM hidden_peer_bars WHERE owner = ? AND peer = ?')
  const insert = connection.write('INSERT OR IGNORE INTO hidden_peer_bars (owner, peer) VALUES (?, ?)')
  const selectAutoarchived = connection.read('SELECT 1 FROM autoarchived_peers WHERE owner = ? AND peer = ?')
  const addAutoarchived = connection.write('INSERT OR IGNORE INTO autoarchived_peers (owner, peer) VALUES (?, ?)')
  const removeAutoarchived = connection.write('DELETE FROM autoarchived_peers WHERE owner = ? AND peer = ?')
  return {
    async isHidden(owner, peer) {
      return select.get(owner, peer) !== undefined
    },
    async hide(owner, peer) {
      insert.run(owner, peer)
    },
    async isAutoarchived(owner, peer) {
      return selectAutoarchived.get(owner, peer) !== undefined
    },
    async setAutoarchived(owner, peer, autoarchived) {
      const statement = autoarchived ? addAutoarchived : removeAutoarchived
      statement.run(owner, peer)
    },
  }
}
