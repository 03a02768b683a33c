import { type ChannelId, type ChatId, isUser } from '../../../../ids.ts'
import type { Importer, ImporterOffset, InviteLink, InviteLinkWrites } from '../../../domain/groups/invite-links.ts'
import { StoreError } from '../../../errors.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, optional, peerIdOf, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const inviteLinkRows: RowsOfAccount = {
  invite_links: { owner: 'admin', key: 'digest', ofChannel: { column: 'chat', key: 'digest' } },
  invite_importers: { owner: 'user_id', key: 'digest' },
  join_requests: { owner: 'user_id', key: 'chat', ofChannel: { column: 'chat', key: 'user_id' } },
}

/** In place of the digest of a link. */
const noLink = new Uint8Array()

/** Later than any date, and more than any id. */
const end: ImporterOffset = { date: Number.MAX_SAFE_INTEGER, userId: userIdOf(1) }

export function createInviteLinks(connection: Connection): InviteLinkWrites {
  const select = connection.read('SELECT * FROM invite_links WHERE digest = ?')
  const selectPermanent = connection.read(
    'SELECT * FROM invite_links WHERE admin = ? AND chat = ? AND revoked = 0 AND permanent = 1',
  )
  const selectPage = connection.read(
    `SELECT * FROM invite_links WHERE admin = ?1 AND chat = ?2 AND revoked = ?3 AND permanent <= ?7
     AND (date < ?4 OR (date = ?4 AND digest < ?5)) ORDER BY date DESC, digest DESC LIMIT ?6`,
  )
  const selectCount = connection.read(
    'SELECT count(*) AS count FROM invite_links WHERE admin = ? AND chat = ? AND revoked = ?',
  )
  const selectAdmins = connection.read(
    `SELECT admin, sum(revoked = 0) AS links, sum(revoked) AS revoked FROM invite_links WHERE chat = ?
     GROUP BY admin ORDER BY admin`,
  )
  const selectImporters = connection.read(
    `SELECT * FROM invite_importers WHERE digest = ?1 AND (date < ?2 OR (date = ?2 AND user_id < ?3))
     ORDER BY date DESC, user_id DESC LIMIT ?4`,
  )
  const selectRequests = connection.read(
    `SELECT *, NULL AS approved_by FROM join_requests WHERE chat = ?1 AND (date < ?2 OR (date = ?2 AND user_id < ?3))
     ORDER BY date DESC, user_id DESC LIMIT ?4`,
  )
  const selectRequestsOfLink = connection.read(
    `SELECT *, NULL AS approved_by FROM join_requests WHERE digest = ?1 AND (date < ?2 OR (date = ?2 AND user_id < ?3))
     ORDER BY date DESC, user_id DESC LIMIT ?4`,
  )
  const selectRequest = connection.read(
    'SELECT *, NULL AS approved_by FROM join_requests WHERE chat = ? AND user_id = ?',
  )
  const countRequests = connection.read('SELECT count(*) AS count FROM join_requests WHERE chat = ?')
  const countRequestsOfLink = connection.read('SELECT count(*) AS count FROM join_requests WHERE digest = ?')
  const put = connection.write(
    `INSERT INTO invite_links (digest, hash, chat, admin, date, permanent, revoked, request_needed, start_date, expire_date,
       usage_limit, usage, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (digest) DO UPDATE SET permanent = excluded.permanent, revoked = excluded.revoked,
       request_needed = excluded.request_needed, start_date = excluded.start_date, expire_date = excluded.expire_date,
       usage_limit = excluded.usage_limit, usage = excluded.usage, title = excluded.title`,
  )
  const remove = connection.write('DELETE FROM invite_links WHERE digest = ?')
  const removeRevoked = connection.write(
    `DELETE FROM invite_links WHERE digest IN (SELECT digest FROM invite_links
     WHERE admin = ? AND chat = ? AND revoked = 1 ORDER BY date LIMIT ?)`,
  )
  const addImporter = connection.write(
    'INSERT OR REPLACE INTO invite_importers (digest, user_id, date, approved_by) VALUES (?, ?, ?, ?)',
  )
  const countUsage = connection.write('UPDATE invite_links SET usage = usage + 1 WHERE digest = ?')
  const putRequest = connection.write(
    'INSERT OR REPLACE INTO join_requests (chat, user_id, digest, date) VALUES (?, ?, ?, ?)',
  )
  const moveLinks = connection.write('UPDATE invite_links SET chat = ?2 WHERE chat = ?1')
  const moveRequests = connection.write('UPDATE join_requests SET chat = ?2 WHERE chat = ?1')
  const setRequestNeeded = connection.write(
    `UPDATE invite_links SET request_needed = ?2, usage_limit = CASE ?2 WHEN 1 THEN NULL ELSE usage_limit END
     WHERE chat = ?1 AND revoked = 0`,
  )
  const removeRequest = connection.write('DELETE FROM join_requests WHERE chat = ? AND user_id = ?')

  return {
    async get(digest) {
      const row = select.get(digest)
      return row && toLink(row)
    },
    async permanent(chat, admin) {
      const row = selectPermanent.get(admin, chat)
      return row && toLink(row)
    },
    async page({ chat, admin, revoked, below, limit }) {
      const { date, digest } = below ?? { date: end.date, digest: new Uint8Array() }
      return selectPage.all(admin, chat, Number(revoked), date, digest, limit, revoked ? 1 : 0).map(toLink)
    },
    async count(chat, admin, revoked) {
      return integer(selectCount.get(admin, chat, Number(revoked))?.['count'] ?? 0)
    },
    async admins(chat) {
      return selectAdmins.all(chat).map((row) => ({
        admin: userIdOf(row['admin']),
        links: integer(row['links']),
        revoked: integer(row['revoked']),
      }))
    },
    async importers(digest, below = end, limit) {
      return selectImporters.all(digest, below.date, below.userId, limit).map(toImporter)
    },
    async requests(chat, digest, below = end, limit) {
      const { date, userId } = below
      const rows =
        digest === undefined
          ? selectRequests.all(chat, date, userId, limit)
          : selectRequestsOfLink.all(digest, date, userId, limit)
      return rows.map(toImporter)
    },
    async request(chat, userId) {
      const row = selectRequest.get(chat, userId)
      return row && toImporter(row)
    },
    async requestCount(chat, digest) {
      const row = digest === undefined ? countRequests.get(chat) : countRequestsOfLink.get(digest)
      return integer(row?.['count'] ?? 0)
    },
    async put(link) {
      const { digest, hash, chat, admin, date, permanent, revoked, requestNeeded, usage } = link
      put.run(
        ...[digest, hash, chat, admin, date, Number(permanent), Number(revoked), Number(requestNeeded)],
        ...[link.startDate ?? null, link.expireDate ?? null, link.usageLimit ?? null, usage, link.title ?? null],
      )
    },
    async remove(digest) {
      remove.run(digest)
    },
    async removeRevoked(chat, admin, limit) {
      return removeRevoked.count(admin, chat, limit)
    },
    async move(from, to) {
      moveLinks.run(from, to)
      moveRequests.run(from, to)
    },
    async setRequestNeeded(chat, requestNeeded) {
      setRequestNeeded.run(chat, Number(requestNeeded))
    },
    async addImporter(chat, { digest, userId, date, approvedBy }) {
      if (digest !== undefined) {
        addImporter.run(digest, userId, date, approvedBy ?? null)
        countUsage.run(digest)
      }
      removeRequest.run(chat, userId)
    },
    async putRequest(chat, { digest, userId, date }) {
      putRequest.run(chat, userId, digest ?? noLink, date)
    },
    async removeRequest(chat, userId) {
      return removeRequest.count(chat, userId) > 0
    },
  }
}

function toLink(row: Row): InviteLink {
  return {
    digest: blob(row['digest']),
    hash: text(row['hash']),
    chat: chatOrChannelOf(row),
    admin: userIdOf(row['admin']),
    date: integer(row['date']),
    permanent: integer(row['permanent']) === 1,
    revoked: integer(row['revoked']) === 1,
    requestNeeded: integer(row['request_needed']) === 1,
    startDate: optional(integer, row['start_date']),
    expireDate: optional(integer, row['expire_date']),
    usageLimit: optional(integer, row['usage_limit']),
    usage: integer(row['usage']),
    title: optional(text, row['title']),
  }
}

function chatOrChannelOf(row: Row): ChatId | ChannelId {
  const peer = peerIdOf(row['chat'])
  if (isUser(peer)) throw new StoreError('CORRUPT', `an invite link leads to user ${peer}`)
  return peer
}

function toImporter(row: Row): Importer {
  const digest = blob(row['digest'])
  return {
    userId: userIdOf(row['user_id']),
    digest: digest.length === 0 ? undefined : digest,
    date: integer(row['date']),
    approvedBy: optional(userIdOf, row['approved_by']),
  }
}
