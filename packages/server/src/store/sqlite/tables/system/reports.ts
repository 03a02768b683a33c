import type { ReportWrites, StoredReport } from '../../../domain/system/reports.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer, peerIdOf, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const reportRows: RowsOfAccount = {
  reports: { stays: 'for who runs the server, until they are old' },
}

export function createReports(connection: Connection): ReportWrites {
  const select = connection.read('SELECT * FROM reports WHERE id < ? ORDER BY id DESC LIMIT ?')
  const insert = connection.write(
    'INSERT INTO reports (reporter, peer, reason, message, messages, date) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const selectOldest = connection.read('SELECT id, date FROM reports ORDER BY id LIMIT ?')
  const removeUpTo = connection.write('DELETE FROM reports WHERE id <= ?')
  return {
    async page(limit, belowId = Number.MAX_SAFE_INTEGER) {
      return select.all(belowId, limit).map(toReport)
    },
    async add({ reporter, peer, reason, message, messages, date }) {
      insert.run(reporter, peer, reason, message, list(messages), date)
    },
    async trim(time, keep, limit) {
      const newest = select.get(Number.MAX_SAFE_INTEGER, 1)
      if (newest === undefined) return 0
      // Numbers are given without gaps, and the oldest go first.
      const lastDropped = integer(newest['id']) - keep
      const oldest = selectOldest.all(limit)
      const firstKept = oldest.findIndex((row) => integer(row['date']) >= time && integer(row['id']) > lastDropped)
      const last = oldest.at(firstKept === -1 ? -1 : firstKept - 1)
      return last === undefined || firstKept === 0 ? 0 : removeUpTo.count(integer(last['id']))
    },
  }
}

function toReport(row: Row): StoredReport {
  return {
    id: integer(row['id']),
    reporter: userIdOf(row['reporter']),
    peer: peerIdOf(row['peer']),
    reason: text(row['reason']),
    message: text(row['message']),
    messages: numbers(text(row['messages'])),
    date: integer(row['date']),
  }
}

function numbers(json: string): number[] {
  const values: unknown = JSON.parse(json)
  return Array.isArray(values) ? values.filter((value) => typeof value === 'number') : []
}
