import { type ChannelId, channelBase, isChannel, type PeerId, type UserId } from '../../../../ids.ts'
import type { DialogQuery, DialogRecord, UnreadDialog } from '../../../domain/lists/dialogs.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { channelIdOf, integer, optional, peerIdOf, type Row, userIdOf } from '../../engine/rows.ts'
import { countOf, deletedColumns } from './deleted-numbers.ts'

/** Above every date, number and peer. */
const noBound = Number.MAX_SAFE_INTEGER

/**
 * The channels among somebody's dialogs. They are not stored: each comes of the member's row, which has the read mark, and of
 * the channel's log, which has the newest message, so that a post writes nothing for any member.
 */
export interface ChannelDialogs {
  many(user: UserId, channels: readonly ChannelId[]): DialogRecord[]
  /** The first of `messages.getDialogs`, in no particular order. */
  page(user: UserId, query: DialogQuery): DialogRecord[]
  count(user: UserId, folder: number | undefined): number
  unread(user: UserId, folder: number): UnreadDialog[]
}

const readMark = 'max(m.read_inbox_max_id, m.available_min_id)'

const columns = `m.user_id, m.channel, d.top_message, d.top_date, d.message_count, m.read_inbox_max_id, m.available_min_id,
  m.own_unread, c.read_max_id, c.read_max_by, c.read_second_id, coalesce(k.unread, 0) AS marked,
  ${deletedColumns('m.channel', readMark, 'd.top_message')}`

const tables = `FROM channel_members m JOIN channels c ON c.id = m.channel AND c.deleted = 0
  JOIN dialogs d ON d.box = m.channel AND d.peer = m.channel
  LEFT JOIN dialog_marks k ON k.box = m.user_id AND k.peer = m.channel
  WHERE m.user_id = ?1 AND m.present = 1`

const inFolder = '(?2 IS NULL OR coalesce(k.folder, 0) = ?2)'

export function createChannelDialogs(connection: Connection): ChannelDialogs {
  const selectMany = connection.read(`SELECT ${columns} ${tables} AND m.channel IN (SELECT value FROM json_each(?2))`)
  // Two steps, so that what is unread is counted for one page alone.
  const pick = connection.read(
    `SELECT m.channel ${tables} AND ${inFolder} AND (d.top_date, d.top_message, m.channel) < (?3, ?4, ?5)
     AND m.channel NOT IN (SELECT value FROM json_each(?6))
     ORDER BY d.top_date DESC, d.top_message DESC, m.channel DESC LIMIT ?7`,
  )
  const selectCount = connection.read(`SELECT count(*) AS count ${tables} AND ${inFolder}`)
  const selectAll = connection.read(`SELECT ${columns} ${tables} AND ${inFolder}`)

  const many = (user: UserId, channels: readonly ChannelId[]): DialogRecord[] =>
    channels.length === 0 ? [] : selectMany.all(user, list(channels)).map(toDialog)

  return {
    many,
    page(user, { offsetDate, offsetId, offsetPeer, limit, folder, except = [] }) {
      const [date, id, peer] = boundsOf(offsetDate, offsetId, offsetPeer)
      const picked = pick.all(user, folder ?? null, date, id, peer, list(except), limit)
      return many(
        user,
        picked.map((row) => channelIdOf(row['channel'])),
      )
    },
    count: (user, folder) => integer(selectCount.get(user, folder ?? null)?.['count']),
    unread(user, folder) {
      return selectAll.all(user, folder).flatMap((row) => {
        const { peer, unreadCount } = toDialog(row)
        return unreadCount > 0 || integer(row['marked']) === 1 ? [{ peer, unreadCount }] : []
      })
    },
  }
}

/** The place below which a page begins, in the order of date, number and peer. */
export function boundsOf(
  offsetDate: number,
  offsetId: number,
  offsetPeer: PeerId | undefined,
): readonly [date: number, id: number, peer: number] {
  const date = offsetDate === 0 ? noBound : offsetDate
  const id = offsetDate === 0 && offsetId === 0 ? noBound : offsetId
  // Without a peer, what has the very date and number was on the page before.
  if (offsetPeer === undefined) return [date, id, -noBound]
  // A box gives each number once: only channels have the same, and come after it.
  return [date, id, isChannel(offsetPeer) ? offsetPeer : channelBase]
}

function toDialog(row: Row): DialogRecord {
  const userId = userIdOf(row['user_id'])
  const [top, read, hidden] = [row['top_message'], row['read_inbox_max_id'], row['available_min_id']].map(integer)
  if (top === undefined || read === undefined || hidden === undefined)
    throw new TypeError('three columns were asked for')
  const above = countOf(row, Math.max(read, hidden), top)
  const byOthers = optional(userIdOf, row['read_max_by'] ?? null) === userId ? 'read_second_id' : 'read_max_id'
  return {
    peer: peerIdOf(row['channel']),
    topMessage: top > hidden ? top : 0,
    topDate: integer(row['top_date']),
    firstMessage: hidden + 1,
    messageCount: integer(row['message_count']),
    unreadCount: Math.max(0, above - integer(row['own_unread'])),
    readInboxMaxId: Math.max(read, hidden),
    readOutboxMaxId: integer(row[byOthers]),
  }
}
