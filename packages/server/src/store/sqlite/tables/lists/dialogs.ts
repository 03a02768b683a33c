import { type BoxId, isChannel, isUser, type PeerId } from '../../../../ids.ts'
import type { DialogRecord, DialogWrites, MessageRecorded, NewInDialog } from '../../../domain/lists/dialogs.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { boxIdOf, integer, peerIdOf, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { createWriteBehind } from '../../engine/write-behind.ts'
import { boundsOf, createChannelDialogs } from '../channels/channel-dialogs.ts'

interface KeptDialog extends DialogRecord {
  readonly box: BoxId
  /** As the dialog's marks have it; kept here so that a new message need not ask for them. */
  readonly folder: number
}

/** The table of dialogs, and what it must be told by the table of marks. */
export interface DialogTable extends DialogWrites {
  moved(box: BoxId, peer: PeerId, folder: number): void
}

/** The dialogs of a box in a folder, or in any when that is NULL. */
const inFolder = `
  FROM dialogs d LEFT JOIN dialog_marks m ON m.box = d.box AND m.peer = d.peer
  WHERE d.box = ?1 AND d.top_message > 0 AND (?2 IS NULL OR coalesce(m.folder, 0) = ?2)`

export const dialogRows: RowsOfAccount = {
  dialogs: { owner: 'box', key: 'peer' },
}

/** A user's dialogs are few and stand together, so they are sorted when read; an index would be rewritten by every message. */
export function createDialogs(connection: Connection): DialogTable {
  const channels = createChannelDialogs(connection)
  const select = connection.read(
    `SELECT d.*, coalesce(m.folder, 0) AS folder FROM dialogs d
     LEFT JOIN dialog_marks m ON m.box = d.box AND m.peer = d.peer WHERE d.box = ? AND d.peer = ?`,
  )
  const selectFolder = connection.read('SELECT folder FROM dialog_marks WHERE box = ? AND peer = ?')
  const selectMany = connection.read('SELECT * FROM dialogs WHERE box = ? AND peer IN (SELECT value FROM json_each(?))')
  const selectPage = connection.read(
    `SELECT d.* ${inFolder} AND (d.top_date, d.top_message, d.peer) < (?, ?, ?)
     AND d.peer NOT IN (SELECT value FROM json_each(?))
     ORDER BY d.top_date DESC, d.top_message DESC, d.peer DESC LIMIT ?`,
  )
  const selectTotals = connection.read(
    `SELECT count(*) AS count, coalesce(sum(d.unread_count), 0) AS messages,
     coalesce(sum(d.unread_count > 0 OR coalesce(m.unread, 0)), 0) AS unread ${inFolder}`,
  )
  const selectUnread = connection.read(
    `SELECT d.peer, d.unread_count ${inFolder} AND (d.unread_count > 0 OR coalesce(m.unread, 0))`,
  )
  const insert = connection.write(
    `INSERT INTO dialogs (top_message, top_date, first_message, message_count, unread_count, read_inbox_max_id,
     read_outbox_max_id, box, peer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = connection.write(
    `UPDATE dialogs SET top_message = ?, top_date = ?, first_message = ?, message_count = ?, unread_count = ?,
     read_inbox_max_id = ?, read_outbox_max_id = ? WHERE box = ? AND peer = ?`,
  )
  const dialogs = createWriteBehind<KeptDialog>(connection, {
    load(box, peer) {
      const row = select.get(box, peer)
      return row && { box: boxIdOf(row['box']), ...toDialog(row), folder: integer(row['folder']) }
    },
    insert: (dialog) => insert.run(...values(dialog)),
    update: (dialog) => update.run(...values(dialog)),
  })

  const folderOf = (box: BoxId, peer: PeerId): number => {
    const row = selectFolder.get(box, peer)
    return row === undefined ? 0 : integer(row['folder'])
  }

  /** Changes a dialog that exists; there is nothing to do for one that does not. */
  const change = (box: BoxId, peer: PeerId, fields: Partial<DialogRecord>): void => {
    const dialog = dialogs.get(box, peer)
    if (dialog !== undefined) dialogs.set({ ...dialog, ...fields }, box, peer)
  }

  const recordMessage = ({ box, peer, id, date, unread }: NewInDialog): MessageRecorded => {
    const before = dialogs.get(box, peer)
    const opened = before === undefined || before.topMessage === 0
    const unreadCount = (before?.unreadCount ?? 0) + (unread ? 1 : 0)
    const folder = before?.folder ?? folderOf(box, peer)
    const after: KeptDialog = {
      box,
      peer,
      topMessage: id,
      topDate: date,
      firstMessage: opened ? id : before.firstMessage,
      messageCount: (before?.messageCount ?? 0) + 1,
      unreadCount,
      readInboxMaxId: before?.readInboxMaxId ?? 0,
      readOutboxMaxId: before?.readOutboxMaxId ?? 0,
      folder,
    }
    dialogs.set(after, box, peer)
    return { opened, unreadCount, folder }
  }

  return {
    async get(box, peer) {
      if (isUser(box) && isChannel(peer)) {
        dialogs.flush()
        return channels.many(box, [peer])[0]
      }
      const kept = dialogs.get(box, peer)
      if (kept === undefined) return undefined
      const { box: _box, folder: _folder, ...dialog } = kept
      return dialog
    },
    async many(box, peers) {
      dialogs.flush()
      const own = selectMany.all(box, list(peers)).map(toDialog)
      return isUser(box) ? [...own, ...channels.many(box, peers.filter(isChannel))] : own
    },
    async page(box, query) {
      dialogs.flush()
      const { offsetDate, offsetId, offsetPeer, limit, folder, except = [] } = query
      const bounds = boundsOf(offsetDate, offsetId, offsetPeer)
      const own = selectPage.all(box, folder ?? null, ...bounds, list(except), limit).map(toDialog)
      const shared = isUser(box) ? channels.page(box, query) : []
      return shared.length === 0 ? own : [...own, ...shared].sort(byLastMessage).slice(0, limit)
    },
    async totals(box, folder) {
      dialogs.flush()
      const row = selectTotals.get(box, folder ?? null)
      return {
        count: integer(row?.['count']) + (isUser(box) ? channels.count(box, folder) : 0),
        unread: integer(row?.['unread']),
        unreadMessages: integer(row?.['messages']),
      }
    },
    async unread(box, folder) {
      dialogs.flush()
      const own = selectUnread.all(box, folder).map((row) => ({
        peer: peerIdOf(row['peer']),
        unreadCount: integer(row['unread_count']),
      }))
      return isUser(box) ? [...own, ...channels.unread(box, folder)] : own
    },
    moved(box, peer, folder) {
      const dialog = dialogs.get(box, peer)
      if (dialog !== undefined && dialog.folder !== folder) dialogs.set({ ...dialog, folder }, box, peer)
    },
    async recordMessages(messages) {
      return messages.map(recordMessage)
    },
    async recordRemoval(box, peer, { topMessage, topDate, unreadCount, removed }) {
      const before = dialogs.get(box, peer)
      if (before === undefined) return
      change(box, peer, { topMessage, topDate, unreadCount, messageCount: Math.max(0, before.messageCount - removed) })
    },
    async setReadInbox(box, peer, maxId, unreadCount) {
      change(box, peer, { readInboxMaxId: maxId, unreadCount })
    },
    async setReadOutbox(box, peer, maxId) {
      change(box, peer, { readOutboxMaxId: maxId })
    },
  }
}

/** Newest first, as SQL sorts a page. */
function byLastMessage(a: DialogRecord, b: DialogRecord): number {
  return b.topDate - a.topDate || b.topMessage - a.topMessage || b.peer - a.peer
}

function values(dialog: KeptDialog): number[] {
  return [
    dialog.topMessage,
    dialog.topDate,
    dialog.firstMessage,
    dialog.messageCount,
    dialog.unreadCount,
    dialog.readInboxMaxId,
    dialog.readOutboxMaxId,
    dialog.box,
    dialog.peer,
  ]
}

function toDialog(row: Row): DialogRecord {
  return {
    peer: peerIdOf(row['peer']),
    topMessage: integer(row['top_message']),
    topDate: integer(row['top_date']),
    firstMessage: integer(row['first_message']),
    messageCount: integer(row['message_count']),
    unreadCount: integer(row['unread_count']),
    readInboxMaxId: integer(row['read_inbox_max_id']),
    readOutboxMaxId: integer(row['read_outbox_max_id']),
  }
}
