import type { PeerId } from '../../../../ids.ts'
import type { PostName } from '../../../domain/channels/channels.ts'
import { maxRepliers, type ThreadRecord, type ThreadWrites } from '../../../domain/channels/threads.ts'
import type { Connection } from '../../engine/connection.ts'
import { channelIdOf, integer, optional, peerIdOf, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { ArrivedMessages } from '../chats/arrived-messages.ts'

export const threadRows: RowsOfAccount = {
  threads: { stays: 'of the group, whoever wrote there', ofChannel: { column: 'channel', key: 'root' } },
  thread_reads: {
    erase: `DELETE FROM thread_reads WHERE user_id = ?1 AND (channel, thread) IN
      (SELECT channel, thread FROM thread_reads WHERE user_id = ?1 LIMIT ?2)`,
    ofChannel: { column: 'channel', key: 'user_id' },
  },
}

export function createThreads(connection: Connection, arrived: ArrivedMessages): ThreadWrites {
  const select = connection.read('SELECT * FROM threads WHERE channel = ? AND root = ?')
  const selectMany = connection.read(
    `SELECT t.* FROM json_each(?) p
     CROSS JOIN threads t ON t.channel = p.value ->> 0 AND t.root = p.value ->> 1`,
  )
  const selectMarks = connection.read(
    `SELECT r.channel, r.thread, r.max_id FROM json_each(?) p
     CROSS JOIN thread_reads r ON r.user_id = ? AND r.channel = p.value ->> 0 AND r.thread = p.value ->> 1`,
  )
  const countUnread = connection.read(
    `SELECT count(*) AS count FROM messages
     WHERE box = ? AND thread = ? AND thread IS NOT NULL AND id > ? AND sender <> ?`,
  )
  const insert = connection.write(
    `INSERT INTO threads (channel, root, replies, last_id, repliers, read_max_id, read_second_id)
     VALUES (?, ?, 1, ?, ?, 0, 0)`,
  )
  const addReply = connection.write(
    'UPDATE threads SET replies = replies + 1, last_id = ?, repliers = ? WHERE channel = ? AND root = ?',
  )
  const setTail = connection.write(
    `UPDATE threads SET replies = max(0, replies - ?), last_id = ?, repliers = ? WHERE channel = ? AND root = ?`,
  )
  const setTop = connection.write('UPDATE topics SET top_message = ? WHERE channel = ? AND id = ?')
  const putMark = connection.write(
    'INSERT OR REPLACE INTO thread_reads (user_id, channel, thread, max_id) VALUES (?, ?, ?, ?)',
  )
  const setTops = connection.write(
    'UPDATE threads SET read_max_id = ?, read_max_by = ?, read_second_id = ? WHERE channel = ? AND root = ?',
  )
  const remove = connection.write('DELETE FROM threads WHERE channel = ? AND root = ?')

  return {
    async get(channel, root) {
      const row = select.get(channel, root)
      return row && toThread(row)
    },
    async many(roots) {
      return roots.length === 0 ? [] : selectMany.all(namesOf(roots)).map(toThread)
    },
    async readMarks(userId, roots) {
      const rows = roots.length === 0 ? [] : selectMarks.all(namesOf(roots), userId)
      return rows.map((row) => ({
        ...{ channel: channelIdOf(row['channel']), root: integer(row['thread']), maxId: integer(row['max_id']) },
      }))
    },
    async countUnread(userId, { channel, thread, above }) {
      arrived.settle(channel)
      const fresh = arrived.from(channel, above + 1).filter((one) => one.thread === thread && one.from !== userId)
      return integer(countUnread.get(channel, thread, above, userId)?.['count']) + fresh.length
    },
    async addReply(channel, root, { id, from }) {
      const row = select.get(channel, root)
      if (row === undefined) insert.run(channel, root, id, JSON.stringify([from]))
      else {
        const others = repliersOf(row).filter((replier) => replier !== from)
        addReply.run(id, JSON.stringify([from, ...others].slice(0, maxRepliers)), channel, root)
      }
      setTop.run(id, channel, root)
    },
    async setTail(channel, root, { removed, lastId, repliers }) {
      setTail.run(removed, lastId, JSON.stringify(repliers), channel, root)
      setTop.run(lastId, channel, root)
    },
    async setRead({ userId, channel, thread, maxId, told }) {
      putMark.run(userId, channel, thread, maxId)
      const row = told ? select.get(channel, thread) : undefined
      if (row === undefined) return { outboxBefore: 0, outboxAfter: 0 }
      const { readMaxId: before, readMaxBy: by, readSecondId: second } = toThread(row)
      if (by === userId) setTops.run(Math.max(before, maxId), userId, second, channel, thread)
      else if (maxId > before) setTops.run(maxId, userId, before, channel, thread)
      else if (maxId > second) setTops.run(before, by ?? null, maxId, channel, thread)
      return { outboxBefore: before, outboxAfter: Math.max(before, maxId) }
    },
    async remove(channel, root) {
      remove.run(channel, root)
    },
  }
}

/** Messages as `json_each` takes them, each a pair. */
export function namesOf(posts: readonly PostName[]): string {
  return JSON.stringify(posts.map(({ channel, id }) => [channel, id]))
}

function repliersOf(row: Row): PeerId[] {
  const ids: unknown = JSON.parse(text(row['repliers']))
  return Array.isArray(ids) ? ids.map((id: unknown) => peerIdOf(typeof id === 'number' ? id : null)) : []
}

function toThread(row: Row): ThreadRecord {
  return {
    channel: channelIdOf(row['channel']),
    root: integer(row['root']),
    replies: integer(row['replies']),
    lastId: integer(row['last_id']),
    repliers: repliersOf(row),
    readMaxId: integer(row['read_max_id']),
    readMaxBy: optional(userIdOf, row['read_max_by'] ?? null),
    readSecondId: integer(row['read_second_id']),
  }
}
