import type { DraftWrites, StoredDraft } from '../../../domain/lists/drafts.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, peerIdOf, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const draftRows: RowsOfAccount = {
  drafts: { owner: 'owner', key: 'peer' },
}

export function createDrafts(connection: Connection): DraftWrites {
  const selectMany = connection.read(
    'SELECT peer, data FROM drafts WHERE owner = ? AND peer IN (SELECT value FROM json_each(?))',
  )
  const selectAll = connection.read('SELECT peer, data FROM drafts WHERE owner = ? ORDER BY peer')
  const insert = connection.write('INSERT OR REPLACE INTO drafts (owner, peer, data) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM drafts WHERE owner = ? AND peer = ?')
  return {
    async many(owner, peers) {
      return selectMany.all(owner, list(peers)).map(toDraft)
    },
    async all(owner) {
      return selectAll.all(owner).map(toDraft)
    },
    async put(owner, { peer, data }) {
      insert.run(owner, peer, data)
    },
    async remove(owner, peer) {
      return remove.count(owner, peer) > 0
    },
  }
}

function toDraft(row: Row): StoredDraft {
  return { peer: peerIdOf(row['peer']), data: blob(row['data']) }
}
