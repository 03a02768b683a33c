import type { PeerBarWrites } from '../domain/peer-bars.ts'
import type { Connection } from './connection.ts'

export function createPeerBars(connection: Connection): PeerBarWrites {
  const select = connection.read('SELECT 1 FROM hidden_peer_bars WHERE owner = ? AND peer = ?')
  const insert = connection.write('INSERT OR IGNORE INTO hidden_peer_bars (owner, peer) VALUES (?, ?)')
  return {
    async isHidden(owner, peer) {
      return select.get(owner, peer) !== undefined
    },
    async hide(owner, peer) {
      insert.run(owner, peer)
    },
  }
}
