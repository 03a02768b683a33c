import type { MessageMark, MessageMarkWrites } from '../../../domain/chats/message-marks.ts'
import { StoreError } from '../../../errors.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer, peerIdOf, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

const known: { readonly [Mark in MessageMark]: true } = {
  pinned: true,
  mention: true,
  unreadMention: true,
  unreadReaction: true,
  unreadPollVote: true,
  photo: true,
  video: true,
  document: true,
  gif: true,
  voice: true,
  round: true,
  music: true,
  url: true,
  geo: true,
  liveLocation: true,
  contact: true,
  poll: true,
  phoneCall: true,
  chatPhoto: true,
  sentAs: true,
}

function isMark(name: string): name is MessageMark {
  return Object.hasOwn(known, name)
}

export const messageMarkRows: RowsOfAccount = {
  message_marks: { owner: 'box', key: 'id' },
}

export function createMessageMarks(connection: Connection): MessageMarkWrites {
  const selectOf = connection.read('SELECT mark FROM message_marks WHERE box = ? AND id = ?')
  const selectIds = connection.read(
    'SELECT id FROM message_marks WHERE box = ? AND mark = ? AND peer = ? ORDER BY id DESC LIMIT ?',
  )
  const selectCounts = connection.read(
    `SELECT peer, count(*) AS count FROM message_marks
     WHERE box = ? AND mark = ? AND peer IN (SELECT value FROM json_each(?)) GROUP BY peer`,
  )
  const insert = connection.write('INSERT OR IGNORE INTO message_marks (box, mark, peer, id) VALUES (?, ?, ?, ?)')
  const take = connection.write(
    `DELETE FROM message_marks WHERE box = ? AND mark = ? AND id IN (SELECT value FROM json_each(?)) RETURNING id`,
  )
  const remove = connection.write('DELETE FROM message_marks WHERE box = ? AND id IN (SELECT value FROM json_each(?))')
  return {
    async of(box, id) {
      return selectOf.all(box, id).map((row) => {
        const mark = text(row['mark'])
        if (!isMark(mark)) throw new StoreError('CORRUPT', `there is no mark ${mark}`)
        return mark
      })
    },
    async ids(box, peer, mark, limit) {
      return selectIds.all(box, mark, peer, limit).map((row) => integer(row['id']))
    },
    async counts(box, peers, mark) {
      const rows = selectCounts.all(box, mark, list(peers))
      return new Map(rows.map((row) => [peerIdOf(row['peer']), integer(row['count'])]))
    },
    async add(box, peer, id, marks) {
      for (const mark of marks) insert.run(box, mark, peer, id)
    },
    async take(box, ids, mark) {
      return take.all(box, mark, list(ids)).map((row) => integer(row['id']))
    },
    async remove(box, ids) {
      remove.run(box, list(ids))
    },
  }
}
