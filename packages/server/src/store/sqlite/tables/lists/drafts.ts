import type { DraftWrites, StoredDraft } from '../../../domain/lists/drafts.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, optional, peerIdOf, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const draftRows: RowsOfAccount = {
  drafts: { owner: 'owner', key: 'peer' },
  topic_drafts: {
    erase: `DELETE FROM topic_drafts WHERE owner = ?1 AND (peer, topic) IN
      (SELECT peer, topic FROM topic_drafts WHERE owner = ?1 LIMIT ?2)`,
  },
}

export function createDrafts(connection: Connection): DraftWrites {
  const selectMany = connection.read(
    'SELECT peer, data FROM drafts WHERE owner = ? AND peer IN (SELECT value FROM json_each(?))',
  )
  const selectAll = connection.read(
    `SELECT peer, NULL AS topic, data FROM drafts WHERE owner = ?1
     UNION ALL SELECT peer, topic, data FROM topic_drafts WHERE owner = ?1 ORDER BY peer, topic`,
  )
  const selectInTopics = connection.read(
    'SELECT * FROM topic_drafts WHERE owner = ? AND peer = ? AND topic IN (SELECT value FROM json_each(?))',
  )
  const insertInTopic = connection.write(
    'INSERT OR REPLACE INTO topic_drafts (owner, peer, topic, data) VALUES (?, ?, ?, ?)',
  )
  const removeInTopic = connection.write('DELETE FROM topic_drafts WHERE owner = ? AND peer = ? AND topic = ?')
  const insert = connection.write('INSERT OR REPLACE INTO drafts (owner, peer, data) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM drafts WHERE owner = ? AND peer = ?')
  return {
    async many(owner, peers) {
      return selectMany.all(owner, list(peers)).map(toDraft)
    },
    async all(owner) {
      return selectAll.all(owner).map(toDraft)
    },
    async inTopics(owner, peer, topics) {
      return selectInTopics.all(owner, peer, list(topics)).map(toDraft)
    },
    async put(owner, { peer, topic, data }) {
      if (topic === undefined) insert.run(owner, peer, data)
      else insertInTopic.run(owner, peer, topic, data)
    },
    async remove(owner, peer, topic) {
      return (topic === undefined ? remove.count(owner, peer) : removeInTopic.count(owner, peer, topic)) > 0
    },
  }
}

function toDraft(row: Row): StoredDraft {
  const draft = { peer: peerIdOf(row['peer']), data: blob(row['data']) }
  const topic = optional(integer, row['topic'] ?? null)
  return topic === undefined ? draft : { ...draft, topic }
}
