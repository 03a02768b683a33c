import type { PeerId } from '../../../../ids.ts'
import type { SavedDialog, SavedDialogWrites } from '../../../domain/lists/saved-dialogs.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer, peerIdOf, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

const noBound = Number.MAX_SAFE_INTEGER

export const savedDialogRows: RowsOfAccount = {
  saved_messages: { owner: 'box', key: 'id' },
  saved_dialogs: { owner: 'box', key: 'peer' },
  unfiled_messages: { owner: 'box', key: 'id' },
}

export function createSavedDialogs(connection: Connection): SavedDialogWrites {
  const selectMany = connection.read(
    'SELECT * FROM saved_dialogs WHERE box = ? AND peer IN (SELECT value FROM json_each(?))',
  )
  const selectPage = connection.read(
    `SELECT * FROM saved_dialogs WHERE box = ? AND (top_date, top_message) < (?, ?)
     AND peer NOT IN (SELECT value FROM json_each(?)) ORDER BY top_date DESC, top_message DESC LIMIT ?`,
  )
  const count = connection.read('SELECT count(*) AS count FROM saved_dialogs WHERE box = ?')
  const selectPinned = connection.read('SELECT * FROM saved_dialogs WHERE box = ? AND pinned > 0 ORDER BY pinned DESC')
  /** How many messages within the bounds of a page come before its place, which is a number or a date. */
  const countAbove = connection.read(
    `SELECT count(*) AS count FROM saved_messages
     WHERE box = ? AND peer = ? AND id > ? AND id < ? AND id >= ? AND date >= ?`,
  )
  const selectMessages = connection.read(
    `SELECT id FROM saved_messages WHERE box = ? AND peer = ? AND id > ? AND id < ?
     ORDER BY id DESC LIMIT ? OFFSET ?`,
  )
  const selectRange = connection.read(
    `SELECT id FROM saved_messages WHERE box = ? AND peer = ? AND id <= ? AND date BETWEEN ? AND ?
     ORDER BY id DESC LIMIT ?`,
  )
  const insertMessage = connection.write('INSERT INTO saved_messages (box, peer, id, date) VALUES (?, ?, ?, ?)')
  const addToDialog = connection.write(
    `INSERT INTO saved_dialogs (box, peer, top_message, top_date, message_count, pinned) VALUES (?1, ?2, ?3, ?4, 1, 0)
     ON CONFLICT (box, peer) DO UPDATE SET message_count = message_count + 1,
     top_message = max(top_message, ?3), top_date = iif(top_message < ?3, ?4, top_date)`,
  )
  const removeMessages = connection.write(
    'DELETE FROM saved_messages WHERE box = ? AND id IN (SELECT value FROM json_each(?)) RETURNING peer',
  )
  const selectTop = connection.read(
    'SELECT id, date FROM saved_messages WHERE box = ? AND peer = ? ORDER BY id DESC LIMIT 1',
  )
  const shrinkDialog = connection.write(
    `UPDATE saved_dialogs SET top_message = ?, top_date = ?, message_count = message_count - ?
     WHERE box = ? AND peer = ?`,
  )
  const removeDialog = connection.write('DELETE FROM saved_dialogs WHERE box = ? AND peer = ? RETURNING pinned')
  const selectUnfiled = connection.read('SELECT box, id FROM unfiled_messages LIMIT ?')
  const removeUnfiled = connection.write('DELETE FROM unfiled_messages WHERE box = ? AND id = ?')
  const unpinAll = connection.write('UPDATE saved_dialogs SET pinned = 0 WHERE box = ? AND pinned > 0')
  const pin = connection.write('UPDATE saved_dialogs SET pinned = ? WHERE box = ? AND peer = ?')

  /** Takes so many messages off a dialog; true if it was pinned and is no more. */
  const shrink = (box: number, peer: PeerId, removed: number): boolean => {
    const top = selectTop.get(box, peer)
    if (top === undefined) return integer(removeDialog.get(box, peer)?.['pinned'] ?? 0) > 0
    shrinkDialog.run(integer(top['id']), integer(top['date']), removed, box, peer)
    return false
  }

  return {
    async get(box, peer) {
      const [row] = selectMany.all(box, list([peer]))
      return row && toSavedDialog(row)
    },
    async many(box, peers) {
      return selectMany.all(box, list(peers)).map(toSavedDialog)
    },
    async page(box, { offsetDate, offsetId, limit, except = [] }) {
      const unbounded = offsetDate === 0
      const id = unbounded && offsetId === 0 ? noBound : offsetId
      return selectPage.all(box, unbounded ? noBound : offsetDate, id, list(except), limit).map(toSavedDialog)
    },
    async count(box) {
      return integer(count.get(box)?.['count'])
    },
    async pinned(box) {
      return selectPinned.all(box).map(toSavedDialog)
    },
    async messages({ box, peer, offsetId, offsetDate, addOffset, limit, maxId, minId }) {
      const below = maxId === 0 ? noBound : maxId
      const above = (): number =>
        integer(countAbove.get(box, peer, minId, below, offsetId, offsetId === 0 ? offsetDate : 0)?.['count'])
      const start = (offsetId === 0 && offsetDate === 0 ? 0 : above()) + addOffset
      const skipped = Math.max(0, start)
      const length = Math.max(0, start + limit - skipped)
      return selectMessages.all(box, peer, minId, below, length, skipped).map(toNumber)
    },
    async range(box, peer, { maxId, minDate, maxDate }, limit) {
      return selectRange.all(box, peer, maxId || noBound, minDate, maxDate || noBound, limit).map(toNumber)
    },
    async withoutDialog(limit) {
      return selectUnfiled.all(limit).map((row) => ({ box: userIdOf(row['box']), id: toNumber(row) }))
    },
    async sorted(names) {
      for (const { box, id } of names) removeUnfiled.run(box, id)
    },
    async add(box, peer, { id, date }) {
      insertMessage.run(box, peer, id, date)
      addToDialog.run(box, peer, id, date)
    },
    async remove(box, ids) {
      const removed = Map.groupBy(removeMessages.all(box, list(ids)), (row) => peerIdOf(row['peer']))
      let wasPinned = false
      for (const [peer, { length }] of removed) if (shrink(box, peer, length)) wasPinned = true
      return wasPinned
    },
    async setPinned(box, order) {
      unpinAll.run(box)
      for (const [at, peer] of order.entries()) pin.run(order.length - at, box, peer)
    },
  }
}

function toNumber(row: Row): number {
  return integer(row['id'])
}

function toSavedDialog(row: Row): SavedDialog {
  return {
    peer: peerIdOf(row['peer']),
    topMessage: integer(row['top_message']),
    topDate: integer(row['top_date']),
    messageCount: integer(row['message_count']),
    pinned: integer(row['pinned']) > 0,
  }
}
