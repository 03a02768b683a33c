import type { BoxState, BoxWrites } from '../domain/boxes.ts'
import { StoreError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { createDifference } from './difference.ts'
import { integer, type Row } from './rows.ts'

export function createBoxes(connection: Connection): BoxWrites {
  const select = connection.read('SELECT pts, last_message_id, qts, seq FROM boxes WHERE id = ?')
  const advance = connection.write(
    `UPDATE boxes SET pts = pts + ?, last_message_id = last_message_id + ? WHERE id = ?
     RETURNING pts, last_message_id, qts, seq`,
  )
  const insertEvent = connection.write(
    `INSERT INTO events (box, pts, pts_count, last_message_id, date, body)
     VALUES (?, ?, ?, (SELECT last_message_id FROM boxes WHERE id = ?), ?, ?)`,
  )
  return {
    difference: createDifference(connection),
    async state(box) {
      const row = select.get(box)
      return row && toState(row)
    },
    async advance(steps) {
      // SQLite runs one unit at a time, so no order is needed here for the boxes' sake.
      return steps.map(({ box, pts, messages }) => {
        const row = advance.get(pts, messages, box)
        if (row === undefined) throw new StoreError('CORRUPT', `box ${box} does not exist`)
        return toState(row)
      })
    },
    async addEvent(box, { pts, ptsCount, date, update }) {
      insertEvent.run(box, pts, ptsCount, box, date, update)
    },
  }
}

function toState(row: Row): BoxState {
  return {
    pts: integer(row['pts']),
    lastMessageId: integer(row['last_message_id']),
    qts: integer(row['qts']),
    seq: integer(row['seq']),
  }
}
