import type { PeerId } from '../../../../ids.ts'
import type { ChatlistLink, ChatlistWrites, JoinedChatlist } from '../../../domain/lists/chatlists.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, peerIdOf, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const chatlistRows: RowsOfAccount = {
  chatlist_links: { owner: 'owner', key: 'digest' },
  joined_chatlists: { owner: 'owner', key: 'filter' },
}

export function createChatlists(connection: Connection): ChatlistWrites {
  const select = connection.read('SELECT * FROM chatlist_links WHERE digest = ?')
  const selectOf = connection.read('SELECT * FROM chatlist_links WHERE owner = ? AND filter = ? ORDER BY date, digest')
  const selectJoined = connection.read('SELECT * FROM joined_chatlists WHERE owner = ? ORDER BY filter')
  const put = connection.write(
    `INSERT INTO chatlist_links (digest, slug, owner, filter, title, date, peers) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (digest) DO UPDATE SET title = excluded.title, peers = excluded.peers`,
  )
  const remove = connection.write('DELETE FROM chatlist_links WHERE digest = ?')
  const putJoined = connection.write(
    'INSERT OR REPLACE INTO joined_chatlists (owner, filter, digest, came, hidden) VALUES (?, ?, ?, ?, ?)',
  )
  const removeLinks = connection.write('DELETE FROM chatlist_links WHERE owner = ? AND filter = ?')
  const removeJoined = connection.write('DELETE FROM joined_chatlists WHERE owner = ? AND filter = ?')
  return {
    async link(digest) {
      const row = select.get(digest)
      return row && toLink(row)
    },
    async linksOf(owner, filter) {
      return selectOf.all(owner, filter).map(toLink)
    },
    async joined(owner) {
      return selectJoined.all(owner).map(toJoined)
    },
    async putLink({ digest, slug, owner, filter, title, date, peers }) {
      put.run(digest, slug, owner, filter, title, date, list(peers))
    },
    async removeLink(digest) {
      remove.run(digest)
    },
    async putJoined({ owner, filter, digest, came, hidden }) {
      putJoined.run(owner, filter, digest, list(came), list(hidden))
    },
    async forget(owner, filter) {
      removeLinks.run(owner, filter)
      removeJoined.run(owner, filter)
    },
  }
}

function toLink(row: Row): ChatlistLink {
  return {
    digest: blob(row['digest']),
    slug: text(row['slug']),
    owner: userIdOf(row['owner']),
    filter: integer(row['filter']),
    title: text(row['title']),
    date: integer(row['date']),
    peers: peersIn(row['peers']),
  }
}

function toJoined(row: Row): JoinedChatlist {
  return {
    owner: userIdOf(row['owner']),
    filter: integer(row['filter']),
    digest: blob(row['digest']),
    came: peersIn(row['came']),
    hidden: peersIn(row['hidden']),
  }
}

function peersIn(column: Row[string] | undefined): PeerId[] {
  const ids: unknown = JSON.parse(text(column))
  return Array.isArray(ids) ? ids.map((id) => peerIdOf(id)) : []
}
