import type { UserId } from '../../../../ids.ts'
import type { PollRecord, PollVote, PollWrites } from '../../../domain/chats/polls.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, boxIdOf, integer, long, optional, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const pollRows: RowsOfAccount = {
  poll_holders: { owner: 'box', key: 'poll' },
  poll_tallies: { stays: 'counts of votes that stay' },
  poll_votes: { stays: 'counted in a poll that others hold' },
  polls: { stays: 'as long as anybody holds them' },
}

export function createPolls(connection: Connection): PollWrites {
  const select = connection.read('SELECT * FROM polls WHERE id = ?', { longs: true })
  const selectDue = connection.read('SELECT * FROM polls WHERE close_at <= ? ORDER BY close_at LIMIT ?', {
    longs: true,
  })
  const insert = connection.write(
    `INSERT INTO polls (id, owner, data, close_at, check_at) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (id) DO UPDATE SET owner = ?2, data = ?3, close_at = ?4, check_at = ?5`,
  )
  const setUnreadVotes = connection.write('UPDATE polls SET unread_votes = ? WHERE id = ?')
  const tally = connection.read('SELECT option, voters FROM poll_tallies WHERE poll = ? AND voters > 0 ORDER BY option')
  const countVoters = connection.read('SELECT voters AS count FROM polls WHERE id = ?')
  const selectVote = connection.read(
    'SELECT user_id, option, date FROM poll_votes WHERE poll = ? AND user_id = ? ORDER BY place',
  )
  // All options of one vote have its date.
  const selectVoters = connection.read(
    `SELECT DISTINCT date, user_id FROM poll_votes WHERE poll = ? ORDER BY date DESC, user_id DESC LIMIT ? OFFSET ?`,
  )
  const selectAnyVoters = connection.read('SELECT DISTINCT user_id FROM poll_votes WHERE poll = ? LIMIT ?')
  const selectVotersOf = connection.read(
    `SELECT user_id FROM poll_votes WHERE poll = ? AND option = ? ORDER BY date DESC, user_id DESC LIMIT ? OFFSET ?`,
  )
  const removeVote = connection.write('DELETE FROM poll_votes WHERE poll = ? AND user_id = ? RETURNING option')
  const countOption = connection.write(
    `INSERT INTO poll_tallies (poll, option, voters) VALUES (?1, ?2, ?3)
     ON CONFLICT (poll, option) DO UPDATE SET voters = voters + ?3`,
  )
  const countVoter = connection.write('UPDATE polls SET voters = voters + ? WHERE id = ?')
  const insertVote = connection.write(
    'INSERT INTO poll_votes (poll, user_id, option, place, date) VALUES (?, ?, ?, ?, ?)',
  )
  const selectHolders = connection.read('SELECT box, id FROM poll_holders WHERE poll = ? LIMIT ?')
  const selectHeldBy = connection.read('SELECT id FROM poll_holders WHERE poll = ? AND box = ?')
  const insertHolder = connection.write('INSERT OR IGNORE INTO poll_holders (poll, box, id) VALUES (?, ?, ?)')
  const selectToCheck = connection.read('SELECT * FROM polls WHERE check_at <= ? ORDER BY check_at LIMIT ?', {
    longs: true,
  })
  const removeHolder = connection.write('DELETE FROM poll_holders WHERE poll = ? AND box = ? AND id = ?')
  const removeAll = [
    'poll_votes WHERE poll',
    'poll_tallies WHERE poll',
    'poll_holders WHERE poll',
    'polls WHERE id',
  ].map((rows) => connection.write(`DELETE FROM ${rows} = ?`))
  const voteOf = (id: bigint, userId: UserId): PollVote | undefined => {
    const rows = selectVote.all(id, userId)
    const [first] = rows
    return first && { userId, date: integer(first['date']), options: rows.map((row) => blob(row['option'])) }
  }
  return {
    async get(id) {
      const row = select.get(id)
      return row && toPoll(row)
    },
    async tally(id) {
      return tally.all(id).map((row) => ({ option: blob(row['option']), voters: integer(row['voters']) }))
    },
    async voterCount(id) {
      return integer(countVoters.get(id)?.['count'] ?? 0)
    },
    async voteOf(id, userId) {
      return voteOf(id, userId)
    },
    async voters(id, limit) {
      return selectAnyVoters.all(id, limit).map((row) => userIdOf(row['user_id']))
    },
    async votes(id, { option, offset, limit }) {
      const rows =
        option === undefined ? selectVoters.all(id, limit, offset) : selectVotersOf.all(id, option, limit, offset)
      return rows.map((row) => voteOf(id, userIdOf(row['user_id']))).filter((vote) => vote !== undefined)
    },
    async holders(id, limit) {
      return selectHolders.all(id, limit).map((row) => ({ box: boxIdOf(row['box']), id: integer(row['id']) }))
    },
    async heldBy(id, box) {
      return selectHeldBy.all(id, box).map((row) => integer(row['id']))
    },
    async due(now, limit) {
      return selectDue.all(now, limit).map(toPoll)
    },
    async put({ id, owner, data, closeAt, checkAt }) {
      insert.run(id, owner, data, closeAt ?? null, checkAt ?? null)
    },
    async setUnreadVotes(id, unread) {
      setUnreadVotes.run(unread ? 1 : 0, id)
    },
    async vote(id, { userId, options, date }) {
      const before = removeVote.all(id, userId)
      for (const row of before) countOption.run(id, blob(row['option']), -1)
      for (const [place, option] of options.entries()) {
        insertVote.run(id, userId, option, place, date)
        countOption.run(id, option, 1)
      }
      const change = (options.length > 0 ? 1 : 0) - (before.length > 0 ? 1 : 0)
      if (change !== 0) countVoter.run(change, id)
    },
    async addHolder(id, holder) {
      insertHolder.run(id, holder.box, holder.id)
    },
    async toCheck(now, limit) {
      return selectToCheck.all(now, limit).map(toPoll)
    },
    async removeHolders(id, holders) {
      for (const holder of holders) removeHolder.run(id, holder.box, holder.id)
    },
    async remove(id) {
      for (const statement of removeAll) statement.run(id)
    },
  }
}

function toPoll(row: Row): PollRecord {
  return {
    id: long(row['id']),
    owner: userIdOf(row['owner']),
    data: blob(row['data']),
    closeAt: optional(integer, row['close_at'] ?? null),
    checkAt: optional(integer, row['check_at'] ?? null),
    unreadVotes: integer(row['unread_votes']) === 1,
  }
}
