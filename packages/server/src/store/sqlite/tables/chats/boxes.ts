import type { BoxId } from '../../../../ids.ts'
import type { BoxState, BoxWrites } from '../../../domain/chats/boxes.ts'
import { StoreError } from '../../../errors.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { boxIdOf, integer, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { createWriteBehind } from '../../engine/write-behind.ts'
import type { ArrivedMessages } from './arrived-messages.ts'
import { createDifference } from './difference.ts'
import { createForgetEvents } from './forget-events.ts'

interface KeptBox extends BoxState {
  readonly box: BoxId
}

export const boxRows: RowsOfAccount = {
  boxes: { stays: 'its numbers are never given again' },
  events: { owner: 'box', key: 'pts' },
  forgotten_events: { owner: 'box', key: 'pts' },
}

export function createBoxes(connection: Connection, arrived: ArrivedMessages): BoxWrites {
  const select = connection.read('SELECT id, pts, last_message_id, unnumbered, qts, seq FROM boxes WHERE id = ?')
  const selectMany = connection.read(
    'SELECT id, pts, last_message_id, unnumbered, qts, seq FROM boxes WHERE id IN (SELECT value FROM json_each(?))',
  )
  const insert = connection.write(
    'INSERT INTO boxes (pts, last_message_id, unnumbered, qts, seq, id) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const update = connection.write('UPDATE boxes SET pts = ?, last_message_id = ?, unnumbered = ?, qts = ? WHERE id = ?')
  const insertEvent = connection.write(
    'INSERT INTO events (box, pts, pts_count, last_message_id, date, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const difference = createDifference(connection, arrived)
  const states = createWriteBehind<KeptBox>(connection, {
    load(box) {
      const row = select.get(box)
      return row && { box: boxIdOf(row['id']), ...toState(row) }
    },
    insert: ({ box, pts, lastMessageId, unnumbered, qts, seq }) =>
      insert.run(pts, lastMessageId, unnumbered, qts, seq, box),
    update: ({ box, pts, lastMessageId, unnumbered, qts }) => update.run(pts, lastMessageId, unnumbered, qts, box),
  })
  const mustHave = (box: BoxId): KeptBox => {
    const state = states.get(box)
    if (state === undefined) throw new StoreError('CORRUPT', `box ${box} does not exist`)
    return state
  }

  return {
    async state(id) {
      const kept = states.get(id)
      if (kept === undefined) return undefined
      const { box: _box, ...state } = kept
      return state
    },
    async states(boxes) {
      states.flush()
      const found = new Map(selectMany.all(list(boxes)).map((row) => [integer(row['id']), toState(row)]))
      return new Map(
        boxes.flatMap((box) => {
          const state = found.get(box)
          return state === undefined ? [] : [[box, state]]
        }),
      )
    },
    difference(box, pts, limit) {
      states.flush()
      return difference(box, pts, limit)
    },
    // SQLite runs one unit at a time, so no order is needed here for the boxes' sake.
    async advance(steps) {
      return steps.map(({ box, pts, messages, unnumbered = 0, qts = 0 }) => {
        const before = mustHave(box)
        const after: KeptBox = {
          box,
          pts: before.pts + pts,
          lastMessageId: before.lastMessageId + messages,
          unnumbered: before.unnumbered + unnumbered,
          qts: before.qts + qts,
          seq: before.seq,
        }
        states.set(after, box)
        return after
      })
    },
    async addEvent(box, { pts, ptsCount, date, update: body }) {
      insertEvent.run(box, pts, ptsCount, mustHave(box).lastMessageId, date, body)
    },
    forgetEvents: createForgetEvents(connection, mustHave),
  }
}

function toState(row: Row): BoxState {
  return {
    pts: integer(row['pts']),
    lastMessageId: integer(row['last_message_id']),
    unnumbered: integer(row['unnumbered']),
    qts: integer(row['qts']),
    seq: integer(row['seq']),
  }
}
