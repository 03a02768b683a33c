import type { PeerId } from '../../../../ids.ts'
import type { DialogMarks, DialogMarkWrites } from '../../../domain/lists/dialog-marks.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer, peerIdOf, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { DialogTable } from './dialogs.ts'

export const dialogMarkRows: RowsOfAccount = {
  dialog_marks: { owner: 'box', key: 'peer' },
}

/** Only dialogs with marks that are not plain have a row. */
export function createDialogMarks(connection: Connection, dialogs: Pick<DialogTable, 'moved'>): DialogMarkWrites {
  const select = connection.read('SELECT * FROM dialog_marks WHERE box = ? AND peer = ?')
  const selectMany = connection.read(
    'SELECT * FROM dialog_marks WHERE box = ? AND peer IN (SELECT value FROM json_each(?))',
  )
  const selectPinned = connection.read(
    'SELECT peer FROM dialog_marks WHERE box = ? AND folder = ? AND pinned > 0 ORDER BY pinned DESC',
  )
  const selectUnread = connection.read('SELECT peer FROM dialog_marks WHERE box = ? AND unread = 1 ORDER BY peer')
  const replace = connection.write(
    'INSERT OR REPLACE INTO dialog_marks (box, peer, folder, pinned, unread) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = connection.write('DELETE FROM dialog_marks WHERE box = ? AND peer = ?')
  return {
    async get(box, peer) {
      const row = select.get(box, peer)
      return row === undefined ? plain(peer) : toMarks(row)
    },
    async many(box, peers) {
      const marked = new Map(selectMany.all(box, list(peers)).map((row) => [peerIdOf(row['peer']), toMarks(row)]))
      return [...new Set(peers)].map((peer) => marked.get(peer) ?? plain(peer))
    },
    async pinned(box, folder) {
      return selectPinned.all(box, folder).map((row) => peerIdOf(row['peer']))
    },
    async unread(box) {
      return selectUnread.all(box).map((row) => peerIdOf(row['peer']))
    },
    async put(box, { peer, folder, pinned, unread }) {
      if (folder === 0 && pinned === 0 && !unread) remove.run(box, peer)
      else replace.run(box, peer, folder, pinned, unread ? 1 : 0)
      dialogs.moved(box, peer, folder)
    },
  }
}

function plain(peer: PeerId): DialogMarks {
  return { peer, folder: 0, pinned: 0, unread: false }
}

function toMarks(row: Row): DialogMarks {
  return {
    peer: peerIdOf(row['peer']),
    folder: integer(row['folder']),
    pinned: integer(row['pinned']),
    unread: integer(row['unread']) === 1,
  }
}
