import type { BoxId } from '../../../../ids.ts'
import type { BoxState, BoxWrites, ForgetEvents } from '../../../domain/chats/boxes.ts'
import type { Connection } from '../../engine/connection.ts'
import { boxIdOf, integer, type Row } from '../../engine/rows.ts'

/**
 * Goes from box to box by the key of the events themselves, to the oldest event of each: no index by date is needed,
 * which every change would pay for, and a box whose oldest event is to stay costs one look.
 */
export function createForgetEvents(
  connection: Connection,
  stateOf: (box: BoxId) => BoxState,
): BoxWrites['forgetEvents'] {
  const selectNextBox = connection.read('SELECT box FROM events WHERE box >= ? ORDER BY box LIMIT 1')
  const selectOldest = connection.read(
    'SELECT pts, date, last_message_id FROM events WHERE box = ? ORDER BY pts LIMIT ?',
  )
  const remove = connection.write('DELETE FROM events WHERE box = ? AND pts <= ?')
  const setForgotten = connection.write(
    'INSERT OR REPLACE INTO forgotten_events (box, pts, last_message_id) VALUES (?, ?, ?)',
  )

  /** How many were forgotten. */
  const forgetIn = (box: BoxId, { before, keep }: ForgetEvents, limit: number): number => {
    const upTo = stateOf(box).pts - keep
    const goes = (row: Row): boolean => integer(row['date']) < before && integer(row['pts']) <= upTo
    const [oldest] = selectOldest.all(box, 1)
    if (oldest === undefined || !goes(oldest)) return 0
    const rows = selectOldest.all(box, limit)
    const firstKept = rows.findIndex((row) => !goes(row))
    const count = firstKept === -1 ? rows.length : firstKept
    const last = rows[count - 1] ?? oldest
    const pts = integer(last['pts'])
    setForgotten.run(box, pts, integer(last['last_message_id']))
    remove.run(box, pts)
    return count
  }

  const boxFrom = (number: number): BoxId | undefined => {
    const row = selectNextBox.get(number)
    return row && boxIdOf(row['box'])
  }

  return async (step) => {
    let box = boxFrom(step.from ?? Number.MIN_SAFE_INTEGER)
    let left = step.limit
    for (let looked = 0; looked < step.limit && box !== undefined; looked++) {
      left -= forgetIn(box, step, left)
      // There may be more to forget in this one.
      if (left === 0) return box
      box = boxFrom(box + 1)
    }
    return box
  }
}
